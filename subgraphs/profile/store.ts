import {
  ask,
  byIdentifier,
  columnsFor,
  countedUpTo,
  perSelection,
  type Reading,
  readPersons,
  relatedToCaller,
  type Selection,
  type Session,
  type Sources,
  sameNames,
} from '@kompass/runtime';
import type { Caller } from '@kompass/schema';
import { asc } from 'drizzle-orm';
import type { PersonRow } from './rows.js';
import * as tables from './tables.js';

type ProfileSession = Session<typeof tables>;

const personSources: Sources = {
  ...sameNames('id', 'name', 'dufNumber', 'citizenships', 'gender', 'updatedAt'),
  age: ['birthDate'],
};
const registrationSources: Sources = {
  ...sameNames('startedAt', 'completedAt', 'helpedBy'),
  status: ['registrationStatus'],
  missingSections: ['registeredSections'],
};
const sectionStateColumns = { section: true, version: true, savedAt: true, leftOutBecause: true };

/** The sections' tables: the columns behind each field, and the order of the rows. */
const sectionSources: Readonly<Record<string, Sources>> = {
  languages: {
    ...sameNames('language', 'motherTongue', 'listening', 'reading', 'speaking', 'writing', 'counsellorNote'),
    name: ['language'],
  },
  education: sameNames(
    'level',
    'field',
    'country',
    'years',
    'endYear',
    'completed',
    'recognisedInNorway',
    'counsellorNote',
  ),
  workExperience: sameNames('occupation', 'employer', 'country', 'from', 'to', 'tasks', 'counsellorNote'),
  activities: sameNames('description', 'years', 'counsellorNote'),
  interests: sameNames('description', 'counsellorNote'),
};
const wishesSources = sameNames('education', 'work', 'occupation', 'longTermGoal', 'counsellorNote');

/** The person's columns that are selected, and each selected section beneath. */
function reading(selection: Selection, always: readonly string[]): Reading {
  const sections = Object.entries(sectionSources).flatMap(([section, sources]) => {
    const fields = selection[section];
    if (!fields) return [];
    return [[section, { columns: columnsFor(fields, sources, ['position']), orderBy: byPosition }]];
  });
  const wishes = selection['wishes']
    ? [['wishes', { columns: columnsFor(selection['wishes'], wishesSources, ['personId']) }]]
    : [];
  const { sections: versions, missingSections } = selection['registration'] ?? {};
  const states =
    versions || missingSections?.['reason'] ? [['sectionStates', { columns: sectionStateColumns }]] : [];
  return {
    columns: {
      ...columnsFor(selection, personSources, ['id', ...always]),
      ...columnsFor(selection['registration'] ?? {}, registrationSources),
    },
    with: Object.fromEntries([...sections, ...wishes, ...states]),
  };
}

const byPosition = (table: { position: typeof tables.language.position }) => [asc(table.position)];

const statementBy = perSelection((selection, key) =>
  readPersons<PersonRow>(
    tables,
    reading(selection, [key]),
    key === 'id' ? byIdentifier : { clauses: 'where person.duf_number = any($1::text[])' },
  ),
);

/** The persons with these identifiers, or these DUF numbers, that the caller may see. */
export async function personsBy(
  session: ProfileSession,
  key: 'id' | 'dufNumber',
  values: readonly string[],
  selection: Selection,
): Promise<ReadonlyMap<string, PersonRow>> {
  const rows = await ask(session, statementBy(selection, key), [values]);
  return new Map(rows.map((row) => [row[key] ?? '', row]));
}

/** What narrows a list of persons; see the SDL. */
export interface PersonFilter {
  readonly occupation?: string | null | undefined;
  readonly language?:
    | { readonly language: string; readonly atLeast?: CefrLevel | null | undefined }
    | null
    | undefined;
  readonly educationLevel?: EducationLevel | null | undefined;
  readonly registrationStatus?: RegistrationStatus | null | undefined;
  readonly municipality?: string | null | undefined;
  readonly updatedSince?: string | null | undefined;
}
type CefrLevel = (typeof tables.cefrLevel.enumValues)[number];
type EducationLevel = (typeof tables.educationLevel.enumValues)[number];
type RegistrationStatus = (typeof tables.registrationStatus.enumValues)[number];

