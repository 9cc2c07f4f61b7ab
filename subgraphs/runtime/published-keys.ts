import { createRemoteJWKSet, type JWTVerifyGetKey, type RemoteJWKSetOptions } from 'jose';
import { addressOf } from './address.js';
import type { Log } from './log.js';

/** The keys of an issuer cannot be read now: nothing can be said of its tokens, good or bad. */
export class KeysUnavailable extends Error {
  constructor(cause: unknown) {
    super('the issuer’s keys cannot be read', { cause });
    this.name = 'KeysUnavailable';
  }
}

/** What is wrong with the token, not with the keys: it names one that the issuer does not publish. */
const ofTheToken = ['ERR_JWKS_NO_MATCHING_KEY', 'ERR_JWKS_MULTIPLE_MATCHING_KEYS'];

/**
 * The keys that an issuer publishes at a URL, read when first wanted and again when a token names one not seen yet.
 * @returns keys that throw {@link KeysUnavailable}, after logging it, when the issuer cannot be read
 */
export function publishedKeys(url: URL, log: Log, options: RemoteJWKSetOptions = {}): JWTVerifyGetKey {
  const published = createRemoteJWKSet(url, options);
  return async (header, token) => {
    try {
      return await published(header, token);
    } catch (error) {
      if (ofTheToken.includes((error as { readonly code?: string }).code ?? '')) throw error;
      log.error({ err: error, url: addressOf(url) }, 'the keys of an issuer cannot be read');
      throw new KeysUnavailable(error);
    }
  };
}
