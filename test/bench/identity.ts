import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { Asker } from './operations.js';

/** Issues the tokens of the bench's askers, in Maskinporten's shape, to every contender alike. */
export interface TokenIssuer {
  /** What a contender reads from its environment. */
  readonly environment: { readonly MASKINPORTEN_ISSUER: string; readonly MASKINPORTEN_JWKS_URL: string };
  /** What its officers send: each with a token of their own. */
  headers(asker: Asker): Promise<readonly Readonly<Record<string, string>>[]>;
  close(): Promise<void>;
}

/**
 * So many officers of each asker take turns, more than ask at a time: requests under way at once are never the same, so
 * that a gateway that answers several of the same with one fetch is not measured answering one.
 */
const officers = 64;

const audience = 'https://kompass.imdi.no';
const issuer = 'https://maskinporten.bench.invalid';

export async function startTokenIssuer(): Promise<TokenIssuer> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'bench', alg: 'RS256', use: 'sig' };
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ keys: [jwk] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    environment: {
      MASKINPORTEN_ISSUER: issuer,
      MASKINPORTEN_JWKS_URL: `http://127.0.0.1:${port}/jwks`,
    },
    headers: ({ claims, purpose }) =>
      Promise.all(
        Array.from({ length: officers }, async (_, at) => {
          const token = await new SignJWT({ ...claims, sub: `bench-officer-${at}` })
            .setProtectedHeader({ alg: 'RS256', kid: 'bench' })
            .setIssuer(issuer)
            .setAudience(audience)
            .setIssuedAt()
            .setExpirationTime('4h')
            .sign(privateKey);
          return {
            'content-type': 'application/json',
            authorization: `Bearer ${token}`,
            'kompass-purpose': purpose,
          };
        }),
      ),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
