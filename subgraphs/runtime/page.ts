import { KompassError } from '@kompass/schema';
import type { GraphQLResolveInfo } from 'graphql';
import type { CursorSeal } from './cursor.js';
import { answeredType, type RulingContext, type Selection, selectionOf } from './selection.js';

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

// Cursors are sealed when they are asked for: a list mostly asks for its last alone, if for any. By classes, as V8 keeps what
// an object literal's getters refer to until the next full collection.

class Edge<Row> {
  constructor(
    readonly node: Row,
    private readonly cursorOf: (row: Row) => string,
  ) {}

  get cursor(): string {
    return this.cursorOf(this.node);
  }
}

class PageInfo<Row> {
  constructor(
    readonly hasNextPage: boolean,
    private readonly last: Edge<Row> | undefined,
  ) {}

  get endCursor(): string | null {
    return this.last?.cursor ?? null;
  }
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
  const edges = rows.slice(0, size).map((node) => new Edge(node, cursorOf));
  return { edges, pageInfo: new PageInfo(rows.length > size, edges.at(-1)), totalCount };
}

/** A list that is answered a page at a time. */
export interface PagedList<Row> {
  /** Everything that makes the list what it is: another list's cursor does not open here. */
  readonly list: unknown;
  /** The rows after a position, and one more than a page holds if there is one. */
  rows(
    size: number,
    after: readonly string[] | undefined,
    node: Selection,
  ): readonly Row[] | Promise<readonly Row[]>;
  count(): Promise<number | null>;
  /** Where a row stands in the list. */
  positionOf(row: Row): readonly string[];
}

/**
 * The page of a list that a field asks for: what is not selected is neither read nor counted.
 * @throws KompassError BAD_USER_INPUT when a page of that size is not served, or the cursor is not one of this list's
 */
export async function answerPage<Row>(
  { first, after }: { readonly first?: number | null; readonly after?: string | null },
  context: RulingContext & { readonly cursors: CursorSeal },
  info: GraphQLResolveInfo,
  { list, rows, count, positionOf }: PagedList<Row>,
): Promise<Page<Row>> {
  const { caller, cursors } = context;
  const size = pageSize(first);
  const position = after ? cursors.open(after, caller, list) : undefined;
  const { edges, pageInfo, totalCount } = selectionOf(info, answeredType(info), context);
  const [found, counted] = await Promise.all([
    edges || pageInfo ? rows(size, position, edges?.['node'] ?? {}) : [],
    totalCount ? count() : null,
  ]);
  return pageOf(found, size, (row) => cursors.seal(positionOf(row), caller, list), counted);
}
