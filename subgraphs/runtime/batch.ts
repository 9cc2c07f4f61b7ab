import DataLoader from 'dataloader';
import type { GraphQLResolveInfo } from 'graphql';
import { isObjectType } from 'graphql';
import { isUuid } from './identifier.js';
import { type RulingContext, type Selection, selectionOf } from './selection.js';

interface BatchContext extends RulingContext {
  readonly batches: Map<object, unknown>;
}

/**
 * Loads an entity together with all others that the same field asks for by the same key, in one go.
 * @param by the name of the key: references to one entity may be by any of its keys. `id` is a UUID
 * @param load answers the rows found by key; persons that the caller may not see are not among them
 * @returns the row, or `null` when there is none that the caller may see
 */
export function loadTogether<Context extends BatchContext, Row>(
  typeName: string,
  by: string,
  key: string,
  context: Context,
  info: GraphQLResolveInfo,
  load: (
    context: Context,
    keys: readonly string[],
    selection: Selection,
  ) => Promise<ReadonlyMap<string, Row>>,
): Promise<Row | null> {
  // What is no identifier names nobody; handed to PostgreSQL it would fail for all that are looked up with it.
  if (by === 'id' && !isUuid(key)) return Promise.resolve(null);
  const field = info.fieldNodes;
  const loaders = (context.batches.get(field) ?? new Map()) as Map<string, DataLoader<string, Row | null>>;
  context.batches.set(field, loaders);
  let loader = loaders.get(by);
  if (!loader) {
    const type = info.schema.getType(typeName);
    if (!isObjectType(type)) throw new Error(`${typeName} is not an entity`);
    const selection = selectionOf(info, type, context);
    loader = new DataLoader(async (keys) => {
      const found = await load(context, keys, selection);
      return keys.map((each) => found.get(each) ?? null);
    });
    loaders.set(by, loader);
  }
  return loader.load(key);
}
