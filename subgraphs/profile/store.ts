import {
  ask,
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
    key === 'id' ? 'where person.id = any($1::uuid[])' : 'where person.duf_number = any($1::text[])',
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

function matching(filter: PersonFilter, parameters: Parameters): string[] {
  const { occupation, language, educationLevel, registrationStatus, municipality, updatedSince } = filter;
  const known = language?.atLeast
    ? `and known.speaking >= ${parameters.of(language.atLeast)}::profile.cefr_level`
    : '';
  return [
    occupation
      ? `person.id in (select worked.person_id from profile.work_experience as worked
          where worked.occupation like ${parameters.of(`${occupation.replace(/[\\%_]/g, '\\$&')}%`)})`
      : undefined,
    language
      ? `person.id in (select known.person_id from profile.language as known
          where known.language = ${parameters.of(language.language)} ${known})`
      : undefined,
    educationLevel
      ? `person.id in (select learned.person_id from profile.education as learned
          where learned.level >= ${parameters.of(educationLevel)}::profile.education_level)`
      : undefined,
    registrationStatus
      ? `person.registration_status = ${parameters.of(registrationStatus)}::profile.registration_status`
      : undefined,
    municipality
      ? `person.id in (select placed.person_id from access.relation as placed
          where placed.place = ${parameters.of(municipality)} and placed.kind in ('HOST', 'ASSIGNED', 'SETTLED')
            and placed.valid_from <= now() and (placed.valid_to is null or placed.valid_to > now()))`
      : undefined,
    updatedSince ? `person.updated_at >= ${parameters.of(updatedSince)}::timestamptz` : undefined,
  ].filter((condition) => condition !== undefined);
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
  return readPersons<PersonRow>(tables, reading(selection, [key.slice(0, end)]), key.slice(end));
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
  const conditions = [related, ...matching(filter, parameters)].filter((each) => each !== undefined);
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
  const conditions = [related, ...matching(filter, parameters)].filter((each) => each !== undefined);
  const [row] = await session.$client.unsafe<{ count: number }[]>(
    `select count(*)::int as count from profile.person as person
      ${conditions.length > 0 ? `where ${conditions.join(' and ')}` : ''}`,
    parameters.values as never,
  );
  return row?.count ?? 0;
}
