import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';

/** Everything that the schema tells of a person. */
export interface ExportOperation {
  readonly query: string;
  /** Response keys from the person to each list that is answered a page at a time. */
  readonly pagedLists: readonly (readonly string[])[];
  /** The coordinates that are asked for. */
  readonly coordinates: ReadonlySet<string>;
}

/** As many as a list answers at once. */
const pageSize = 500;

/**
 * Asks `me` for everything beneath the person that a contract lets its caller ask: a field that is granted is in it
 * without anybody having to think of it.
 * @param contract the schema as the person may ask it
 * @param language of texts that are asked for in a language
 * @param list response keys to one paged list, to ask for that alone, after `$after`
 */
export function exportOperation(
  contract: GraphQLSchema,
  language: 'NB' | 'EN',
  list?: readonly string[],
): ExportOperation {
  const person = contract.getType('Person');
  if (!isObjectType(person)) throw new Error('the person may not ask for anything');
  const walk: Walk = {
    shared: typesWithoutPersons(contract),
    language,
    only: list,
    pagedLists: [],
    coordinates: new Set(),
  };
  const beneath = selectionOf(person, [], [], walk);
  return {
    query: `query Export${list ? '($after: String)' : ''} { me { ${beneath} } }`,
    pagedLists: walk.pagedLists,
    coordinates: walk.coordinates,
  };
}

interface Walk {
  readonly shared: ReadonlySet<string>;
  readonly language: 'NB' | 'EN';
  readonly only: readonly string[] | undefined;
  readonly pagedLists: (readonly string[])[];
  readonly coordinates: Set<string>;
}

function selectionOf(
  type: GraphQLObjectType,
  keys: readonly string[],
  above: readonly string[],
  walk: Walk,
): string {
  return Object.values(type.getFields())
    .flatMap((field) => fieldOf(type, field, keys, above, walk))
    .join(' ');
}

function fieldOf(
  type: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  keys: readonly string[],
  above: readonly string[],
  walk: Walk,
): string[] {
  const target = getNamedType(field.type);
  const path = [...keys, field.name];
  if (!leadsTo(walk.only, path)) return [];
  if (isObjectType(target)) {
    // Other persons are not this one's data; and a municipality's name is, but not all its reception centres.
    if (target.name === 'Person' || [...above, type.name].includes(target.name)) return [];
    if (walk.shared.has(type.name) && (isList(field) || field.args.length > 0)) return [];
  }
  const args = argumentsOf(field, path, walk);
  if (args === undefined) return [];
  walk.coordinates.add(`${type.name}.${field.name}`);
  if (!isObjectType(target)) return [`${field.name}${args}`];
  const beneath = selectionOf(target, path, [...above, type.name], walk);
  return beneath ? [`${field.name}${args} { ${beneath} }`] : [];
}

/** On the way to, or beneath, the list that alone is asked for. */
function leadsTo(only: readonly string[] | undefined, path: readonly string[]): boolean {
  return !only || only.every((key, at) => path[at] === undefined || path[at] === key);
}

/** @returns `undefined` for a field that needs an argument nobody can tell from the schema */
function argumentsOf(
  { args }: GraphQLField<unknown, unknown>,
  path: readonly string[],
  { language, only, pagedLists }: Walk,
): string | undefined {
  const isPaged = ['first', 'after'].every((name) => args.some((each) => each.name === name));
  if (isPaged) pagedLists.push(path);
  const given = args.flatMap(({ name, type, defaultValue }) => {
    if (name === 'language') return [`language: ${language}`];
    if (isPaged && name === 'first') return [`first: ${pageSize}`];
    if (isPaged && name === 'after' && only) return ['after: $after'];
    return isNonNullType(type) && defaultValue === undefined ? [undefined] : [];
  });
  if (given.includes(undefined)) return undefined;
  return given.length > 0 ? `(${given.join(', ')})` : '';
}

function isList({ type }: GraphQLField<unknown, unknown>): boolean {
  return isListType(type) || (isNonNullType(type) && isListType(type.ofType));
}

/** The types of what is the same for everybody, such as municipalities: the schema leads there without a person. */
function typesWithoutPersons(contract: GraphQLSchema): ReadonlySet<string> {
  const reached = new Set<string>();
  const waiting = [contract.getQueryType()].flatMap((root) => root ?? []);
  for (let type = waiting.pop(); type; type = waiting.pop())
    for (const field of Object.values(type.getFields())) {
      const target = getNamedType(field.type);
      if (!isObjectType(target) || target.name === 'Person' || reached.has(target.name)) continue;
      reached.add(target.name);
      waiting.push(target);
    }
  return reached;
}
