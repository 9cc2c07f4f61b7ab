import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLArgument,
  type GraphQLCompositeType,
  GraphQLIncludeDirective,
  type GraphQLOutputType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  getNamedType,
  isCompositeType,
  isObjectType,
  isUnionType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionNode,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  visit,
} from 'graphql';
import { getArgumentValues } from 'graphql/execution/values.js';

export type Variables = Readonly<Record<string, unknown>>;

/** What is asked of an object, in the order asked. What the variables leave out is not here. */
export interface Asked {
  readonly of: GraphQLCompositeType;
  readonly selections: readonly (AskedField | AskedFragment)[];
}
export interface AskedField {
  readonly kind: 'field';
  readonly node: FieldNode;
  /** Response key: the alias, or the name. */
  readonly key: string;
  readonly coordinate: string;
  readonly type: GraphQLOutputType;
  /** `__schema` or `__type`. */
  readonly describes: boolean;
  /** Answered `null`, whatever there is. */
  readonly denied: boolean;
  readonly beneath: Asked | undefined;
}
/** Fields for objects of one type among several. */
export interface AskedFragment {
  readonly kind: 'fragment';
  readonly beneath: Asked;
}

/** Whether a field is denied; asked once for each time that an operation names it. */
export type Deny = (coordinate: string, args: readonly GraphQLArgument[], values: Variables) => boolean;

/** One operation of a document, and the fragments beside it. */
export interface Operation {
  readonly definition: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

/** An operation, and what tells apart requests that ask different things with it. */
interface Read {
  readonly operation: Operation;
  readonly decides: (variables: Variables) => string;
}

/** What of a field's arguments decides whether it may be asked. */
type DecidingArguments = (args: readonly GraphQLArgument[], values: Variables) => readonly string[];

/** @returns reads an operation of a document, once for as long as Apollo Server keeps the document */
export function operationReader(
  schema: GraphQLSchema,
  argumentsOf: DecidingArguments,
): (document: DocumentNode, operationName: string | null) => Read {
  const documents = new WeakMap<DocumentNode, Map<string | null, Read>>();
  return (document, operationName) => {
    const operations = documents.get(document) ?? new Map<string | null, Read>();
    documents.set(document, operations);
    const known = operations.get(operationName);
    if (known) return known;
    const operation = operationOf(document, operationName);
    const read = { operation, decides: decidingVariables(schema, operation, argumentsOf) };
    operations.set(operationName, read);
    return read;
  };
}

/** @throws Error when the document holds no such operation; Apollo Server has answered that before */
function operationOf({ definitions }: DocumentNode, operationName: string | null | undefined): Operation {
  const definition = definitions.find(
    (node): node is OperationDefinitionNode =>
      node.kind === Kind.OPERATION_DEFINITION && (!operationName || node.name?.value === operationName),
  );
  if (!definition) throw new Error('the document holds no such operation');
  const fragments = definitions.flatMap((node) =>
    node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
  );
  return { definition, fragments: new Map(fragments) };
}

/** What an operation asks for, with fragments written out where they cannot differ from what is around them. */
export function readAsked(
  schema: GraphQLSchema,
  { definition, fragments }: Operation,
  variables: Variables,
  deny: Deny,
): Asked {
  const root = schema.getRootType(definition.operation);
  if (!root) throw new Error(`there are no ${definition.operation} operations`);
  const read = ({ selections }: SelectionSetNode, of: GraphQLCompositeType): Asked => ({
    of,
    selections: selections
      .filter((node) => isIncluded(node, variables))
      .flatMap((node): Asked['selections'] => {
        if (node.kind === Kind.FIELD) return [readField(node, of)];
        const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value);
        if (!fragment) return [];
        const on = fragment.typeCondition ? schema.getType(fragment.typeCondition.name.value) : of;
        if (!isCompositeType(on)) return [];
        const beneath = read(fragment.selectionSet, on);
        return on === of ? beneath.selections : [{ kind: 'fragment', beneath }];
      }),
  });
  const readField = (node: FieldNode, of: GraphQLCompositeType): AskedField => {
    const name = node.name.value;
    const field = isUnionType(of) ? undefined : of.getFields()[name];
    const coordinate = `${of.name}.${name}`;
    const type = field?.type ?? metaField(name).type;
    const denied = field
      ? deny(coordinate, field.args, node.arguments?.length ? getArgumentValues(field, node, variables) : {})
      : false;
    const target = getNamedType(type);
    return {
      kind: 'field',
      node,
      key: node.alias?.value ?? name,
      coordinate,
      type,
      describes: name === SchemaMetaFieldDef.name || name === TypeMetaFieldDef.name,
      denied,
      beneath:
        field && !denied && node.selectionSet && isCompositeType(target)
          ? read(node.selectionSet, target)
          : undefined,
    };
  };
  return read(definition.selectionSet, root);
}

