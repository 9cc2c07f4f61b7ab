import {
  type GraphQLArgument,
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
} from 'graphql';

/**
 * What an argument reads. To filter or sort by a field is to learn of it, so whoever may not read the field may
 * not do that either; otherwise the argument would be an oracle. Every field of a filter and every order is here.
 */
export const reads: Readonly<Record<string, string>> = {
  'PersonFilter.occupation': 'WorkExperience.occupation',
  'PersonFilter.language': 'Person.languages',
  'PersonFilter.educationLevel': 'Education.level',
  'PersonFilter.registrationStatus': 'Registration.status',
  'PersonFilter.municipality': 'Settlement.municipality',
  'PersonFilter.updatedSince': 'Person.updatedAt',
  'LanguageFilter.language': 'Language.language',
  'LanguageFilter.atLeast': 'Language.speaking',
  'PersonOrder.UPDATED_DESC': 'Person.updatedAt',
  'PersonOrder.UPDATED_ASC': 'Person.updatedAt',
  'PersonOrder.NAME_ASC': 'Person.name',
  'PersonOrder.AGE_ASC': 'Person.age',
  'PersonOrder.AGE_DESC': 'Person.age',
};

/** Input types whose values say which output fields are read. */
export const readingTypes: ReadonlySet<string> = new Set(
  Object.keys(reads).map((coordinate) => coordinate.slice(0, coordinate.indexOf('.'))),
);

/** Whether an argument can read output fields at all. */
export function readsOthers({ type }: GraphQLArgument): boolean {
  return readingTypes.has(getNamedType(type).name);
}

/**
 * The coordinates that a field's arguments read.
 * @param definitions the field's arguments
 * @param values coerced argument values, enum values by name
 */
export function readByArguments(
  definitions: readonly GraphQLArgument[],
  values: Readonly<Record<string, unknown>>,
): string[] {
  return definitions.flatMap(({ name, type }) => readByValue(type, values[name]));
}

/**
 * The coordinates that a field's filter reads. What a filter lets through is told of everybody who is found, whether it
 * is asked for or not; an order tells of nobody by themself.
 * @param values coerced argument values
 */
export function readByFilter(
  definitions: readonly GraphQLArgument[],
  values: Readonly<Record<string, unknown>>,
): string[] {
  return readByArguments(
    definitions.filter(({ type }) => isInputObjectType(getNamedType(type))),
    values,
  );
}

function readByValue(type: GraphQLInputType, value: unknown): string[] {
  const named = getNamedType(type);
  if (value === null || value === undefined || !readingTypes.has(named.name)) return [];
  if (isEnumType(named)) return [reads[`${named.name}.${String(value)}`] ?? 'unknown'];
  if (!isInputObjectType(named)) return [];
  return Object.values(named.getFields()).flatMap((field) => {
    const given = (value as Record<string, unknown>)[field.name];
    if (given === null || given === undefined) return [];
    return [reads[`${named.name}.${field.name}`] ?? 'unknown', ...readByValue(field.type, given)];
  });
}
