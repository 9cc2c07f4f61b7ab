import {
  GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputType,
  isLeafType,
  isListType,
  isNonNullType,
  typeFromAST,
  type VariableDefinitionNode,
} from 'graphql';
import { getVariableValues } from 'graphql/execution/values.js';
import { shortened } from './shortened.js';

/** Variables as an operation reads them, or why they cannot be read. */
export type Coerced =
  | { readonly coerced: Readonly<Record<string, unknown>>; readonly errors?: never }
  | { readonly coerced?: never; readonly errors: readonly GraphQLError[] };

/** Characters of what is said of a variable's value, and as many of why it is wrong. */
const longestHalf = 400;

/** A value as its type reads it; `undefined` where that takes more than a look. */
type Coerce = (value: unknown) => unknown;

/**
 * Prepares the coercion of an operation's variables (GraphQL specification, § 6.1.2), which graphql-js finds the types of
 * for each request again. What is given of a scalar or an enum, or a list of them, is read here; all else, and all that is
 * wrong, is graphql-js', whose messages are shortened.
 * @param maxErrors after so many errors graphql-js names no more
 */
export function coercionOf(
  schema: GraphQLSchema,
  definitions: readonly VariableDefinitionNode[],
  maxErrors: number,
): (given: Readonly<Record<string, unknown>>) => Coerced {
  const variables = definitions.map(({ variable, type: node }) => {
    const type = typeFromAST(schema, node as Parameters<typeof typeFromAST>[1]);
    return { name: variable.name.value, coerce: isInputType(type) ? coerceOf(type) : () => undefined };
  });
  const atLength = (given: Readonly<Record<string, unknown>>): Coerced => {
    const { coerced, errors = [] } = getVariableValues(schema, definitions, given, { maxErrors });
    return coerced ? { coerced } : { errors: errors.map(short) };
  };
  return (given) => {
    const coerced: Record<string, unknown> = {};
    for (const { name, coerce } of variables) {
      const value = name !== '__proto__' && Object.hasOwn(given, name) ? coerce(given[name]) : undefined;
      if (value === undefined) return atLength(given);
      coerced[name] = value;
    }
    return { coerced };
  };
}

/**
 * graphql-js prints a value whole into the message of each mistake in it: sixty mistakes in a large one would be an answer
 * sixty times as large. The reason, which may repeat a part of the value, comes last.
 */
function short({ message, nodes, originalError }: GraphQLError): GraphQLError {
  const reason = originalError?.message ?? '';
  const value = message.slice(0, message.length - reason.length);
  return new GraphQLError(shortened(value, longestHalf) + shortened(reason, longestHalf), {
    nodes,
    originalError,
  });
}

function coerceOf(type: GraphQLInputType): Coerce {
  if (isNonNullType(type)) return coerceOf(type.ofType);
  if (isListType(type)) {
    const coerce = coerceOf(type.ofType);
    return (value) => {
      if (!Array.isArray(value)) return undefined;
      const coerced = value.map(coerce);
      return coerced.includes(undefined) ? undefined : coerced;
    };
  }
  if (!isLeafType(type)) return () => undefined;
  return (value) => {
    if (value === null || value === undefined) return undefined;
    try {
      return type.parseValue(value);
    } catch {
      return undefined;
    }
  };
}