/** Values of a statement, each written as its placeholder. */
class Parameters {
  readonly values: unknown[];

  constructor(before: readonly unknown[] = []) {
    this.values = [...before];
  }

  of(value: unknown): string {
    return `$${this.values.push(value)}`;
  }
}

/** The words that a filter looks for; see the migration `terms`. */
function termsOf({ occupation, language, educationLevel }: PersonFilter): string[] {
  const known = language && `language:${language.language}${language.atLeast ? `:${language.atLeast}` : ''}`;
  return [
    ...(occupation ? [`work:${occupation}`] : []),
    ...(known ? [known] : []),
    ...(educationLevel ? [`education:${educationLevel}`] : []),
  ];
}

/**
 * Up to so many persons of a municipality, a list is found faster from those, and sorted; above, faster from the order,
 * with each person looked up, for a page is full before many are passed.
 */
const few = 3_000;

/** Which persons a list means, and from where they are found: the same for its page and its count. */
export interface Narrowed {
  /** Follows the table `person`. */
  readonly join: string;
  /** Whose columns the order is of: `person`, or `found`, a word's persons in their order. */
  readonly ordered: 'person' | 'found';
  readonly conditions: readonly string[];
  /** Whether those are meant that were updated since some time. */
  readonly updatedSince: boolean;
  /** What the placeholders so far stand for. */
  readonly values: readonly unknown[];
}

/**
 * A list begins at the fewest persons that it can be among: those related to the caller or placed in a municipality,
 * where those are few; else those found by the rarest word, in their order; else everybody, in their order. What else
 * is asked for is looked up for each: scalar subqueries are looked up a row at a time, as in the policies.
 */
export async function narrow(
  session: ProfileSession,
  caller: Caller,
  filter: PersonFilter,
): Promise<Narrowed> {
  const parameters = new Parameters();
  const { registrationStatus, municipality, updatedSince } = filter;
  const terms = termsOf(filter);
  const [related, placed] = await Promise.all([
    relatedToCaller(session, 'person.id', caller),
    municipality ? fewPlaced(session, municipality) : false,
  ]);
  const walked = related || placed ? undefined : await rarestOf(session, terms);
  const place = municipality ? placements(parameters.of(municipality)) : '';
  const conditions = [
    related,
    placed && `person.id = any(array(select placed.person_id from ${place}))`,
    municipality && `(select true from ${place} and placed.person_id = person.id limit 1) is true`,
    ...terms
      .filter((term) => term !== walked)
      .map(
        (term) => `(select true from profile.term as known
          where known.term = ${parameters.of(term)} and known.person_id = person.id limit 1) is true`,
      ),
    registrationStatus &&
      `person.registration_status = ${parameters.of(registrationStatus)}::profile.registration_status`,
    updatedSince &&
      `${walked ? 'found' : 'person'}.updated_at >= ${parameters.of(updatedSince)}::timestamptz`,
  ].filter((condition): condition is string => Boolean(condition));
  return {
    join: walked
      ? `join profile.term as found on found.person_id = person.id and found.term = ${parameters.of(walked)}`
      : '',
    ordered: walked ? 'found' : 'person',
    conditions,
    updatedSince: Boolean(updatedSince),
    values: parameters.values,
  };
}

const identifierIn = (ordered: Narrowed['ordered']): string =>
  ordered === 'found' ? 'found.person_id' : 'person.id';

async function rarestOf(session: ProfileSession, terms: readonly string[]): Promise<string | undefined> {
  if (terms.length < 2) return terms[0];
  const [found] = await session.$client.unsafe<{ rarest: string }[]>(
    'select profile.rarest($1::text[]) as rarest',
    [terms] as never,
    { prepare: true },
  );
  return found?.rarest;
}

