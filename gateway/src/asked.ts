import {
  type Asked,
  type AskedField,
  KompassError,
  type Operation,
  operationOf,
  type Reading,
  type Variables,
} from '@kompass/schema';
import {
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  TypeNameMetaFieldDef,
  visit,
} from 'graphql';
import { getArgumentValues } from 'graphql/execution/values.js';
import { type Cost, costOf } from './cost.js';
import { answersAct, personType } from './told.js';
import { type Coerce, coercionIn } from './variables.js';

/** An operation, and what tells apart requests that ask different things with it. */
interface Read {
  readonly operation: Operation;
  readonly coerce: Coerce;
  readonly decides: (variables: Variables) => string;
  readonly cost: Cost;
}

/** What of a field's arguments decides whether it may be asked. */
type DecidingArguments = Pick<Reading, 'readsOthers' | 'byArguments'>;

/** @returns reads an operation of a document, once for as long as Apollo Server keeps the document */
export function operationReader(
  schema: GraphQLSchema,
  reading: DecidingArguments,
): (document: DocumentNode, operationName: string | null) => Read {
  const documents = new WeakMap<DocumentNode, Map<string | null, Read>>();
  return (document, operationName) => {
    const operations = documents.get(document) ?? new Map<string | null, Read>();
    const known = operations.get(operationName);
    if (known) return known;
    documents.set(document, operations);
    const operation = operationOf(document, operationName);
    const read = {
      operation,
      coerce: coercionIn(schema, operation),
      decides: decidingVariables(schema, operation, reading),
      cost: costOf(schema, operation),
    };
    operations.set(operationName, read);
    return read;
  };
}

/**
 * What of the variables decides which fields an operation asks for: those of `@skip` and `@include`, and the values
 * that are read from a field's arguments. Requests that agree on it ask for the same.
 * @returns from variables to a string that tells such requests apart
 */
