import { KompassError } from '@kompass/schema';

/**
 * Whether a text can be the identifier of anything. They are answered in small letters, and in capitals are nobody's:
 * PostgreSQL would find somebody who is somebody else wherever identifiers are compared as they are written.
 */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

/** Said of whoever is hidden and of whoever does not exist: the two are not told apart. */
export function noSuchPerson(): KompassError {
  return new KompassError('NOT_FOUND', 'There is no such person that you may see.');
}
