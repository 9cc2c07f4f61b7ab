import {
  type GraphQLArgument,
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
} from 'graphql';

/** By field of a filter or value of an order, the output field that it reads; `arguments.ts` has it. */
export type Reads = Readonly<Record<string, string>>;

/** An output field that an argument reads. */
export interface ArgumentRead {
  readonly coordinate: string;
  /** The argument, or the field of one: `filter.language.atLeast`. */
  readonly argument: string;
}

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
   * What a field's arguments read.
   * @param definitions the field's arguments
   * @param values coerced argument values, enum values by name
   */
  byArguments(
    definitions: readonly GraphQLArgument[],
    values: Readonly<Record<string, unknown>>,
  ): ArgumentRead[];
  /**
   * The coordinates that a field's filter reads. What a filter lets through is told of everybody who is found, whether
   * it is asked for or not; an order tells of nobody by themself.
   * @param values coerced argument values
   */
  byFilter(definitions: readonly GraphQLArgument[], values: Readonly<Record<string, unknown>>): string[];
}

export function readingOf({ reads, lists }: Pick<Reading, 'reads' | 'lists'>): Reading {
  const types = new Set(Object.keys(reads).map((coordinate) => coordinate.slice(0, coordinate.indexOf('.'))));
  const byValue = (argument: string, type: GraphQLInputType, value: unknown): ArgumentRead[] => {
    const named = getNamedType(type);
    if (value === null || value === undefined || !types.has(named.name)) return [];
    const reading = (name: string, by: string): ArgumentRead => ({
      coordinate: reads[`${named.name}.${name}`] ?? 'unknown',
      argument: by,
    });
    if (isEnumType(named)) return [reading(String(value), argument)];
    if (!isInputObjectType(named)) return [];
    return Object.values(named.getFields()).flatMap(({ name, type: within }) => {
      const given = (value as Record<string, unknown>)[name];
      if (given === null || given === undefined) return [];
      const by = `${argument}.${name}`;
      return [reading(name, by), ...byValue(by, within, given)];
    });
  };
  const byArguments: Reading['byArguments'] = (definitions, values) =>
    definitions.flatMap(({ name, type }) => byValue(name, type, values[name]));
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
      ).map(({ coordinate }) => coordinate),
  };
}