function decidingVariables(
  schema: GraphQLSchema,
  { definition, fragments }: Operation,
  { readsOthers, byArguments }: DecidingArguments,
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
      if (field.args.some(readsOthers) && node.arguments?.some(({ value }) => hasVariable(value)))
        questions.push((variables) =>
          byArguments(field.args, getArgumentValues(field, node, variables))
            .map(({ coordinate, argument }) => `${argument}=${coordinate}`)
            .join(),
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

/** How the names begin under which more is fetched than what was asked; no client ever sees them. */
const reserved = 'kompass__';
/** Under which each person's identifier is fetched. */
export const personKey = `${reserved}person`;
/** Under which the persons of a list are fetched that tells something of each. */
export const listedKey = `${reserved}listed`;
/** How the names begin under which the persons are fetched whom a field counts, whatever page of them was asked for. */
const countedPrefix = `${reserved}counted_`;
/** Under which the person is fetched whom an act was on. */
export const actedOnKey = `${reserved}acted_on`;
const aliasPrefix = `${reserved}as_`;

/** Under which a field's value is fetched. */
export type FetchedAs = (field: AskedField) => string;

/**
 * An alias that is some field's name could take the place of a key by which subgraphs find one another's objects, so
 * such a field is fetched under another name.
 */
export function fetchedAs(schema: GraphQLSchema): FetchedAs {
  const names = new Set([TypeNameMetaFieldDef.name]);
  for (const type of Object.values(schema.getTypeMap()))
    if (isObjectType(type) || isInterfaceType(type))
      for (const name of Object.keys(type.getFields())) names.add(name);
  return ({ key, node }) => (key !== node.name.value && names.has(key) ? `${aliasPrefix}${key}` : key);
}

/**
 * Under which the persons are fetched whom a list counts with a filter: those of its first page, for a client could count
 * with pages of one, or after the last. `undefined` where the page that was asked for is that one.
 * @param beneath all that is asked of the list
 */
export function countedAs(
  field: AskedField,
  beneath: readonly Asked[],
  fetched: FetchedAs,
): string | undefined {
  const { filteredBy, node } = field;
  const pages = node.arguments?.some(({ name }) => paging.includes(name.value));
  const counts = filteredBy.length > 0 && beneath.some((each) => asksFor('totalCount', each));
  return counts && pages ? countedPrefix + fetched(field) : undefined;
}

const paging = ['first', 'after'];

/** The path of an error as the client asked, from what was fetched. */
export function askedPath(path: readonly (string | number)[]): (string | number)[] {
  return path.map((step) =>
    typeof step === 'string' && step.startsWith(aliasPrefix) ? step.slice(aliasPrefix.length) : step,
  );
}

const nameOf = (value: string) => ({ kind: Kind.NAME, value }) as const;
const fieldOf = (name: string, selections: readonly SelectionNode[] = [], alias?: string): FieldNode => ({
  kind: Kind.FIELD,
  name: nameOf(name),
  ...(alias === undefined ? {} : { alias: nameOf(alias) }),
  ...(selections.length > 0 ? { selectionSet: { kind: Kind.SELECTION_SET, selections } } : {}),
});
const typeName = fieldOf(TypeNameMetaFieldDef.name);
const identifier = fieldOf('id', [], personKey);
const listed = fieldOf('edges', [fieldOf('node', [identifier])], listedKey);
const actedOn = fieldOf('person', [identifier], actedOnKey);

/**
 * What is left to plan and fetch.
 * @param identify whether persons are asked for their identifier too, for the log must know whose data is answered
 * @returns `undefined` when nothing is left
 */
export function documentOf(
  { definition }: Operation,
  asked: Asked,
  identify: boolean,
  fetched: FetchedAs,
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
      const { node, key, beneath } = each;
      if (each.denied || each.describes) return [];
      const directives = (node.directives ?? []).filter(
        ({ name }) => name.value !== 'skip' && name.value !== 'include',
      );
      const as = fetched(each);
      const inner = beneath && [...write(beneath), ...(identify && tellsOfPage(each) ? [listed] : [])];
      const counted = identify && beneath ? countedAs(each, [beneath], fetched) : undefined;
      return [
        {
          ...node,
          ...(as === key ? {} : { alias: nameOf(as) }),
          directives,
          ...(inner ? { selectionSet: selecting(inner) } : {}),
        },
        ...(counted ? [countedOf(node, counted)] : []),
      ];
    }),
    ...(identify && isObjectType(of) && of.name === personType ? [identifier] : []),
    ...(identify && answersAct(of) ? [actedOn] : []),
  ];
  const selections = write(asked);
  if (selections.length === 0) return undefined;
  return {
    kind: Kind.DOCUMENT,
    definitions: [{ ...definition, selectionSet: selecting(selections) }],
  };
}

function countedOf(node: FieldNode, as: string): FieldNode {
  return {
    ...node,
    alias: nameOf(as),
    arguments: node.arguments?.filter(({ name }) => !paging.includes(name.value)) ?? [],
    directives: [],
    selectionSet: selecting([listed]),
  };
}

/**
 * Whether a field is a page of persons of each of whom something is told: by its filter, whatever is asked of the page;
 * by being in it, when somebody on it is asked for. How many live in a municipality tells of nobody.
 */
function tellsOfPage({ filteredBy, tellsOfEach, beneath }: AskedField): boolean {
  if (!beneath || !isConnection(beneath.of)) return false;
  return filteredBy.length > 0 || (tellsOfEach !== undefined && asksFor('edges', beneath));
}

const isConnection = (type: GraphQLCompositeType) => isObjectType(type) && 'edges' in type.getFields();

function asksFor(name: string, { selections }: Asked): boolean {
  return selections.some((each) =>
    each.kind === 'field' ? each.node.name.value === name : asksFor(name, each.beneath),
  );
}

/** A selection set must select something; `__typename` tells nothing. */
function selecting(selections: readonly SelectionNode[]): SelectionSetNode {
  return { kind: Kind.SELECTION_SET, selections: selections.length > 0 ? selections : [typeName] };
}

/** @throws KompassError BAD_USER_INPUT when an operation uses names that are kept for what is fetched besides */
export function refuseReservedNames({ selections }: Asked): void {
  for (const each of selections) {
    if (each.kind === 'field' && each.key.startsWith(reserved))
      throw new KompassError('BAD_USER_INPUT', `Choose an alias that does not begin with "${reserved}".`);
    if (each.beneath) refuseReservedNames(each.beneath);
  }
}
