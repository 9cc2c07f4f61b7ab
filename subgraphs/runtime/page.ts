import { KompassError } from '@kompass/schema';

const most = 500;

/** Beyond so many no list's persons are counted: what a count costs must not grow with the register. */
export const countedUpTo = 1_000;

/** @throws KompassError BAD_USER_INPUT when a page of that size is not served */
export function pageSize(first: number | null | undefined): number {
  const size = first ?? 50;
  if (size >= 1 && size <= most) return size;
  throw new KompassError('BAD_USER_INPUT', `"first" must be from 1 to ${most}, and was ${size}.`);
}

/** One page of a connection, in the shape of the SDL. */
export interface Page<Row> {
  readonly edges: readonly { readonly node: Row; readonly cursor: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly totalCount: number | null;
}

/**
 * @param rows one more than the page holds, if there are more
 * @param cursorOf seals where a row stands
 */
export function pageOf<Row>(
  rows: readonly Row[],
  size: number,
  cursorOf: (row: Row) => string,
  totalCount: number | null,
): Page<Row> {
  // Sealed when it is asked for: a list mostly asks for its last cursor alone, if for any.
  const edges = rows.slice(0, size).map((node) => ({
    node,
    get cursor() {
      return cursorOf(node);
    },
  }));
  const last = edges.at(-1);
  return {
    edges,
    pageInfo: {
      hasNextPage: rows.length > size,
      get endCursor() {
        return last?.cursor ?? null;
      },
    },
    totalCount,
  };
}
