import { type Caller, forbidden, KompassError, type Policy, readByArguments } from '@kompass/schema';
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
import { personKey, type Shape, type ShapeField } from './shape.js';

/** An operation as far as its caller may ask it. */
export interface RuledOperation {
  /** What is left to plan and fetch: fragments written out, and each person's identifier asked for. */
  readonly document: DocumentNode;
  /** How the answer is to look. */
  readonly shape: Shape;
  /** One refusal for each denied field. */
  readonly refusals: readonly GraphQLError[];
  /** Tells apart what is left of one and the same operation for different callers and variables. */
  readonly signature: string;
  /** Whether nothing is left. */
  readonly empty: boolean;
}

interface Walk {
  readonly schema: GraphQLSchema;
  readonly policy: Policy;
  readonly caller: Caller;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly refusals: Map<string, GraphQLError>;
  /** Ordinals of the nodes that were left out. */
  readonly dropped: number[];
  visited: number;
}

/**
 * Drops what the rules of the caller alone deny, before anything is planned. Fields whose rule looks at a row stay;
 * the subgraph that has the row decides.
 * @throws KompassError BAD_USER_INPUT when the operation uses the name that the disclosure log needs
 */
export function applyRules(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
  variables: Readonly<Record<string, unknown>>,
  { caller, policy }: { readonly caller: Caller; readonly policy: Policy },
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
    dropped: [],
    visited: 0,
  };
  const { selections, shape } = keep(operation.selectionSet, root, walk);
  return {
    document: {
      kind: Kind.DOCUMENT,
      definitions: [{ ...operation, selectionSet: selecting(selections, root) }],
    },
    shape,
    refusals: [...walk.refusals.values()],
    signature: walk.dropped.join(' '),
    empty: selections.length === 0,
  };
}

interface Kept {
  readonly selections: readonly SelectionNode[];
  readonly shape: Shape;
}

function keep(set: SelectionSetNode, type: GraphQLObjectType, walk: Walk): Kept {
  const selections: SelectionNode[] = [];
  const fields: ShapeField[] = [];
  for (const node of set.selections) {
    walk.visited += 1;
    if (!included(node, walk)) {
      walk.dropped.push(walk.visited);
      continue;
    }
    if (node.kind !== Kind.FIELD) {
      const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : walk.fragments.get(node.name.value);
      if (!fragment) continue;
      const inner = keep(fragment.selectionSet, type, walk);
      selections.push(...inner.selections);
      fields.push(...inner.shape.fields);
      continue;
    }
    const key = node.alias?.value ?? node.name.value;
    if (key === personKey)
      throw new KompassError('BAD_USER_INPUT', `Choose another alias than "${personKey}".`);
    const coordinate = `${type.name}.${node.name.value}`;
    if (refused(node, type, walk)) {
      walk.dropped.push(walk.visited);
      fields.push({ key, coordinate, denied: true });
      continue;
    }
    const target = getNamedType(type.getFields()[node.name.value]?.type ?? type);
    if (!node.selectionSet || !isObjectType(target)) {
      fields.push({ key, coordinate, denied: false });
      selections.push(node);
      continue;
    }
    const beneath = keep(node.selectionSet, target, walk);
    fields.push({ key, coordinate, denied: false, beneath: beneath.shape });
    selections.push({ ...node, selectionSet: selecting(beneath.selections, target) });
  }
  return { selections, shape: { isPerson: type.name === 'Person', fields } };
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
  const coordinate = `${type.name}.${node.name.value}`;
  const denied =
    policy.decide(coordinate, caller) === 'deny'
      ? coordinate
      : node.arguments?.length
        ? readByArguments(field.args, getArgumentValues(field, node, variables)).find(
            (read) => policy.decide(read, caller) !== 'allow',
          )
        : undefined;
  if (!denied) return false;
  if (!refusals.has(denied)) refusals.set(denied, forbidden(denied, caller, policy.version));
  return true;
}

const nameOf = (value: string) => ({ kind: Kind.NAME, value }) as const;

/** A selection set must select something; `__typename` tells nothing. The log must know whose data is answered. */
function selecting(selections: readonly SelectionNode[], type: GraphQLObjectType): SelectionSetNode {
  if (type.name === 'Person') {
    const identifier: FieldNode = { kind: Kind.FIELD, alias: nameOf(personKey), name: nameOf('id') };
    return { kind: Kind.SELECTION_SET, selections: [...selections, identifier] };
  }
  if (selections.length > 0) return { kind: Kind.SELECTION_SET, selections: [...selections] };
  return { kind: Kind.SELECTION_SET, selections: [{ kind: Kind.FIELD, name: nameOf('__typename') }] };
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
