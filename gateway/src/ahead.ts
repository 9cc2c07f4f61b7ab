import type { FetchNode, FlattenNode, PlanNode } from '@apollo/query-planner';
import type { Variables } from '@kompass/schema';
import {
  type FieldNode,
  GraphQLID,
  type GraphQLSchema,
  getNullableType,
  isObjectType,
  Kind,
  parse,
  type ValueNode,
} from 'graphql';
import { type Data, ownValue } from './data.js';

// A plan asks first who `person(id: …)` is, and then other subgraphs what they know of that person, by the identifier that
// the request came with. Nobody need be waited for to ask that: what a subgraph answers is taken only where the first
// one answers somebody, and by that identifier.

/** An entity as the request names it; `undefined` where it names none. */
export type Named = (variables: Variables) => Data | undefined;

/** The fetches of a plan about entities that the request names by their key, in arguments of the first fetch. */
export function namedByRequest(
  plan: PlanNode | undefined,
  types: GraphQLSchema,
): ReadonlyMap<FetchNode, Named> {
  const named = new Map<FetchNode, Named>();
  if (plan?.kind !== 'Sequence') return named;
  const [first, ...later] = plan.nodes;
  if (first?.kind !== 'Fetch' || first.operationKind !== 'query') return named;
  const fields = rootFields(first);
  for (const { node, path } of later.flatMap(flattened)) {
    const [field] = path.length === 1 ? fields.filter((each) => responseKey(each) === path[0]) : [];
    const name = field && node.kind === 'Fetch' && namedBy(field, node, types);
    if (name) named.set(node, name);
  }
  return named;
}

function flattened(node: PlanNode): readonly FlattenNode[] {
  if (node.kind === 'Flatten') return [node];
  return node.kind === 'Parallel' ? node.nodes.filter((each) => each.kind === 'Flatten') : [];
}

function rootFields({ operation }: FetchNode): readonly FieldNode[] {
  return parse(operation, { noLocation: true }).definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION
      ? definition.selectionSet.selections.filter((each) => each.kind === Kind.FIELD)
      : [],
  );
}

const responseKey = ({ alias, name }: FieldNode): string => (alias ?? name).value;

/** How a field's argument names the entity that it answers: by the one field that a fetch requires, under its name. */
function namedBy(field: FieldNode, fetch: FetchNode, types: GraphQLSchema): Named | undefined {
  if (fetch.inputRewrites?.length) return undefined;
  const definition = types.getQueryType()?.getFields()[field.name.value];
  const type = definition && getNullableType(definition.type);
  if (!isObjectType(type)) return undefined;
  const key = keyRequired(fetch, type.name);
  const given = field.arguments?.find(({ name }) => name.value === key)?.value;
  const takes = definition?.args.find(({ name }) => name === key);
  if (!key || !given || !takes || getNullableType(takes.type) !== GraphQLID) return undefined;
  return (variables) => {
    const id = identifier(given, variables);
    return id === undefined ? undefined : { __typename: type.name, [key]: id };
  };
}

function keyRequired({ requires = [] }: FetchNode, typeName: string): string | undefined {
  const [required, ...others] = requires;
  if (required?.kind !== 'InlineFragment' || required.typeCondition !== typeName || others.length > 0)
    return undefined;
  const keys = required.selections.map((each) =>
    each.kind === 'Field' && !each.alias && !each.selections ? each.name : undefined,
  );
  return keys.length === 2 && keys.includes('__typename')
    ? keys.find((each) => each !== '__typename')
    : undefined;
}

/** Identifiers are strings, and may be written as numbers (GraphQL § 3.5.5). */
function identifier(given: ValueNode, variables: Variables): string | undefined {
  if (given.kind === Kind.STRING || given.kind === Kind.INT) return given.value;
  const value = given.kind === Kind.VARIABLE && ownValue(variables as Data, given.name.value);
  return typeof value === 'string' || Number.isInteger(value) ? String(value) : undefined;
}

/** Whether what came of an entity is what the request named. */
export function isNamed(named: Data, representations: readonly Data[]): boolean {
  const [representation, ...others] = representations;
  if (!representation || others.length > 0) return false;
  const keys = Object.keys(representation);
  return keys.length === Object.keys(named).length && keys.every((key) => representation[key] === named[key]);
}
