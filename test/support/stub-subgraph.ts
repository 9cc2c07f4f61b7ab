import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  parse,
} from 'graphql';
import { hash } from './random-operation.js';

/** A subgraph that makes its answers up: the same for the same entity and field, whoever asks, and however. */
export type StubSubgraph = (
  query: string,
  variables: Readonly<Record<string, unknown>>,
) => Promise<ExecutionResult>;

interface Thing {
  /** What its fields' values are worked out from. */
  readonly is: string;
  readonly __typename: string;
  readonly [field: string]: unknown;
}

/** Some fields are null, some fail, and some entities nobody knows. */
export function stubSubgraph(sdl: string, seed: number): StubSubgraph {
  const schema = buildSubgraphSchema({ typeDefs: parse(sdl) });
  const name = hash(sdl) % 1_000;
  const found = (
    reference: Readonly<Record<string, unknown>>,
    type: GraphQLObjectType | GraphQLInterfaceType,
  ) => {
    const id = String(reference['id']);
    const __typename = isObjectType(type) ? type.name : id.replace(/-.*/, '');
    const isKnown = isObjectType(schema.getType(__typename)) && roll(seed, name, id) % 13 > 0;
    return isKnown ? { ...reference, is: id, __typename } : null;
  };
  for (const type of Object.values(schema.getTypeMap()).filter(isEntity))
    type.extensions = {
      ...type.extensions,
      apollo: { subgraph: { resolveReference: (reference: Thing) => found(reference, type) } },
    };
  const resolve: GraphQLFieldResolver<Thing | undefined, unknown> = (parent, args, _context, info) => {
    const { fieldName, parentType } = info;
    const field = parentType.getFields()[fieldName];
    if (!field) return undefined;
    if (parent && fieldName in parent) return parent[fieldName];
    const required = field.astNode?.directives?.find(({ name: { value } }) => value === 'requires');
    const [fields] = required?.arguments ?? [];
    const needs = fields?.value.kind === 'StringValue' ? fields.value.value.match(/\w+/g) : null;
    const known = needs?.map((each) => JSON.stringify(parent?.[each]));
    const is = [parent?.is ?? 'root', fieldName, JSON.stringify(args), ...(known ?? [])].join('/');
    return made(field.type, is);
  };
  const made = (type: GraphQLOutputType, is: string): unknown => {
    const rolled = roll(seed, is);
    // Where nothing may be null, the first of several errors would win, and the order is nobody's promise.
    if (isNonNullType(type)) return madeNonNull(type.ofType, is, rolled);
    if (rolled % 31 === 0)
      throw new GraphQLError(`no ${is.length}`, rolled % 2 ? { extensions: { code: 'CONFLICT' } } : {});
    return rolled % 9 === 0 ? null : madeNonNull(type, is, rolled);
  };
  const madeNonNull = (type: GraphQLOutputType, is: string, rolled: number): unknown => {
    if (isNonNullType(type)) return madeNonNull(type.ofType, is, rolled);
    if (isListType(type))
      return Array.from({ length: rolled % 4 }, (_, at) => made(type.ofType, `${is}/${at}`));
    if (isEnumType(type)) return type.getValues()[rolled % type.getValues().length]?.name;
    if (isScalarType(type)) return scalar(type.name, rolled);
    const types = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
    const chosen = types[rolled % types.length];
    if (!chosen) throw new Error('a type that nothing is of');
    const { name: __typename } = chosen;
    return isEntity(chosen) ? entity(chosen, rolled) : { is, __typename };
  };
  const entity = (type: GraphQLNamedType, rolled: number): Thing => {
    const id = `${type.name}-${(rolled >> 8) % 5}`;
    return { is: id, __typename: type.name, id };
  };
  return (query, variableValues) => answer(schema, query, variableValues, resolve);
}

async function answer(
  schema: GraphQLSchema,
  query: string,
  variableValues: Readonly<Record<string, unknown>>,
  fieldResolver: GraphQLFieldResolver<Thing | undefined, unknown>,
): Promise<ExecutionResult> {
  const result = await execute({
    schema,
    document: parse(query),
    variableValues,
    fieldResolver: fieldResolver as GraphQLFieldResolver<unknown, unknown>,
    typeResolver: (thing) => (thing as Thing).__typename,
  });
  return JSON.parse(JSON.stringify(result)) as ExecutionResult;
}

function isEntity(type: GraphQLNamedType): type is GraphQLObjectType | GraphQLInterfaceType {
  if (!isObjectType(type) && !isInterfaceType(type)) return false;
  return type.astNode?.directives?.some(({ name }) => name.value === 'key') ?? false;
}

function scalar(name: string, rolled: number): unknown {
  switch (name) {
    case 'Int':
      return rolled % 100;
    case 'Float':
      return (rolled % 100) / 4;
    case 'Boolean':
      return rolled % 2 === 0;
    default:
      return `made up ${rolled % 1_000}`;
  }
}

function roll(...parts: readonly unknown[]): number {
  return hash(parts.join(' '));
}
