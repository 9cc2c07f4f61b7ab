import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type CryptoKey,
  calculateJwkThumbprint,
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  SignJWT,
} from 'jose';
import type { Issuer } from './caller.js';
import { type DemoCaller, demoCallers } from './demo-callers.js';

/** Mints tokens for the demo callers, in development and only there. */
export interface DevelopmentIssuer {
  readonly trusted: Issuer;
  /** @returns a compact JWT, valid for eight hours */
  mint(caller: DemoCaller): Promise<string>;
}

const issuer = 'https://issuer.kompass.invalid';

/** In seconds: as long as a day's exploring. */
const lifetime = 8 * 3_600;

/**
 * The issuer of this folder: its key is made on first use and kept, so that tokens outlive restarts.
 * @throws Error in production, where it must not exist
 */
export async function developmentIssuer(
  folder: string,
  audience: string,
  production: boolean,
): Promise<DevelopmentIssuer> {
  if (production) throw new Error('The development issuer does not exist in production.');
  const jwk = await keyOf(folder);
  const kid = await calculateJwkThumbprint(jwk);
  const key = (await importJWK(jwk, 'RS256')) as CryptoKey;
  const { kty, n, e } = jwk;
  return {
    trusted: {
      issuer,
      keys: createLocalJWKSet({ keys: [{ kty, n, e, kid, alg: 'RS256', use: 'sig' } as JWK] }),
      maxTokenAge: lifetime,
      vouchesFor: ['organisation', 'person'],
    },
    mint: (caller) =>
      new SignJWT({ ...caller.claims, jti: crypto.randomUUID() })
        .setProtectedHeader({ alg: 'RS256', kid })
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime(`${lifetime}s`)
        .sign(key),
  };
}

async function keyOf(folder: string): Promise<JWK> {
  const file = join(folder, 'development-issuer.json');
  await mkdir(folder, { recursive: true });
  try {
    return JSON.parse(await readFile(file, 'utf8')) as JWK;
  } catch {
    const { privateKey } = await generateKeyPair('RS256', { extractable: true });
    const made = JSON.stringify(await exportJWK(privateKey));
    // Whoever comes second, at the same time, takes the key of whoever came first.
    await writeFile(file, made, { mode: 0o600, flag: 'wx' }).catch(() => {});
    return JSON.parse(await readFile(file, 'utf8')) as JWK;
  }
}

/** @throws Error that lists the demo callers when none has the name */
export function demoCaller(name: string | undefined): DemoCaller {
  const found = demoCallers().find((each) => each.name === name);
  if (found) return found;
  throw new Error(
    `There is no demo caller "${name ?? ''}". There are: ${demoCallers()
      .map((each) => each.name)
      .join(', ')}.`,
  );
}
