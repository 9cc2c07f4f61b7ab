import {
  ask,
  byIdentifier,
  columnsFor,
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
  readonly values: unknown[] = [];

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
 * Up to so many persons that a word finds, a list is found faster from those, and sorted; above, faster from the order,
 * with each person looked up, for a page is full before many are passed.
 */
const few = 3_000;

/** Conditions over the alias `person`. Scalar subqueries are looked up a row at a time, as in the policies. */
async function matching(
  session: ProfileSession,
  filter: PersonFilter,
  parameters: Parameters,
): Promise<string[]> {
  const { registrationStatus, municipality, updatedSince } = filter;
  const terms = termsOf(filter);
  const [found] =
    terms.length > 0
      ? await session.$client.unsafe<{ rarest: string | null }[]>(
          'select profile.rarest($1::text[], $2::int) as rarest',
          [terms, few] as never,
          { prepare: true },
        )
      : [];
  return [
    found?.rarest
      ? `person.id = any(array(select found.person_id from profile.term as found
          where found.term = ${parameters.of(found.rarest)}))`
      : undefined,
    ...terms.map(
      (term) => `(select true from profile.term as found
        where found.term = ${parameters.of(term)} and found.person_id = person.id limit 1) is true`,
    ),
    registrationStatus
      ? `person.registration_status = ${parameters.of(registrationStatus)}::profile.registration_status`
      : undefined,
    ...(municipality ? await placedIn(session, parameters.of(municipality), municipality) : []),
    updatedSince ? `person.updated_at >= ${parameters.of(updatedSince)}::timestamptz` : undefined,
  ].filter((condition) => condition !== undefined);
}

const placements = (municipality: string) => `access.relation as placed
  where placed.place = ${municipality} and placed.kind in ('HOST', 'ASSIGNED', 'SETTLED')
    and placed.valid_from <= now() and (placed.valid_to is null or placed.valid_to > now())`;

/** Persons of a municipality: from those when they are few, and each looked up in any case. */
async function placedIn(
  session: ProfileSession,
  placeholder: string,
  municipality: string,
): Promise<string[]> {
  const [counted] = await session.$client.unsafe<{ few: boolean }[]>(
    `select count(*) < ${few} as few from (select from ${placements('$1')} limit ${few}) as found`,
    [municipality] as never,
    { prepare: true },
  );
  return [
    ...(counted?.few
      ? [`person.id = any(array(select placed.person_id from ${placements(placeholder)}))`]
      : []),
    `(select true from ${placements(placeholder)} and placed.person_id = person.id limit 1) is true`,
  ];
}

/** Orders are total: ties are broken by the identifier, so that a page begins where the last one ended. */
const orders = {
  UPDATED_DESC: { by: 'person.updated_at', type: 'timestamptz', column: 'updatedAt', direction: 'desc' },
  UPDATED_ASC: { by: 'person.updated_at', type: 'timestamptz', column: 'updatedAt', direction: 'asc' },
  NAME_ASC: { by: 'person.name collate "nb-x-icu"', type: 'text', column: 'name', direction: 'asc' },
  AGE_ASC: { by: 'person.birth_date', type: 'date', column: 'birthDate', direction: 'desc' },
  AGE_DESC: { by: 'person.birth_date', type: 'date', column: 'birthDate', direction: 'asc' },
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
  caller: Caller,
  filter: PersonFilter,
  order: PersonOrder,
  first: number,
  after: readonly string[] | undefined,
  selection: Selection,
): Promise<readonly PersonRow[]> {
  const parameters = new Parameters();
  const { by, type, column, direction } = orders[order];
  const related = await relatedToCaller(session, 'person.id', caller);
  const conditions = [related, ...(await matching(session, filter, parameters))].filter(
    (each) => each !== undefined,
  );
  if (after)
    conditions.push(
      `(${by}, person.id) ${direction === 'asc' ? '>' : '<'} (${parameters.of(after[0])}::${type}, ${parameters.of(after[1])}::uuid)`,
    );
  const clauses = `${conditions.length > 0 ? `where ${conditions.join(' and ')}` : ''}
    order by ${by} ${direction}, person.id ${direction} limit ${parameters.of(first + 1)}::int`;
  return ask(session, listStatement(selection, `${column} ${clauses}`), parameters.values);
}

/** How many persons match, of those that the caller may see. */
export async function countPersons(
  session: ProfileSession,
  caller: Caller,
  filter: PersonFilter,
): Promise<number> {
  const parameters = new Parameters();
  const related = await relatedToCaller(session, 'person.id', caller);
  const conditions = [related, ...(await matching(session, filter, parameters))].filter(
    (each) => each !== undefined,
  );
  const [row] = await session.$client.unsafe<{ count: number }[]>(
    `select count(*)::int as count from profile.person as person
      ${conditions.length > 0 ? `where ${conditions.join(' and ')}` : ''}`,
    parameters.values as never,
  );
  return row?.count ?? 0;
}
