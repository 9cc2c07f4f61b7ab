import DataLoader from 'dataloader';
import type { GraphQLResolveInfo } from 'graphql';
import { isObjectType } from 'graphql';
import { type RulingContext, type Selection, selectionOf } from './selection.js';

interface BatchContext extends RulingContext {
  readonly batches: Map<object, unknown>;
}

/**
 * Loads an entity together with all others that the same field asks for, in one go.
 * @param load answers the rows found by key; persons that the caller may not see are not among them
 * @returns the row, or `null` when there is none that the caller may see
 */
export function loadTogether<Context extends BatchContext, Row>(
  typeName: string,
  key: string,
  context: Context,
  info: GraphQLResolveInfo,
  load: (
    context: Context,
    keys: readonly string[],
    selection: Selection,
  ) => Promise<ReadonlyMap<string, Row>>,
): Promise<Row | null> {
  const field = info.fieldNodes;
  let loader = context.batches.get(field) as DataLoader<string, Row | null> | undefined;
  if (!loader) {
    const type = info.schema.getType(typeName);
    if (!isObjectType(type)) throw new Error(`${typeName} is not an entity`);
    const selection = selectionOf(info, type, context);
    loader = new DataLoader(async (keys) => {
      const found = await load(context, keys, selection);
      return keys.map((each) => found.get(each) ?? null);
    });
    context.batches.set(field, loader);
  }
  return loader.load(key);
}
