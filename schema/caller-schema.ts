import { createRequire } from 'node:module';
import type { GraphQLSchema } from 'graphql';
import type { CallerKind } from './agencies.js';
import type { Policy } from './policy.js';

const require = createRequire(import.meta.url);
type GraphqlTools = typeof import('@graphql-tools/utils', { with: { 'resolution-mode': 'require' }});

/**
 * The schema as one caller may ask it: a contract of its own. Fields that are denied, and types that only those
 * lead to, are not there. Introspection answers it, and `npm run policy -- schema` prints it.
 */
export function schemaFor(schema: GraphQLSchema, caller: CallerKind, policy: Policy): GraphQLSchema {
  // Only now: to load it takes longer than this does, and a start describes the schema to nobody.
  const { MapperKind, mapSchema, pruneSchema } = require('@graphql-tools/utils') as GraphqlTools;
  const allowed = mapSchema(schema, {
    [MapperKind.OBJECT_FIELD]: (field, name, type) =>
      policy.decide(`${type}.${name}`, caller) === 'deny' ? null : field,
  });
  return pruneSchema(allowed);
}
