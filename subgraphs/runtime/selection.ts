import { type Caller, kindOf, type Policy } from '@kompass/schema';
import {
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  getDirectiveValues,
  getNamedType,
  isObjectType,
  type SelectionSetNode,
} from 'graphql';

/** The fields that are selected beneath a field, and beneath those. A leaf has none. */
export interface Selection {
  readonly [field: string]: Selection;
}

/** Who asks, and the policy that the request is answered under. */
export interface RulingContext {
  readonly caller: Caller;
  readonly policy: Policy;
}

/** Selections by the nodes that they were read from. Operations that differ in their directives differ in these. */
const known = new WeakMap<readonly FieldNode[], WeakMap<Policy, Map<string, Selection>>>();

/**
 * What is selected beneath the field being resolved, for the given type. Fields that the policy denies this caller
 * are left out: a forbidden field is never read, for whatever reason it was asked. The same nodes, policy and kind of
 * caller give the same object, so that what is worked out from it can be kept by it.
 * @param type the type of what the field answers; for `_entities`, the entity
 */
export function selectionOf(
  info: GraphQLResolveInfo,
  type: GraphQLObjectType,
  context: RulingContext,
): Selection {
  const { caller, policy } = context;
  const { fieldNodes } = info;
  const key = `${type.name} ${kindOf(caller)}`;
  const before = known.get(fieldNodes)?.get(policy)?.get(key);
  if (before) return before;
  const sets = fieldNodes.flatMap(({ selectionSet }) => selectionSet ?? []);
  const selection = collect(sets, type, info, context);
  const ofNodes = known.get(fieldNodes) ?? new WeakMap<Policy, Map<string, Selection>>();
  const ofPolicy = ofNodes.get(policy) ?? new Map<string, Selection>();
  known.set(fieldNodes, ofNodes.set(policy, ofPolicy.set(key, selection)));
  return selection;
}

/** The object type that the field being resolved answers, lists opened. */
export function answeredType({ returnType, fieldName }: GraphQLResolveInfo): GraphQLObjectType {
  const type = getNamedType(returnType);
  if (!isObjectType(type)) throw new Error(`${fieldName} does not answer an object`);
  return type;
}

function collect(
  sets: readonly SelectionSetNode[],
  type: GraphQLObjectType,
  info: GraphQLResolveInfo,
  context: RulingContext,
): Selection {
  const { caller, policy } = context;
  const found = new Map<string, FieldNode[]>();
  for (const set of sets) gather(set, type, info, found);
  const fields = type.getFields();
  return Object.fromEntries(
    [...found].flatMap(([name, nodes]) => {
      const field = fields[name];
      if (!field || policy.decide(`${type.name}.${name}`, caller) === 'deny') return [];
      const target = getNamedType(field.type);
      const beneath = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
      return [[name, isObjectType(target) ? collect(beneath, target, info, context) : {}]];
    }),
  );
}

function gather(
  set: SelectionSetNode,
  type: GraphQLObjectType,
  info: GraphQLResolveInfo,
  found: Map<string, FieldNode[]>,
): void {
  for (const node of set.selections) {
    if (getDirectiveValues(GraphQLSkipDirective, node, info.variableValues)?.['if'] === true) continue;
    if (getDirectiveValues(GraphQLIncludeDirective, node, info.variableValues)?.['if'] === false) continue;
    if (node.kind === 'Field') {
      found.set(node.name.value, [...(found.get(node.name.value) ?? []), node]);
      continue;
    }
    const fragment: FragmentDefinitionNode | typeof node | undefined =
      node.kind === 'InlineFragment' ? node : info.fragments[node.name.value];
    const condition = fragment?.typeCondition?.name.value;
    if (fragment && (condition === undefined || condition === type.name))
      gather(fragment.selectionSet, type, info, found);
  }
}
