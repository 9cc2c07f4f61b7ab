import {
  columnsFor,
  relatedToCaller,
  type Selection,
  type Session,
  type Sources,
  sameNames,
} from '@kompass/runtime';
import type { Caller } from '@kompass/schema';
import { and, asc, desc, eq, gte, inArray, type SQL, sql } from 'drizzle-orm';
import type { PersonRow } from './rows.js';
import * as tables from './tables.js';

type ProfileSession = Session<typeof tables>;

const { person } = tables;

const personSources: Sources = {
  ...sameNames('id', 'name', 'dufNumber', 'citizenships', 'gender', 'updatedAt'),
  age: ['birthDate'],
};
const registrationSources: Sources = {
  ...sameNames('startedAt', 'completedAt', 'helpedBy'),
  status: ['registrationStatus'],
  missingSections: ['registeredSections'],
};

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

/** One statement's shape: the person's columns, and each selected section aggregated beside them. */
function shape(selection: Selection, always: readonly string[]) {
  const sections = Object.entries(sectionSources).flatMap(([section, sources]) => {
    const fields = selection[section];
    if (!fields) return [];
    return [[section, { columns: columnsFor(fields, sources, ['position']), orderBy: byPosition }]];
  });
  const wishes = selection['wishes']
    ? [['wishes', { columns: columnsFor(selection['wishes'], wishesSources, ['personId']) }]]
    : [];
  return {
    columns: {
      ...columnsFor(selection, personSources, ['id', ...always]),
      ...columnsFor(selection['registration'] ?? {}, registrationSources),
    },
    with: Object.fromEntries([...sections, ...wishes]) as Record<string, never>,
  };
}

const byPosition = (table: { position: typeof tables.language.position }) => [asc(table.position)];

/** The persons with these identifiers, or these DUF numbers, that the caller may see. */
export async function personsBy(
  session: ProfileSession,
  key: 'id' | 'dufNumber',
  values: readonly string[],
  selection: Selection,
): Promise<ReadonlyMap<string, PersonRow>> {
  const rows: readonly PersonRow[] = await session.query.person.findMany({
    ...shape(selection, [key]),
    where: inArray(person[key], [...values]),
  });
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

/** Subqueries name their tables in plain SQL: drizzle takes every column in a `where` for the listed table's. */
function matching(filter: PersonFilter): SQL[] {
  const { occupation, language, educationLevel, registrationStatus, municipality, updatedSince } = filter;
  const known = language?.atLeast
    ? sql`known.language = ${language.language} and known.speaking >= ${language.atLeast}`
    : sql`known.language = ${language?.language}`;
  return [
    occupation
      ? sql`${person.id} in (select worked.person_id from profile.work_experience as worked
          where worked.occupation like ${`${occupation.replace(/[\\%_]/g, '\\$&')}%`})`
      : undefined,
    language
      ? sql`${person.id} in (select known.person_id from profile.language as known where ${known})`
      : undefined,
    educationLevel
      ? sql`${person.id} in (select learned.person_id from profile.education as learned
          where learned.level >= ${educationLevel})`
      : undefined,
    registrationStatus ? eq(person.registrationStatus, registrationStatus) : undefined,
    municipality
      ? sql`${person.id} in (select placed.person_id from access.relation as placed
          where placed.place = ${municipality} and placed.kind in ('HOST', 'ASSIGNED', 'SETTLED')
            and placed.valid_from <= now() and (placed.valid_to is null or placed.valid_to > now()))`
      : undefined,
    updatedSince ? gte(person.updatedAt, new Date(updatedSince)) : undefined,
  ].filter((condition) => condition !== undefined);
}

/** Orders are total: ties are broken by the identifier, so that a page begins where the last one ended. */
const orders = {
  UPDATED_DESC: { by: sql`${person.updatedAt}`, column: 'updatedAt', direction: desc },
  UPDATED_ASC: { by: sql`${person.updatedAt}`, column: 'updatedAt', direction: asc },
  NAME_ASC: { by: sql`${person.name} collate "nb-x-icu"`, column: 'name', direction: asc },
  AGE_ASC: { by: sql`${person.birthDate}`, column: 'birthDate', direction: desc },
  AGE_DESC: { by: sql`${person.birthDate}`, column: 'birthDate', direction: asc },
} as const;
export type PersonOrder = keyof typeof orders;

/** Where a row stands in an order, as text: what a cursor seals. */
export function positionOf(row: PersonRow, order: PersonOrder): [string, string] {
  const value = row[orders[order].column];
  return [value instanceof Date ? value.toISOString() : (value ?? ''), row.id];
}

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
  const related = await relatedToCaller(session, person.id, caller);
  const { by, column, direction } = orders[order];
  const beyond = direction === asc ? sql`>` : sql`<`;
  return session.query.person.findMany({
    ...shape(selection, [column]),
    where: and(
      related,
      ...matching(filter),
      after ? sql`(${by}, ${person.id}) ${beyond} (${after[0]}, ${after[1]})` : undefined,
    ),
    orderBy: [direction(by), direction(person.id)],
    limit: first + 1,
  });
}

/** How many persons match, of those that the caller may see. */
export async function countPersons(
  session: ProfileSession,
  caller: Caller,
  filter: PersonFilter,
): Promise<number> {
  const [row] = await session
    .select({ count: sql<number>`count(*)::int` })
    .from(person)
    .where(and(await relatedToCaller(session, person.id, caller), ...matching(filter)));
  return row?.count ?? 0;
}
