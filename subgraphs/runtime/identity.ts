import { createHash, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { type Caller, clearances, parties, purposes, purposesOf, type SubgraphName } from '@kompass/schema';
import {
  calculateJwkThumbprint,
  exportJWK,
  type JSONWebKeySet,
  type JWTVerifyGetKey,
  jwtVerify,
  SignJWT,
} from 'jose';
import type { Log } from './log.js';
import { publishedKeys } from './published-keys.js';
import { usedOnce } from './used-once.js';

const issuer = 'kompass-gateway';

/** What the gateway asks as somebody: a room, or the disclosure log. A token for one is no good at another. */
export type Addressee = SubgraphName | 'disclosures';

/** How long a token lasts, in seconds: the way of one request to a subgraph. */
const lifetime = 5;

/** How much clocks may differ, in seconds. */
const tolerance = 5;

/** Signs who asks, for the way from the gateway to a subgraph. */
export interface IdentitySigner {
  /** @returns a compact JWT that says who asks, for one addressee to read, once, beside this very body */
  sign(caller: Caller, addressee: Addressee, body: string): Promise<string>;
  /** The public keys, for subgraphs to verify with. */
  readonly jwks: JSONWebKeySet;
}

/**
 * @param keys private Ed25519 keys: the first signs, all are published, so that one can follow another without a
 * pause; when left out, one that no other process has
 */
export async function createIdentitySigner(
  keys: readonly KeyObject[] = [generateKeyPairSync('ed25519').privateKey],
): Promise<IdentitySigner> {
  const [key] = keys;
  if (!key) throw new Error('there is no key to sign with');
  const published = await Promise.all(keys.map(publicJwk));
  const kid = published[0]?.kid;
  return {
    sign: (caller, addressee, body) =>
      new SignJWT({ caller, body_sha256: sha256(body) })
        .setProtectedHeader({ alg: 'EdDSA', ...(kid ? { kid } : {}) })
        .setIssuer(issuer)
        .setAudience(audienceOf(addressee))
        .setJti(crypto.randomUUID())
        .setIssuedAt()
        .setExpirationTime(`${lifetime}s`)
        .sign(key),
    jwks: { keys: published },
  };
}

/** The same key has the same id in every process. */
async function publicJwk(key: KeyObject) {
  const jwk = await exportJWK(createPublicKey(key));
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'EdDSA', use: 'sig' };
}

/**
 * Who asks, according to a token of the gateway's.
 * @param addressee who reads the token
 * @param body what came with it
 * @throws KeysUnavailable when the gateway's keys cannot be read; another Error when the token is forged, expired, for
 * another addressee or body, was used before, or names no caller
 */
export type IdentityVerifier = (token: string, addressee: Addressee, body: Buffer) => Promise<Caller>;

/** @param jwksUrl where the gateway publishes its keys; asked again when a token names a key not seen yet */
export function remoteIdentityVerifier(jwksUrl: URL, log: Log): IdentityVerifier {
  return identityVerifier(
    // Sooner than the gateway, which may wait for our health before it can be reached, loses its patience.
    publishedKeys(jwksUrl, log, { cooldownDuration: 1_000, timeoutDuration: 1_000 }),
  );
}

export function identityVerifier(keys: JWTVerifyGetKey): IdentityVerifier {
  // From a clock that is behind the signer's to one that is ahead of it.
  const isFirstUse = usedOnce(lifetime + tolerance * 2);
  return async (token, addressee, body) => {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: ['EdDSA'],
      issuer,
      audience: audienceOf(addressee),
      requiredClaims: ['exp', 'jti'],
      maxTokenAge: lifetime,
      clockTolerance: tolerance,
    });
    const { caller, body_sha256: signed, jti } = payload;
    if (signed !== sha256(body)) throw new Error('the token is for another body');
    const named = callerFrom(caller);
    if (!isFirstUse(String(jti))) throw new Error('the token was used before');
    return named;
  };
}

function audienceOf(addressee: Addressee): string {
  return `kompass-${addressee}`;
}

function sha256(body: string | Buffer): string {
  return createHash('sha256').update(body).digest('base64url');
}

function callerFrom(claim: unknown): Caller {
  const said = (claim ?? {}) as Partial<Record<keyof Caller, unknown>>;
  const party = parties.find((each) => each === said.party);
  const purpose = purposes.find((each) => each === said.purpose);
  const held = clearances.filter((each) =>
    Array.isArray(said.clearances) ? said.clearances.includes(each) : false,
  );
  if (!party || !purpose || !purposesOf(party, held).includes(purpose))
    throw new Error('the token names no caller');
  const text = (key: 'organisation' | 'supplier' | 'officer' | 'dufNumber' | 'project') =>
    typeof said[key] === 'string' ? { [key]: said[key] } : {};
  return {
    party,
    purpose,
    clearances: held,
    ...text('organisation'),
    ...text('supplier'),
    ...text('officer'),
    ...text('dufNumber'),
    ...text('project'),
    ...(said.language === 'en' ? { language: 'en' } : {}),
  };
}
