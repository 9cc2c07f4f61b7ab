import { KompassError } from '@kompass/schema';
import type { GraphQLSchema } from 'graphql';
import { exportOperation } from './operation.js';

/** An object of an answer. */
export type Data = { readonly [key: string]: unknown };

/** Asks as the person; every question goes the way of every other: rules, rows, log. */
export type Ask = (query: string, variables: Readonly<Record<string, unknown>>) => Promise<Data>;

/** A list that is answered a page at a time. */
interface Page {
  readonly edges: unknown[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}

/**
 * Everything about the person, every list followed to its end.
 * @param contract the schema as the person may ask it
 * @returns `null` when nobody is registered whom the caller could be
 */
export async function gather(contract: GraphQLSchema, language: 'NB' | 'EN', ask: Ask): Promise<Data | null> {
  const { query, pagedLists } = exportOperation(contract, language);
  const { me } = await ask(query, {});
  if (!isData(me)) return null;
  for (const list of pagedLists) {
    const following = exportOperation(contract, language, list).query;
    await followToTheEnd(pageAt(me, list), async (after) => {
      const next = await ask(following, { after });
      return isData(next['me']) ? pageAt(next['me'], list) : undefined;
    });
  }
  return me;
}

/** Adds what is on the pages after the first. */
async function followToTheEnd(
  first: Page | undefined,
  next: (after: string) => Promise<Page | undefined>,
): Promise<void> {
  let page = first;
  while (first && page?.pageInfo.hasNextPage) {
    page = await next(page.pageInfo.endCursor);
    if (!page) throw notWhole();
    first.edges.push(...page.edges);
  }
}

/** Half of the data must not look like all of it. */
export function notWhole(): KompassError {
  return new KompassError(
    'UNAVAILABLE',
    'Something of what is registered could not be read, so nothing is taken out. Try again later.',
  );
}

function pageAt(person: Data, list: readonly string[]): Page | undefined {
  const found = list.reduce<unknown>((at, key) => (isData(at) ? at[key] : undefined), person);
  return isData(found) && Array.isArray(found['edges']) ? (found as unknown as Page) : undefined;
}

export function isData(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
