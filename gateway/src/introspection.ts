import { MapperKind, mapSchema, pruneSchema } from '@graphql-tools/utils';
import type { Caller, Policy } from '@kompass/schema';
import {
  type DocumentNode,
  executeSync,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';

/**
 * The schema as one caller may ask it: a contract of its own. Fields that are denied, and types that only those
 * lead to, are not there.
 */
export function schemaFor(schema: GraphQLSchema, caller: Caller, policy: Policy): GraphQLSchema {
  const allowed = mapSchema(schema, {
    [MapperKind.OBJECT_FIELD]: (field, name, type) =>
      policy.decide(`${type}.${name}`, caller) === 'deny' ? null : field,
  });
  return pruneSchema(allowed);
}

/** A kind of caller: rules of the caller alone cannot tell two of one kind apart. */
export function kindOf({ party, purpose, clearances }: Caller): string {
  return [party, purpose, ...clearances].join(' ');
}

/** Whether an operation asks for the schema at its root. */
export function introspects({ definitions }: DocumentNode): boolean {
  return rootFields(definitions).some((name) => name === '__schema' || name === '__type');
}

/** Whether an operation asks for the schema and nothing else. */
export function onlyIntrospects({ definitions }: DocumentNode): boolean {
  const names = rootFields(definitions);
  return names.length > 0 && names.every((name) => name.startsWith('__'));
}

function rootFields(definitions: DocumentNode['definitions']): string[] {
  return definitions
    .filter((node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION)
    .flatMap(({ selectionSet }) => selectionSet.selections)
    .flatMap((node) => (node.kind === Kind.FIELD ? [node.name.value] : ['a fragment']));
}

/** The answers of `__schema` and `__type`, and of nothing else. */
export function introspect(
  schema: GraphQLSchema,
  document: DocumentNode,
  variableValues: Readonly<Record<string, unknown>>,
  operationName: string | null | undefined,
): Record<string, unknown> {
  const { data } = executeSync({
    schema,
    document,
    variableValues,
    operationName: operationName ?? null,
    rootValue: {},
  });
  return Object.fromEntries(Object.entries(data ?? {}).filter(([, value]) => value !== null));
}
