import { MapperKind, mapSchema, pruneSchema } from '@graphql-tools/utils';
import type { GraphQLSchema } from 'graphql';
import type { CallerKind } from './agencies.js';
import type { Policy } from './policy.js';

/**
 * The schema as one caller may ask it: a contract of its own. Fields that are denied, and types that only those
 * lead to, are not there. Introspection answers it, and `npm run policy -- schema` prints it.
 */
export function schemaFor(schema: GraphQLSchema, caller: CallerKind, policy: Policy): GraphQLSchema {
  const allowed = mapSchema(schema, {
    [MapperKind.OBJECT_FIELD]: (field, name, type) =>
      policy.decide(`${type}.${name}`, caller) === 'deny' ? null : field,
  });
  return pruneSchema(allowed);
}
