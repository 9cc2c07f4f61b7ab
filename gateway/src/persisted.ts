import { createHash } from 'node:crypto';

const rightly =
  'A persisted operation has "version" 1 and in "sha256Hash" the SHA-256 of its "query", as 64 hexadecimal digits.';

/**
 * What is wrong with a request's persisted operation, where it holds one; Apollo Server would take it for a fault of ours.
 * @param body the request's, as JSON
 */
export function mistakeInPersisted(body: unknown): string | undefined {
  const { query, extensions } = fieldsOf(body);
  const { persistedQuery } = fieldsOf(extensions);
  if (persistedQuery === undefined || persistedQuery === null) return undefined;
  const { version, sha256Hash } = fieldsOf(persistedQuery);
  if (version !== 1 || typeof sha256Hash !== 'string' || !/^[0-9a-f]{64}$/.test(sha256Hash)) return rightly;
  return typeof query !== 'string' || hashOf(query) === sha256Hash ? undefined : rightly;
}

function hashOf(query: string): string {
  return createHash('sha256').update(query).digest('hex');
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return (value ?? {}) as Readonly<Record<string, unknown>>;
}
