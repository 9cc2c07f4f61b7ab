import {
  ask,
  askByKey,
  columnsFor,
  countedUpTo,
  type PersonKey,
  perSelection,
  prepared,
  type Reading,
  readByKey,
  readPersons,
  type Selection,
  type Session,
  type Sources,
  sameNames,
} from '@kompass/runtime';
import { asc } from 'drizzle-orm';
import { identifierIn, type Narrowed, Parameters } from './narrow.js';
import type { PersonRow } from './rows.js';
import * as tables from './tables.js';

type ProfileSession = Session<typeof tables>;

const personSources: Sources = {
  ...sameNames('id', 'name', 'dufNumber', 'citizenships', 'gender', 'birthDate', 'updatedAt'),
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

const statement = perSelection((selection, key) => {
  const by = key as PersonKey['by'];
  return readByKey<PersonRow>(tables, reading(selection, [by]), by);
});

/** The persons with these identifiers, or these DUF numbers, that the caller may see. */
export async function personsBy(
  session: ProfileSession,
  key: PersonKey['by'],
  values: readonly string[],
  selection: Selection,
): Promise<ReadonlyMap<string, PersonRow>> {
  const rows = await askByKey(session, statement(selection, key), values);
  return new Map(rows.map((row) => [row[key] ?? '', row]));
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
  const {
    rows: [row],
  } = await session.$client.query<{ count: number }>(
    prepared(`select count(*)::int as count from (
      select from profile.person as person ${join} ${where(conditions)}
      order by ${along} limit ${countedUpTo}) as counted`),
    values,
  );
  return row?.count ?? 0;
}
