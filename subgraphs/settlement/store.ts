import { columnsFor, type Selection, type Session, sameNames } from '@kompass/runtime';
import { asc, inArray, type SQL, sql } from 'drizzle-orm';
import type { PersonRow } from './rows.js';
import * as tables from './tables.js';

type SettlementSession = Session<typeof tables>;

const { person, receptionCentre } = tables;

const settlementSources = {
  ...sameNames('status', 'assignedAt', 'settledAt'),
  receptionCentre: ['receptionCentreId'],
  municipality: ['municipalityNumber'],
};
const matchSources = { ...sameNames('score', 'reasons'), municipality: ['municipalityNumber'] };
const introductionProgrammeSources = sameNames('endGoal', 'content', 'norwegianGoal', 'from', 'to');
const fullTimeProgrammeSources = sameNames('content', 'from', 'to');

/** The persons with these identifiers that the caller may see. */
export async function personsBy(
  session: SettlementSession,
  ids: readonly string[],
  selection: Selection,
): Promise<ReadonlyMap<string, PersonRow>> {
  const settlement = selection['settlement'] ?? {};
  const rows: readonly PersonRow[] = await session.query.person.findMany({
    columns: columnsFor(settlement, settlementSources, ['id']),
    with: parts(settlement),
    where: inArray(person.id, [...ids]),
  });
  return new Map(rows.map((row) => [row.id, row]));
}

function parts(settlement: Selection): Record<string, never> {
  const { matching, introductionProgramme, fullTimeProgramme } = settlement;
  return {
    ...(matching && {
      matching: {
        columns: columnsFor(matching, matchSources, ['position']),
        orderBy: [asc(tables.municipalityMatch.position)],
      },
    }),
    ...(introductionProgramme && {
      introductionProgramme: {
        columns: columnsFor(introductionProgramme, introductionProgrammeSources, ['personId']),
      },
    }),
    ...(fullTimeProgramme && {
      fullTimeProgramme: {
        columns: columnsFor(fullTimeProgramme, fullTimeProgrammeSources, ['personId']),
      },
    }),
  } as Record<string, never>;
}

/** How a municipality has to do with a person. */
export type Link = 'residents' | 'assigned';

const linked: Readonly<Record<Link, SQL>> = {
  residents: sql`${person.status} <> 'SETTLED' and ${person.receptionCentreId} in (
    select ${receptionCentre.id} from ${receptionCentre}
    where ${receptionCentre.municipalityNumber} = asked.number)`,
  assigned: sql`${person.municipalityNumber} = asked.number`,
};

/**
 * For each municipality the identifiers of a page of its persons that the caller may see, and one more if there is
 * one; one statement for all municipalities.
 * @param after the identifier that the page before ended with
 */
export async function linkedPersons(
  session: SettlementSession,
  link: Link,
  numbers: readonly string[],
  first: number,
  after: string | undefined,
): Promise<readonly { readonly number: string; readonly id: string }[]> {
  return session.execute<{ number: string; id: string }>(sql`
    select asked.number, found.id
    from unnest(${sql.param(numbers)}::text[]) as asked (number)
    cross join lateral (
      select ${person.id} from ${person}
      where ${linked[link]} and ${after ? sql`${person.id} > ${after}` : sql`true`}
      order by ${person.id} limit ${first + 1}) as found
    order by asked.number, found.id`);
}

/** For each municipality how many of its persons the caller may see; one statement for all municipalities. */
export async function countLinked(
  session: SettlementSession,
  link: Link,
  numbers: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await session.execute<{ number: string; count: number }>(sql`
    select asked.number, (select count(*)::int from ${person} where ${linked[link]}) as count
    from unnest(${sql.param(numbers)}::text[]) as asked (number)`);
  return new Map(rows.map(({ number, count }) => [number, count]));
}
