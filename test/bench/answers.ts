import { isDeepStrictEqual } from 'node:util';

/** An answer without what may differ between contenders that do the same: see {@link readAnswer}. */
export interface ComparableAnswer {
  readonly data: unknown;
  /** The coordinates that were refused. */
  readonly refused: readonly string[];
  /** Whatever else went wrong. */
  readonly failures: readonly string[];
}

/**
 * What an answer says: its data, with cursors told only as there or not (they are sealed anew each time), and which
 * coordinates it refuses, once each.
 */
export function readAnswer(text: string): ComparableAnswer {
  const { data, errors = [] } = JSON.parse(text) as {
    data: unknown;
    errors?: readonly { message: string; extensions?: { code?: string; coordinate?: string } }[];
  };
  const refused = errors.flatMap(({ extensions }) =>
    extensions?.code === 'FORBIDDEN' ? [extensions.coordinate ?? ''] : [],
  );
  const failures = errors.flatMap(({ message, extensions }) =>
    extensions?.code === 'FORBIDDEN' ? [] : [message],
  );
  return { data: withoutCursors(data), refused: [...new Set(refused)].sort(), failures };
}

function withoutCursors(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutCursors);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      key === 'endCursor' ? typeof each === 'string' : withoutCursors(each),
    ]),
  );
}

/**
 * How an answer differs from the one it should equal; `undefined` when it does not.
 * @param ruled whether refusals are to be the same; a contender without rules has none
 */
export function difference(
  wanted: ComparableAnswer,
  got: ComparableAnswer,
  ruled: boolean,
): string | undefined {
  if (got.failures.length > 0) return `failed: ${got.failures[0]}`;
  if (ruled && !isDeepStrictEqual(wanted.refused, got.refused))
    return `refuses ${got.refused.join(', ') || 'nothing'} instead of ${wanted.refused.join(', ') || 'nothing'}`;
  return firstDifference(wanted.data, got.data, 'data');
}

function firstDifference(wanted: unknown, got: unknown, at: string): string | undefined {
  if (isDeepStrictEqual(wanted, got)) return undefined;
  if (wanted && got && typeof wanted === 'object' && typeof got === 'object') {
    for (const key of new Set([...Object.keys(wanted), ...Object.keys(got)])) {
      const found = firstDifference(Reflect.get(wanted, key), Reflect.get(got, key), `${at}.${key}`);
      if (found) return found;
    }
  }
  return `${at} is ${JSON.stringify(got)?.slice(0, 80)} instead of ${JSON.stringify(wanted)?.slice(0, 80)}`;
}
