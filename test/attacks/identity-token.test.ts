import { createHash, generateKeyPairSync } from 'node:crypto';
import { createIdentitySigner, identityVerifier } from '@kompass/runtime';
import type { Caller } from '@kompass/schema';
import { createLocalJWKSet, decodeJwt, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterEach, expect, it, vi } from 'vitest';

const nav: Caller = {
  party: 'NAV',
  purpose: 'EMPLOYMENT_GUIDANCE',
  clearances: [],
  organisation: '889640782',
  officer: 'Z990001',
};
const body = '{"query":"{ persons { totalCount } }"}';
const bytes = Buffer.from(body);

afterEach(() => {
  vi.useRealTimers();
});

/** A verifier that trusts a key the test holds, so that the signature alone never decides. */
async function trusting() {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
  const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), alg: 'EdDSA' }] });
  const sign = (
    claims: object,
    { audience = 'kompass-profile', issuer = 'kompass-gateway', issued = 0, expires = '5s' } = {},
  ) =>
    new SignJWT({
      body_sha256: createHash('sha256').update(body).digest('base64url'),
      jti: crypto.randomUUID(),
      ...claims,
    })
      .setProtectedHeader({ alg: 'EdDSA' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt(Math.floor(Date.now() / 1_000) + issued)
      .setExpirationTime(expires)
      .sign(privateKey);
  const verifier = identityVerifier(keys);
  return { verify: (token: string) => verifier(token, 'profile', bytes), sign };
}

async function ours() {
  const signer = await createIdentitySigner();
  return { signer, verify: identityVerifier(createLocalJWKSet(signer.jwks)) };
}

it('carries the caller from the gateway to the subgraph unchanged', async () => {
  const { signer, verify } = await ours();
  expect(await verify(await signer.sign(nav, 'profile', body), 'profile', bytes)).toEqual(nav);
});

it('is refused when expired, for another audience or from another issuer, though the key is right', async () => {
  const { verify, sign } = await trusting();
  await expect(verify(await sign({ caller: nav }))).resolves.toEqual(nav);
  await expect(verify(await sign({ caller: nav }, { expires: '-6s' }))).rejects.toThrow('exp');
  await expect(verify(await sign({ caller: nav }, { audience: 'elsewhere' }))).rejects.toThrow('aud');
  await expect(verify(await sign({ caller: nav }, { issuer: 'somebody' }))).rejects.toThrow('iss');
});

it('is refused when its signer let it last for long, or says that it was made later than now', async () => {
  const { verify, sign } = await trusting();
  const old = await sign({ caller: nav }, { issued: -12, expires: '1h' });
  await expect(verify(old)).rejects.toThrow('iat');
  await expect(verify(await sign({ caller: nav }, { issued: 60, expires: '2m' }))).rejects.toThrow('iat');
});

it('is refused when it names no caller, or a purpose that is not the party’s', async () => {
  const { verify, sign } = await trusting();
  for (const caller of [undefined, {}, { ...nav, party: 'POLICE' }, { ...nav, purpose: 'SETTLEMENT' }])
    await expect(verify(await sign({ caller }))).rejects.toThrow('names no caller');
});

it('is refused by another room, at the disclosure log and beside another body', async () => {
  const { signer, verify } = await ours();
  const token = await signer.sign(nav, 'profile', body);
  await expect(verify(token, 'consent', bytes)).rejects.toThrow('aud');
  await expect(verify(token, 'disclosures', bytes)).rejects.toThrow('aud');
  await expect(verify(token, 'profile', Buffer.from(`${body} `))).rejects.toThrow('another body');
  await expect(verify(token, 'profile', Buffer.alloc(0))).rejects.toThrow('another body');
  expect(await verify(token, 'profile', bytes)).toEqual(nav);
});

it('is good once: the same body again needs another token', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const { signer, verify } = await ours();
  const token = await signer.sign(nav, 'profile', body);
  await verify(token, 'profile', bytes);
  for (let seconds = 0; seconds < 10; seconds += 1) {
    await expect(verify(token, 'profile', bytes)).rejects.toThrow('used before');
    vi.advanceTimersByTime(1_000);
  }
  await expect(verify(token, 'profile', bytes)).rejects.toThrow('exp');
  await verify(await signer.sign(nav, 'profile', body), 'profile', bytes);
});

it('signed with either of two keys is known while one follows the other', async () => {
  const [old, young] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')];
  const [before, after] = [
    await createIdentitySigner([old.privateKey, young.privateKey]),
    await createIdentitySigner([young.privateKey, old.privateKey]),
  ];
  const verify = identityVerifier(createLocalJWKSet(before.jwks));
  for (const signer of [before, after])
    expect(await verify(await signer.sign(nav, 'profile', body), 'profile', bytes)).toEqual(nav);
  expect(JSON.stringify(before.jwks)).not.toContain('"d"');
  expect(decodeJwt(await before.sign(nav, 'profile', body))).not.toHaveProperty('query');
});
