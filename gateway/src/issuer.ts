import { existsSync } from 'node:fs';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DamagedFile } from '@kompass/runtime';
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
 * @throws Error in production, where it must not exist; DamagedFile when the key that was kept cannot be read as one
 */
export async function developmentIssuer(
  folder: string,
  audience: string,
  production: boolean,
): Promise<DevelopmentIssuer> {
  if (production) throw new Error('The development issuer does not exist in production.');
  const { jwk, kid, key } = await keyOf(folder);
  const { kty, n, e } = jwk;
  return {
    trusted: {
      issuer,
      keys: createLocalJWKSet({ keys: [{ kty, n, e, kid, alg: 'RS256', use: 'sig' } as JWK] }),
      maxTokenAge: lifetime,
      vouchesFor: ['organisation', 'person'],
      howToGet: 'from this checkout, with npm run -s token -- CALLER',
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

async function keyOf(folder: string) {
  const file = join(folder, 'development-issuer.json');
  await mkdir(folder, { recursive: true });
  if (!existsSync(file)) await makeKey(file);
  const kept = await readFile(file, 'utf8');
  try {
    const jwk = JSON.parse(kept) as JWK;
    const key = (await importJWK(jwk, 'RS256')) as CryptoKey;
    return { jwk, kid: await calculateJwkThumbprint(jwk), key };
  } catch {
    throw new DamagedFile(file, 'delete it, and a new key is made; tokens of the old one are good no longer');
  }
}

/** Nobody sees half a key: it is written elsewhere, and gets its name when it is whole. */
async function makeKey(file: string): Promise<void> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const draft = `${file}.${crypto.randomUUID()}`;
  await writeFile(draft, JSON.stringify(await exportJWK(privateKey)), { mode: 0o600 });
  try {
    await link(draft, file);
  } catch (error) {
    // Whoever comes second, at the same time, takes the key of whoever came first.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft);
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
