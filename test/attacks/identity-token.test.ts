import { createIdentitySigner, identityVerifier } from '@kompass/runtime';
import type { Caller } from '@kompass/schema';
import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { expect, it } from 'vitest';

const nav: Caller = {
  party: 'NAV',
  purpose: 'EMPLOYMENT_GUIDANCE',
  clearances: [],
  organisation: '889640782',
  officer: 'Z990001',
};

/** A verifier that trusts a key the test holds, so that the signature alone never decides. */
async function trusting() {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
  const verify = identityVerifier(
    createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), alg: 'EdDSA' }] }),
  );
  const sign = (claims: object, audience = 'kompass-subgraphs', issuer = 'kompass-gateway', expires = '1m') =>
    new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'EdDSA' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime(expires)
      .sign(privateKey);
  return { verify, sign };
}

it('carries the caller from the gateway to the subgraph unchanged', async () => {
  const signer = await createIdentitySigner();
  const verify = identityVerifier(createLocalJWKSet(signer.jwks));
  expect(await verify(await signer.sign(nav))).toEqual(nav);
});

it('is refused when expired, for another audience or from another issuer, though the key is right', async () => {
  const { verify, sign } = await trusting();
  await expect(verify(await sign({ caller: nav }))).resolves.toEqual(nav);
  await expect(verify(await sign({ caller: nav }, undefined, undefined, '-1s'))).rejects.toThrow('exp');
  await expect(verify(await sign({ caller: nav }, 'elsewhere'))).rejects.toThrow('aud');
  await expect(verify(await sign({ caller: nav }, undefined, 'somebody'))).rejects.toThrow('iss');
});

it('is refused when it names no caller, or a purpose that is not the party’s', async () => {
  const { verify, sign } = await trusting();
  for (const caller of [undefined, {}, { ...nav, party: 'POLICE' }, { ...nav, purpose: 'SETTLEMENT' }])
    await expect(verify(await sign({ caller }))).rejects.toThrow('names no caller');
});