function metaField(name: string) {
  const meta = [TypeNameMetaFieldDef, SchemaMetaFieldDef, TypeMetaFieldDef].find(
    (each) => each.name === name,
  );
  if (!meta) throw new Error(`there is no field ${name}`);
  return meta;
}

function isIncluded(node: SelectionNode, variables: Variables): boolean {
  return (
    getDirectiveValues(GraphQLSkipDirective, node, variables)?.['if'] !== true &&
    getDirectiveValues(GraphQLIncludeDirective, node, variables)?.['if'] !== false
  );
}

/**
 * What of the variables decides which fields an operation asks for: those of `@skip` and `@include`, and the values
 * that `argumentsOf` takes from a field's arguments. Requests that agree on it ask for the same.
 * @returns from variables to a string that tells such requests apart
 */
function decidingVariables(
  schema: GraphQLSchema,
  { definition, fragments }: Operation,
  argumentsOf: DecidingArguments,
): (variables: Variables) => string {
  const questions: ((variables: Variables) => string)[] = [];
  const conditions = new Set<string>();
  for (const node of [definition, ...fragments.values()])
    visit(node, {
      Directive({ name, arguments: args = [] }) {
        if (name.value !== 'skip' && name.value !== 'include') return;
        for (const { value } of args) if (value.kind === Kind.VARIABLE) conditions.add(value.name.value);
      },
    });
  for (const name of conditions) questions.push((variables) => String(variables[name]));
  const ask = ({ selections }: SelectionSetNode, of: GraphQLCompositeType | undefined): void => {
    for (const node of selections) {
      if (node.kind === Kind.FRAGMENT_SPREAD) continue;
      if (node.kind === Kind.INLINE_FRAGMENT) {
        ask(
          node.selectionSet,
          node.typeCondition ? compositeType(schema, node.typeCondition.name.value) : of,
        );
        continue;
      }
      const field = of && !isUnionType(of) ? of.getFields()[node.name.value] : undefined;
      if (!field) continue;
      if (node.arguments?.some(({ value }) => hasVariable(value)))
        questions.push((variables) =>
          argumentsOf(field.args, getArgumentValues(field, node, variables)).join(),
        );
      const target = getNamedType(field.type);
      if (node.selectionSet && isCompositeType(target)) ask(node.selectionSet, target);
    }
  };
  ask(definition.selectionSet, schema.getRootType(definition.operation) ?? undefined);
  for (const { selectionSet, typeCondition } of fragments.values())
    ask(selectionSet, compositeType(schema, typeCondition.name.value));
  return (variables) => questions.map((question) => question(variables)).join(' ');
}

function compositeType(schema: GraphQLSchema, name: string): GraphQLCompositeType | undefined {
  const type = schema.getType(name);
  return isCompositeType(type) ? type : undefined;
}

function hasVariable(value: object): boolean {
  let found = false;
  visit(value as FieldNode, {
    Variable() {
      found = true;
    },
  });
  return found;
}

/** Under which each person's identifier is fetched besides what was asked; no client ever sees it. */
export const personKey = 'kompassPersonId_';

const nameOf = (value: string) => ({ kind: Kind.NAME, value }) as const;
const typeName: FieldNode = { kind: Kind.FIELD, name: nameOf('__typename') };
const identifier: FieldNode = { kind: Kind.FIELD, alias: nameOf(personKey), name: nameOf('id') };

/**
 * What is left to plan and fetch.
 * @param identify whether persons are asked for their identifier too, for the log must know whose data is answered
 * @returns `undefined` when nothing is left
 */
export function documentOf(
  { definition }: Operation,
  asked: Asked,
  identify: boolean,
): DocumentNode | undefined {
  const write = ({ of, selections }: Asked): readonly SelectionNode[] => [
    ...selections.flatMap((each): readonly SelectionNode[] => {
      if (each.kind === 'fragment') {
        const inner = write(each.beneath);
        const typeCondition = { kind: Kind.NAMED_TYPE, name: nameOf(each.beneath.of.name) } as const;
        return inner.length === 0
          ? []
          : [{ kind: Kind.INLINE_FRAGMENT, typeCondition, selectionSet: selecting(inner) }];
      }
      const { node, beneath } = each;
      if (each.denied || each.describes) return [];
      const directives = (node.directives ?? []).filter(
        ({ name }) => name.value !== 'skip' && name.value !== 'include',
      );
      return [{ ...node, directives, ...(beneath ? { selectionSet: selecting(write(beneath)) } : {}) }];
    }),
    ...(identify && isObjectType(of) && of.name === 'Person' ? [identifier] : []),
  ];
  const selections = write(asked);
  if (selections.length === 0) return undefined;
  return {
    kind: Kind.DOCUMENT,
    definitions: [{ ...definition, selectionSet: selecting(selections) }],
  };
}

/** A selection set must select something; `__typename` tells nothing. */
function selecting(selections: readonly SelectionNode[]): SelectionSetNode {
  return { kind: Kind.SELECTION_SET, selections: selections.length > 0 ? selections : [typeName] };
}
