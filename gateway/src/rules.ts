import { type Caller, forbidden, type Policy, readByArguments } from '@kompass/schema';
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  getNamedType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { getArgumentValues } from 'graphql/execution/values.js';

/** An operation as far as its caller may ask it. */
export interface RuledOperation {
  /** What is left to plan and fetch; the same object as was given when nothing is denied. */
  readonly document: DocumentNode;
  /** One refusal for each denied field. */
  readonly refusals: readonly GraphQLError[];
  /** Which fields were dropped, as text: operations with the same text and this are planned alike. */
  readonly signature: string;
  /** Whether any field is left. */
  readonly empty: boolean;
  /** Puts a `null` where each denied field was asked for, in the order asked. */
  restore(data: Record<string, unknown> | null | undefined): Record<string, unknown> | null | undefined;
}

interface Walk {
  readonly schema: GraphQLSchema;
  readonly policy: Policy;
  readonly caller: Caller;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly refusals: Map<string, GraphQLError>;
}

/**
 * Drops what the rules of the caller alone deny, before anything is planned. Fields whose rule looks at a row stay;
 * the subgraph that has the row decides. Fragments are written out where they are used.
 */
export function applyRules(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
  variables: Readonly<Record<string, unknown>>,
  caller: Caller,
  policy: Policy,
): RuledOperation {
  const operation = operationOf(document, operationName);
  const root = schema.getRootType(operation.operation);
  if (!root) throw new Error(`there are no ${operation.operation} operations`);
  const walk: Walk = {
    schema,
    policy,
    caller,
    variables,
    fragments: new Map(
      document.definitions.flatMap((node) =>
        node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
      ),
    ),
    refusals: new Map(),
  };
  const kept = keep(operation.selectionSet, root, walk);
  const refusals = [...walk.refusals.values()];
  if (refusals.length === 0)
    return { document, refusals, signature: '', empty: false, restore: (data) => data };
  return {
    document: {
      kind: Kind.DOCUMENT,
      definitions: [{ ...operation, selectionSet: nonEmpty(kept.selectionSet) }],
    },
    refusals,
    signature: [...walk.refusals.keys()].sort().join(' '),
    empty: kept.selectionSet.selections.length === 0,
    restore: (data) => (data ? shapeOf(kept, data) : data),
  };
}

/** A selection set after the rules, and how an object it answers is to look to the client. */
interface Kept {
  readonly selectionSet: SelectionSetNode;
  readonly fields: readonly KeptField[];
}
interface KeptField {
  readonly key: string;
  readonly denied: boolean;
  readonly beneath: Kept | undefined;
}

function keep(set: SelectionSetNode, type: GraphQLObjectType, walk: Walk): Kept {
  const selections: SelectionNode[] = [];
  const fields: KeptField[] = [];
  for (const node of set.selections) {
    if (!included(node, walk)) continue;
    if (node.kind !== Kind.FIELD) {
      const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : walk.fragments.get(node.name.value);
      if (!fragment) continue;
      const inner = keep(fragment.selectionSet, conditioned(fragment, type, walk), walk);
      selections.push(...inner.selectionSet.selections);
      fields.push(...inner.fields);
      continue;
    }
    const key = node.alias?.value ?? node.name.value;
    if (refused(node, type, walk)) {
      fields.push({ key, denied: true, beneath: undefined });
      continue;
    }
    const target = getNamedType(type.getFields()[node.name.value]?.type ?? type);
    const beneath =
      node.selectionSet && isObjectType(target) ? keep(node.selectionSet, target, walk) : undefined;
    fields.push({ key, denied: false, beneath });
    selections.push(beneath ? { ...node, selectionSet: nonEmpty(beneath.selectionSet) } : node);
  }
  return { selectionSet: { kind: Kind.SELECTION_SET, selections }, fields };
}

function conditioned(
  fragment: { typeCondition?: { name: { value: string } } | undefined },
  type: GraphQLObjectType,
  { schema }: Walk,
): GraphQLObjectType {
  const condition = fragment.typeCondition && schema.getType(fragment.typeCondition.name.value);
  return isObjectType(condition) ? condition : type;
}

function included(node: SelectionNode, { variables }: Walk): boolean {
  return (
    getDirectiveValues(GraphQLSkipDirective, node, variables)?.['if'] !== true &&
    getDirectiveValues(GraphQLIncludeDirective, node, variables)?.['if'] !== false
  );
}

/** Notes the refusal, if there is one: of the field itself, or of one that its arguments read. */
function refused(node: FieldNode, type: GraphQLObjectType, walk: Walk): boolean {
  const { policy, caller, variables, refusals } = walk;
  const field = type.getFields()[node.name.value];
  if (!field) return false; // __typename, __schema and __type
  const asked = [
    `${type.name}.${node.name.value}`,
    ...(node.arguments?.length ? readByArguments(field.args, getArgumentValues(field, node, variables)) : []),
  ];
  const coordinate = asked.find((each, at) => {
    const decision = policy.decide(each, caller);
    return decision === 'deny' || (at > 0 && decision === 'row');
  });
  if (!coordinate) return false;
  if (!refusals.has(coordinate)) refusals.set(coordinate, forbidden(coordinate, caller, policy.version));
  return true;
}

/** A selection set must select something; `__typename` tells nothing. */
function nonEmpty(set: SelectionSetNode): SelectionSetNode {
  if (set.selections.length > 0) return set;
  return {
    ...set,
    selections: [{ kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }],
  };
}

function shapeOf({ fields }: Kept, data: Record<string, unknown>): Record<string, unknown> {
  const shaped: Record<string, unknown> = {};
  for (const { key, denied, beneath } of fields) {
    const value = denied ? null : data[key];
    const before = shaped[key];
    shaped[key] = beneath ? merged(before, shapedValue(beneath, value)) : value;
  }
  return shaped;
}

function shapedValue(beneath: Kept, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => shapedValue(beneath, each));
  return value === null || typeof value !== 'object'
    ? value
    : shapeOf(beneath, value as Record<string, unknown>);
}

/** The same field may be asked for twice, with different fields beneath. */
function merged(one: unknown, other: unknown): unknown {
  if (one === undefined) return other;
  if (Array.isArray(one) && Array.isArray(other)) return one.map((each, at) => merged(each, other[at]));
  if (one && other && typeof one === 'object' && typeof other === 'object') {
    const both: Record<string, unknown> = { ...one };
    for (const [key, value] of Object.entries(other)) both[key] = merged(both[key], value);
    return both;
  }
  return other;
}

function operationOf(
  { definitions }: DocumentNode,
  operationName: string | null | undefined,
): OperationDefinitionNode {
  const operation = definitions.find(
    (node): node is OperationDefinitionNode =>
      node.kind === Kind.OPERATION_DEFINITION && (!operationName || node.name?.value === operationName),
  );
  if (!operation) throw new Error('the document holds no such operation');
  return operation;
}
