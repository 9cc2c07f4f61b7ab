import { type Issuer, knownTokens } from '@kompass/gateway';
import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterEach, expect, it, vi } from 'vitest';

const audience = 'https://kompass.imdi.no';
const issuer = 'https://idporten.example/';

/** Verifies tokens of one issuer, and counts how often its keys are asked for. */
async function verifier() {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const jwks = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), alg: 'ES256' }] });
  const asked = { times: 0 };
  const keys: Issuer['keys'] = (header, token) => {
    asked.times += 1;
    return jwks(header, token);
  };
  const verify = knownTokens([{ issuer, keys, maxTokenAge: 3_600, vouchesFor: ['person'] }], audience);
  const sign = async (lifetime: string, duf = '200205705502') =>
    `Bearer ${await new SignJWT({ duf, acr: 'idporten-loa-high' })
      .setProtectedHeader({ alg: 'ES256' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime(lifetime)
      .sign(privateKey)}`;
  return { verify, sign, asked };
}

afterEach(() => {
  vi.useRealTimers();
});

it('are verified once a minute', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const { verify, sign, asked } = await verifier();
  const token = await sign('10m');
  const credentials = await verify(token);
  expect(await verify(token)).toEqual(credentials);
  expect(asked.times).toBe(1);
  vi.advanceTimersByTime(61_000);
  await verify(token);
  expect(asked.times).toBe(2);
});

it('are not known beyond their own expiry', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const { verify, sign } = await verifier();
  const token = await sign('20s');
  await verify(token);
  vi.advanceTimersByTime(26_000); // clocks may differ by five seconds
  await expect(verify(token)).rejects.toThrow('expired');
});

it('are not known beyond the age that their issuer’s tokens reach, however long they say that they last', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const { verify, sign } = await verifier();
  const token = await sign('10y');
  vi.advanceTimersByTime(3_590_000);
  await verify(token);
  vi.advanceTimersByTime(16_000);
  await expect(verify(token)).rejects.toThrow('expired');
});

it('are known whole: with one character changed they are forged', async () => {
  const { verify, sign } = await verifier();
  const token = await sign('10m');
  await verify(token);
  const at = token.length - 20;
  const forged = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
  await expect(verify(forged)).rejects.toThrow('not valid');
  await expect(verify(await sign('10m', '1'))).rejects.toThrow('names no registered person');
});