const placements = (municipality: string) => `access.relation as placed
  where placed.place = ${municipality} and placed.kind in ('HOST', 'ASSIGNED', 'SETTLED')
    and placed.valid_from <= now() and (placed.valid_to is null or placed.valid_to > now())`;

async function fewPlaced(session: ProfileSession, municipality: string): Promise<boolean> {
  const [counted] = await session.$client.unsafe<{ few: boolean }[]>(
    `select count(*) < ${few} as few from (select from ${placements('$1')} limit ${few}) as found`,
    [municipality] as never,
    { prepare: true },
  );
  return counted?.few ?? false;
}

const where = (conditions: readonly string[]): string =>
  conditions.length > 0 ? `where ${conditions.join(' and ')}` : '';

/** Orders are total: ties are broken by the identifier, so that a page begins where the last one ended. */
const orders = {
  UPDATED_DESC: { by: 'updated_at', type: 'timestamptz', column: 'updatedAt', direction: 'desc' },
  UPDATED_ASC: { by: 'updated_at', type: 'timestamptz', column: 'updatedAt', direction: 'asc' },
  NAME_ASC: { by: 'name collate "nb-x-icu"', type: 'text', column: 'name', direction: 'asc' },
  AGE_ASC: { by: 'birth_date', type: 'date', column: 'birthDate', direction: 'desc' },
  AGE_DESC: { by: 'birth_date', type: 'date', column: 'birthDate', direction: 'asc' },
} as const;
export type PersonOrder = keyof typeof orders;

/** Where a row stands in an order, as text: what a cursor seals. */
export function positionOf(row: PersonRow, order: PersonOrder): [string, string] {
  const value = row[orders[order].column];
  return [value instanceof Date ? value.toISOString() : (value ?? ''), row.id];
}

/** The key is the order's column and, behind a blank, what follows the table in the statement. */
const listStatement = perSelection((selection, key) => {
  const end = key.indexOf(' ');
  return readPersons<PersonRow>(tables, reading(selection, [key.slice(0, end)]), { clauses: key.slice(end) });
});

/**
 * A page of the persons that the caller may see, and one more if there is one.
 * @param after where the page before ended, as {@link positionOf} told
 */
export async function listPersons(
  session: ProfileSession,
  { join, ordered, conditions, values }: Narrowed,
  order: PersonOrder,
  first: number,
  after: readonly string[] | undefined,
  selection: Selection,
): Promise<readonly PersonRow[]> {
  const parameters = new Parameters(values);
  const { type, column, direction, ...orderOf } = orders[order];
  const by = `${ordered}.${orderOf.by}`;
  const id = identifierIn(ordered);
  const beyond = after && [
    `(${by}, ${id}) ${direction === 'asc' ? '>' : '<'} (${parameters.of(after[0])}::${type}, ${parameters.of(after[1])}::uuid)`,
  ];
  const clauses = `${join} ${where([...conditions, ...(beyond ?? [])])}
    order by ${by} ${direction}, ${id} ${direction} limit ${parameters.of(first + 1)}::int`;
  return ask(session, listStatement(selection, `${column} ${clauses}`), parameters.values);
}

/**
 * How many persons match, of those that the caller may see, counted up to {@link countedUpTo}: from those updated since,
 * or in the order of identifiers, in which relations lie side by side and are looked up twice as fast among a million.
 */
export async function countPersons(
  session: ProfileSession,
  { join, ordered, conditions, updatedSince, values }: Narrowed,
): Promise<number> {
  const along = updatedSince ? `${ordered}.updated_at` : identifierIn(ordered);
  const [row] = await session.$client.unsafe<{ count: number }[]>(
    `select count(*)::int as count from (
      select from profile.person as person ${join} ${where(conditions)}
      order by ${along} limit ${countedUpTo}) as counted`,
    [...values] as never,
    { prepare: true },
  );
  return row?.count ?? 0;
}
