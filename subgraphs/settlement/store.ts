import {
  askByKey,
  columnsFor,
  countedUpTo,
  isUuid,
  perSelection,
  type Reading,
  readByKey,
  type Selection,
  type Session,
  sameNames,
  smallestCell,
} from '@kompass/runtime';
import {
  and,
  asc,
  count,
  desc,
  eq,
  getTableColumns,
  gt,
  inArray,
  isNotNull,
  type SQL,
  sql,
} from 'drizzle-orm';
import { familiesOf, ownFamiliesOf } from './newcomers.js';
import { participantsBy } from './programmes.js';
import { proposeFullTimeProgramme, proposeIntroductionProgramme } from './proposal.js';
import type { BatchAdviceRow, BatchMunicipalityRow, Context, PersonRow, SettlementBatchRow } from './rows.js';
import * as tables from './tables.js';
import { weights } from './weights.js';

type SettlementSession = Session<typeof tables>;

const { person, receptionCentre } = tables;

const settlementSources = {
  ...sameNames('status', 'waitingSince', 'assignedAt', 'settledAt', 'version', 'movingDate'),
  receptionCentre: ['receptionCentreId'],
  municipality: ['municipalityNumber'],
};
const matchSources = {
  score: ['score'],
  reasons: ['criteria'],
  criteria: ['criteria'],
  municipality: ['municipalityNumber'],
};
const basisSources = sameNames(
  'madeAt',
  'madeBy',
  'weightsVersion',
  'dataVersion',
  'quality',
  'missing',
  'outdatedSince',
);
const eventSources = {
  ...sameNames('kind', 'at', 'officer', 'organisation', 'day', 'reason', 'advisedRank', 'advisedScore'),
  municipality: ['municipalityNumber'],
  receptionCentre: ['receptionCentreId'],
};
const introductionProgrammeSources = sameNames(
  'endGoal',
  'content',
  'norwegianGoal',
  'from',
  'to',
  'proposal',
);
const fullTimeProgrammeSources = sameNames('endGoal', 'content', 'from', 'to', 'proposal');

const statement = perSelection((selection) => {
  const settlement = selection['settlement'] ?? {};
  return readByKey<PersonRow>(tables, {
    columns: columnsFor(settlement, settlementSources, ['id']),
    with: parts(settlement),
  });
});

/** The persons with these identifiers that the caller may see. */
export async function personsBy(
  context: Context,
  ids: readonly string[],
  selection: Selection,
): Promise<ReadonlyMap<string, PersonRow>> {
  const { session, caller } = context;
  const settlement = selection['settlement'] ?? {};
  const { familyGroup, batchAdvice, proposedIntroductionProgramme, proposedFullTimeProgramme } = settlement;
  const [rows, families, advice, participants] = await Promise.all([
    askByKey(session, statement(selection), ids),
    familyGroup && (caller.party === 'PERSON' ? ownFamiliesOf(session, ids) : familiesOf(session, ids)),
    batchAdvice ? latestBatchAdvice(session, ids) : undefined,
    (proposedIntroductionProgramme ?? proposedFullTimeProgramme) ? participantsBy(context, ids) : undefined,
  ]);
  // Most lists ask for none of these, and copying their rows took 2 % of a list's time in Node.js.
  if (!families && !advice && !participants) return new Map(rows.map((row) => [row.id, row]));
  return new Map(
    rows.map((row) => {
      const participant = participants?.get(row.id);
      const whole: PersonRow = {
        ...row,
        family: families?.get(row.id),
        batchAdvice: advice?.get(row.id) ?? null,
        proposedIntroductionProgramme: participant ? proposeIntroductionProgramme(participant) : null,
        proposedFullTimeProgramme: participant ? proposeFullTimeProgramme(participant) : null,
      };
      return [row.id, whole];
    }),
  );
}

/** The persons of a list, in its order, who are looked up only where more than who they are is asked for. */
export async function personsListed(
  context: Context,
  ids: readonly string[],
  selection: Selection,
): Promise<readonly PersonRow[]> {
  if (!selection['settlement']) return ids.map((id) => ({ id }));
  const persons = await personsBy(context, ids, selection);
  return ids.map((id) => persons.get(id) ?? { id });
}

