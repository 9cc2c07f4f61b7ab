import {
  type GraphQLArgument,
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
} from 'graphql';

/** By field of a filter or value of an order, the output field that it reads; `arguments.ts` has it. */
export type Reads = Readonly<Record<string, string>>;

/** What the arguments of an operation read, and its lists tell, under one policy. */
export interface Reading {
  readonly reads: Reads;
  /** By list of persons, the output field that being in it tells. */
  readonly lists: Reads;
  /** Input types whose values say which output fields are read. */
  readonly types: ReadonlySet<string>;
  /** Whether an argument can read output fields at all. */
  readsOthers(argument: GraphQLArgument): boolean;
  /**
   * The coordinates that a field's arguments read.
   * @param definitions the field's arguments
   * @param values coerced argument values, enum values by name
   */
  byArguments(definitions: readonly GraphQLArgument[], values: Readonly<Record<string, unknown>>): string[];
  /**
   * The coordinates that a field's filter reads. What a filter lets through is told of everybody who is found, whether
   * it is asked for or not; an order tells of nobody by themself.
   * @param values coerced argument values
   */
  byFilter(definitions: readonly GraphQLArgument[], values: Readonly<Record<string, unknown>>): string[];
}

export function readingOf({ reads, lists }: Pick<Reading, 'reads' | 'lists'>): Reading {
  const types = new Set(Object.keys(reads).map((coordinate) => coordinate.slice(0, coordinate.indexOf('.'))));
  const byValue = (type: GraphQLInputType, value: unknown): string[] => {
    const named = getNamedType(type);
    if (value === null || value === undefined || !types.has(named.name)) return [];
    if (isEnumType(named)) return [reads[`${named.name}.${String(value)}`] ?? 'unknown'];
    if (!isInputObjectType(named)) return [];
    return Object.values(named.getFields()).flatMap((field) => {
      const given = (value as Record<string, unknown>)[field.name];
      if (given === null || given === undefined) return [];
      return [reads[`${named.name}.${field.name}`] ?? 'unknown', ...byValue(field.type, given)];
    });
  };
  const byArguments: Reading['byArguments'] = (definitions, values) =>
    definitions.flatMap(({ name, type }) => byValue(type, values[name]));
  return {
    reads,
    lists,
    types,
    readsOthers: ({ type }) => types.has(getNamedType(type).name),
    byArguments,
    byFilter: (definitions, values) =>
      byArguments(
        definitions.filter(({ type }) => isInputObjectType(getNamedType(type))),
        values,
      ),
  };
}
