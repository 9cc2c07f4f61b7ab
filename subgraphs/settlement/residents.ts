import { answeredType, type Page, pageOf, pageSize, selectionOf } from '@kompass/runtime';
import DataLoader from 'dataloader';
import type { GraphQLResolveInfo } from 'graphql';
import type { Context, MunicipalityRow, PersonRow } from './rows.js';
import { countLinked, type Link, linkedPersons, personsListed } from './store.js';

export interface PageArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

/** A page of a municipality's persons, read together with the pages of all municipalities asked for. */
export function residentsOf(
  link: Link,
  { number }: MunicipalityRow,
  { first, after }: PageArguments,
  context: Context,
  info: GraphQLResolveInfo,
): Promise<Page<PersonRow>> {
  const size = pageSize(first);
  const position = after ? context.cursors.open(after, context.caller, [link, number])[0] : undefined;
  const known = context.batches.get(info.fieldNodes) as DataLoader<string, Page<PersonRow>> | undefined;
  const loader = known ?? pageLoader(link, size, position, context, info);
  context.batches.set(info.fieldNodes, loader);
  return loader.load(number);
}

function pageLoader(
  link: Link,
  size: number,
  after: string | undefined,
  context: Context,
  info: GraphQLResolveInfo,
): DataLoader<string, Page<PersonRow>> {
  const { caller, cursors, session } = context;
  const selection = selectionOf(info, answeredType(info), context);
  return new DataLoader(async (numbers) => {
    const [links, counts] = await Promise.all([
      selection['edges'] || selection['pageInfo'] ? linkedPersons(session, link, numbers, size, after) : [],
      selection['totalCount'] ? countLinked(session, link, numbers) : undefined,
    ]);
    const persons = await personsListed(
      context,
      links.map(({ id }) => id),
      selection['edges']?.['node'] ?? {},
    );
    return numbers.map((number) =>
      pageOf(
        persons.filter((_, at) => links[at]?.number === number),
        size,
        ({ id }) => cursors.seal([id], caller, [link, number]),
        counts?.get(number) ?? null,
      ),
    );
  });
}