function parts(settlement: Selection): Reading['with'] {
  const { matching, matchingBasis, network, needs, history, introductionProgramme, fullTimeProgramme } =
    settlement;
  return {
    ...(matching && {
      matching: {
        columns: columnsFor(matching, matchSources, ['position']),
        orderBy: [asc(tables.municipalityMatch.position)],
      },
    }),
    ...(matchingBasis && {
      matchingBasis: { columns: columnsFor(matchingBasis, basisSources, ['personId']) },
    }),
    ...(network && {
      network: {
        orderBy: [asc(tables.networkTie.municipalityNumber), asc(tables.networkTie.kind)],
      },
    }),
    ...(needs && { needs: { orderBy: [asc(tables.need.need)] } }),
    ...(history && {
      history: { columns: columnsFor(history, eventSources, ['id']), orderBy: [desc(tables.event.at)] },
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
  };
}

/** What the latest batch that each person was in advised. */
async function latestBatchAdvice(
  session: SettlementSession,
  ids: readonly string[],
): Promise<ReadonlyMap<string, BatchAdviceRow>> {
  const { batch, batchAdvice } = tables;
  const rows = await session
    .selectDistinctOn([batchAdvice.personId], { ...getTableColumns(batchAdvice), madeAt: batch.madeAt })
    .from(batchAdvice)
    .innerJoin(batch, eq(batch.id, batchAdvice.batchId))
    .where(inArray(batchAdvice.personId, [...ids]))
    .orderBy(batchAdvice.personId, desc(batch.madeAt));
  return new Map(rows.map((row) => [row.personId, row]));
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
  const { rows } = await session.execute<{ number: string; id: string }>(sql`
    select asked.number, found.id
    from unnest(${sql.param(numbers)}::text[]) as asked (number)
    cross join lateral (
      select ${person.id} from ${person}
      where ${linked[link]} and ${after ? sql`${person.id} > ${after}` : sql`true`}
      order by ${person.id} limit ${first + 1}) as found
    order by asked.number, found.id`);
  return rows;
}

/**
 * For each municipality how many of its persons the caller may see, counted up to {@link countedUpTo}; one statement for
 * all municipalities.
 */
export async function countLinked(
  session: SettlementSession,
  link: Link,
  numbers: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await session.execute<{ number: string; count: number }>(sql`
    select asked.number, (
      select count(*)::int from (select from ${person} where ${linked[link]} limit ${countedUpTo}) as counted) as count
    from unnest(${sql.param(numbers)}::text[]) as asked (number)`);
  return new Map(rows.map(({ number, count }) => [number, count]));
}

/** A settlement batch; `null` when there is none. */
export async function batchBy(session: SettlementSession, id: string): Promise<SettlementBatchRow | null> {
  if (!isUuid(id)) return null;
  return (await session.query.batch.findFirst({ where: eq(tables.batch.id, id) })) ?? null;
}

/** What a batch adds up to, of the persons that the caller may see. */
export async function countsOfBatch(
  session: SettlementSession,
  batchId: string,
): Promise<{ readonly persons: number; readonly placed: number; readonly score: number }> {
  const { batchAdvice } = tables;
  const [counted] = await session
    .select({
      persons: count(),
      placed: count(batchAdvice.municipalityNumber),
      scores: sql<number>`coalesce(sum(${batchAdvice.score}), 0)::int`,
    })
    .from(batchAdvice)
    .where(eq(batchAdvice.batchId, batchId));
  const { persons = 0, placed = 0, scores = 0 } = counted ?? {};
  return { persons, placed, score: scores + placed * weights.place };
}

/** What a batch adds up to, where it is of so many that the sum is not one person's advice; `null` otherwise. */
export async function sumsOfBatch(session: SettlementSession, batchId: string) {
  const counts = await countsOfBatch(session, batchId);
  return counts.persons < smallestCell ? null : counts;
}

/** How many persons a batch advises for each municipality, by number, of those that the caller may see. */
export async function placedByMunicipality(
  session: SettlementSession,
  batchId: string,
): Promise<BatchMunicipalityRow[]> {
  const { batchAdvice } = tables;
  const rows = await session
    .select({ municipalityNumber: batchAdvice.municipalityNumber, placed: count() })
    .from(batchAdvice)
    .where(and(eq(batchAdvice.batchId, batchId), isNotNull(batchAdvice.municipalityNumber)))
    .groupBy(batchAdvice.municipalityNumber)
    .orderBy(asc(batchAdvice.municipalityNumber));
  return rows.map(({ municipalityNumber, placed }) => ({
    municipalityNumber: municipalityNumber ?? '',
    placed,
  }));
}

/**
 * The identifiers of a page of a batch's persons that the caller may see, and one more if there is one.
 * @param after the identifier that the page before ended with
 */
export async function advisedPersons(
  session: SettlementSession,
  batchId: string,
  first: number,
  after: string | undefined,
): Promise<string[]> {
  const { batchAdvice } = tables;
  const rows = await session
    .select({ id: batchAdvice.personId })
    .from(batchAdvice)
    .where(and(eq(batchAdvice.batchId, batchId), after ? gt(batchAdvice.personId, after) : undefined))
    .orderBy(asc(batchAdvice.personId))
    .limit(first + 1);
  return rows.map(({ id }) => id);
}
