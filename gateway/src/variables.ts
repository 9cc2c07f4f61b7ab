import { coercionOf } from '@kompass/runtime';
import type { Operation } from '@kompass/schema';
import {
  GraphQLError,
  type GraphQLSchema,
  isNonNullType,
  Kind,
  TypeInfo,
  type VariableDefinitionNode,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { limits } from './limits.js';

/** Reads what a request gives an operation's variables. */
export type Coerce = ReturnType<typeof coercionOf>;

/** Prepares the coercion of an operation's variables: what cannot be read, or not be used as it is, is told. */
export function coercionIn(schema: GraphQLSchema, operation: Operation): Coerce {
  const coerce = coercionOf(schema, operation.definition.variableDefinitions ?? [], limits.variableErrors);
  const never = neverNull(schema, operation);
  return never.length > 0 ? refusingNull(coerce, never) : coerce;
}

/**
 * Variables of a type that may be null, used where nothing may: their default, or that of the place, lets them. A `null`
 * that is given nevertheless is wrong wherever the variable is used (GraphQL specification, § 5.8.5, § 6.4.1).
 */
function neverNull(
  schema: GraphQLSchema,
  { definition, fragments }: Operation,
): readonly VariableDefinitionNode[] {
  const names = new Set<string>();
  const types = new TypeInfo(schema);
  for (const node of [definition, ...fragments.values()])
    visit(
      node,
      visitWithTypeInfo(types, {
        VariableDefinition() {
          return false;
        },
        Variable({ name }) {
          if (isNonNullType(types.getInputType())) names.add(name.value);
        },
      }),
    );
  return (definition.variableDefinitions ?? []).filter(
    ({ variable, type }) => type.kind !== Kind.NON_NULL_TYPE && names.has(variable.name.value),
  );
}

function refusingNull(coerce: Coerce, never: readonly VariableDefinitionNode[]): Coerce {
  return (given) => {
    const variables = coerce(given);
    if (variables.errors) return variables;
    const errors = never
      .filter(({ variable }) => variables.coerced[variable.name.value] === null)
      .map(
        (node) =>
          new GraphQLError(
            `Variable "$${node.variable.name.value}" is used where there must be a value: give one, or leave it out.`,
            { nodes: [node] },
          ),
      );
    return errors.length > 0 ? { errors } : variables;
  };
}
