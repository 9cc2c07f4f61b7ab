import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { type Caller, KompassError } from '@kompass/schema';

/**
 * Cursors are sealed with AES-256-GCM: what a page ended with (perhaps a name) is no client's to read, and a cursor
 * that was changed, or is another caller's or another list's, does not open.
 */
export interface CursorSeal {
  /** @param position what the page ended with; @param list everything that made the list what it is */
  seal(position: readonly string[], caller: Caller, list: unknown): string;
  /** @throws KompassError BAD_USER_INPUT when the cursor is not one of this caller's for this list */
  open(cursor: string, caller: Caller, list: unknown): string[];
}

const nonceBytes = 12;
const tagBytes = 16;

/** @param key 32 bytes, the same for every process that serves the lists */
export function cursorSeal(key: Buffer): CursorSeal {
  return {
    seal(position, caller, list) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(context(caller, list));
      const sealed = Buffer.concat([cipher.update(JSON.stringify(position), 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64url');
    },
    open(cursor, caller, list) {
      try {
        const bytes = Buffer.from(cursor, 'base64url');
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes), {
          authTagLength: tagBytes,
        })
          .setAAD(context(caller, list))
          .setAuthTag(bytes.subarray(-tagBytes));
        const text = Buffer.concat([
          decipher.update(bytes.subarray(nonceBytes, -tagBytes)),
          decipher.final(),
        ]);
        return JSON.parse(text.toString('utf8')) as string[];
      } catch {
        throw new KompassError(
          'BAD_USER_INPUT',
          'The cursor in "after" is not from this list: start again without it, with the same filter and order.',
        );
      }
    },
  };
}

function context(caller: Caller, list: unknown): Buffer {
  const { party, purpose, organisation, dufNumber } = caller;
  return createHash('sha256')
    .update(JSON.stringify([party, purpose, organisation, dufNumber, list]))
    .digest();
}
