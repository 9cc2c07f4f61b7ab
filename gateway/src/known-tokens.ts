import { createHash } from 'node:crypto';
import { decodeJwt } from 'jose';
import { LRUCache } from 'lru-cache';
import { type Credentials, type Issuer, verifyToken } from './caller.js';

/**
 * How long a verified token is known, in milliseconds. An issuer that withdraws a key is heard later anyway: its key
 * set is read every ten minutes.
 */
const knownFor = 60_000;

/** Several times as many as there are officers at work. */
const knownAtOnce = 20_000;

/**
 * Verifies each token once a minute: a signature takes as long as the rest of a small request. A token is known by its
 * hash, so that none lies in memory, and never beyond its own expiry or the age that its issuer's tokens reach.
 */
export function knownTokens(
  issuers: readonly Issuer[],
  audience: string,
): (authorization: string | undefined) => Promise<Credentials> {
  const known = new LRUCache<string, { readonly credentials: Credentials; readonly until: number }>({
    max: knownAtOnce,
  });
  return async (authorization) => {
    if (!authorization) return verifyToken(authorization, issuers, audience);
    const hash = createHash('sha256').update(authorization).digest('base64');
    const before = known.get(hash);
    if (before && Date.now() < before.until) return before.credentials;
    const credentials = await verifyToken(authorization, issuers, audience);
    const { exp = 0, iat = 0, iss } = decodeJwt(authorization.slice(authorization.indexOf(' ') + 1));
    const { maxTokenAge = 0 } = issuers.find(({ issuer }) => issuer === iss) ?? {};
    const until = Math.min(Date.now() + knownFor, exp * 1_000, (iat + maxTokenAge) * 1_000);
    known.set(hash, { credentials, until });
    return credentials;
  };
}
