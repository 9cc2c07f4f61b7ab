import { pageSize } from '@kompass/runtime';
import type { Operation, Variables } from '@kompass/schema';
import {
  type FieldNode,
  type GraphQLCompositeType,
  GraphQLError,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  isUnionType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { getArgumentValues } from 'graphql/execution/values.js';
import { limits } from './limits.js';

/** How many values an answer can hold; for lists without pages an estimate. A number where variables have no part in it. */
export type Cost = number | ((variables: Variables) => number);

/** Of a list that has no pages; what a person has seen, done or learned is rarely more. */
const usualSize = 10;
/** Lists that are longer: the largest county's municipalities (Innlandet has 46), all of them, all counties and countries. */
const sizes: Readonly<Record<string, number>> = {
  'County.municipalities': 46,
  'Query.municipalities': 357,
  'Query.counties': 15,
  'Query.countries': 249,
};

/**
 * What an operation can cost, worked out for all requests that ask it: a field is one value, as often as the lists
 * above it are long. Conditions are taken to hold.
 * @param operation within the limit of fields, which bounds how often fragments are spread
 */
export function costOf(schema: GraphQLSchema, { definition, fragments }: Operation): Cost {
  const ofFragments = new Map<string, Cost>();
  const ofFragment = (name: string): Cost => {
    const known = ofFragments.get(name);
    if (known) return known;
    const fragment = fragments.get(name);
    const on = fragment && schema.getType(fragment.typeCondition.name.value);
    const cost = fragment && isCompositeType(on) ? ofSelections(fragment.selectionSet, on) : 0;
    ofFragments.set(name, cost);
    return cost;
  };
  const ofSelections = ({ selections }: SelectionSetNode, of: GraphQLCompositeType): Cost =>
    sum(
      selections.map((node) => {
        if (node.kind === Kind.FRAGMENT_SPREAD) return ofFragment(node.name.value);
        if (node.kind === Kind.FIELD) return ofField(node, of);
        const on = node.typeCondition ? schema.getType(node.typeCondition.name.value) : of;
        return isCompositeType(on) ? ofSelections(node.selectionSet, on) : 0;
      }),
    );
  const ofField = (node: FieldNode, of: GraphQLCompositeType): Cost => {
    const field = isUnionType(of) ? undefined : of.getFields()[node.name.value];
    const target = field && getNamedType(field.type);
    if (!field || !node.selectionSet || !isCompositeType(target)) return 1;
    const beneath = ofSelections(node.selectionSet, target);
    const size = sizeOf(field, node, of);
    if (typeof size === 'number' && typeof beneath === 'number') return 1 + size * beneath;
    return (variables) => 1 + amount(size, variables) * amount(beneath, variables);
  };
  const root = schema.getRootType(definition.operation);
  return root ? ofSelections(definition.selectionSet, root) : 0;
}

function sum(costs: readonly Cost[]): Cost {
  const varying = costs.filter((cost) => typeof cost !== 'number');
  const fixed = costs.reduce<number>((total, cost) => (typeof cost === 'number' ? total + cost : total), 0);
  if (varying.length === 0) return fixed;
  return (variables) => varying.reduce((total, cost) => total + cost(variables), fixed);
}

/** @returns what an operation with these variables costs */
export function amount(cost: Cost, variables: Variables): number {
  return typeof cost === 'number' ? cost : cost(variables);
}

function sizeOf(field: GraphQLField<unknown, unknown>, node: FieldNode, of: GraphQLCompositeType): Cost {
  if (field.args.some(({ name }) => name === 'first'))
    return (variables) =>
      Math.max(1, Number(getArgumentValues(field, node, variables)['first'] ?? pageSize(null)));
  // A connection's edges are as many as its field was asked for.
  const paged = of.name.endsWith('Connection');
  return !isListType(getNullableType(field.type)) || paged
    ? 1
    : (sizes[`${of.name}.${field.name}`] ?? usualSize);
}

/** @throws GraphQLError when an answer could hold more values than a request may ask for */
export function refuseCostly(cost: number): void {
  if (cost > limits.values)
    throw new GraphQLError(
      `This operation asks for up to ${Math.round(cost)} values at once, and at most ${limits.values} are answered: ask for fewer on a page ("first"), or for less of each.`,
      { extensions: { code: 'GRAPHQL_VALIDATION_FAILED', http: { status: 400 } } },
    );
}
