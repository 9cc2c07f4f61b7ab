import { randomUUID } from 'node:crypto';
import { type Duty, relation, restriction, type Session } from '@kompass/runtime';
import { and, eq, isNull, lt, notInArray, sql } from 'drizzle-orm';
import { monthsAfter } from './deadline.js';
import { beginExecution } from './execution.js';
import * as tables from './tables.js';

type ConsentSession = Session<typeof tables>;

/** «Opplysningene som du gir, vil bli lagret i inntil 15 år.» */
const years = 15;

/**
 * So many persons, or this share of all, may fall due in a day, and of a small register half. More look like a clock that
 * is wrong or a register that was loaded with wrong dates, and erasing cannot be undone: then an officer must look.
 */
const plausible = { persons: 100, share: 0.02, ofSmall: 0.5 };

/** How much the clocks of a process and of PostgreSQL may differ, in minutes. What is counted are days. */
const clocksDiffer = 60;

/** By one of two clocks, persons would be erased who are not due; which of them is right cannot be told. */
export class ClocksDiffer extends Error {
  constructor(readonly minutes: number) {
    super(
      `The clocks of this process and of PostgreSQL are ${minutes} minutes apart: nobody is counted or erased. Set them right, then try again.`,
    );
    this.name = 'ClocksDiffer';
  }
}

export type RetentionReport = typeof tables.retentionRun.$inferSelect;

/** Each day, the data of whoever was registered 15 years ago is erased, but for those who are held back. */
export const enforceStorageLimit: Duty<typeof tables> = {
  name: 'storage-limit',
  every: 86_400,
  async run(session, now, log) {
    const { due, outcome, heldForDemand, heldForRestriction } = await applyStorageLimit(
      session,
      now,
      'BEGIN_IF_PLAUSIBLE',
    ).catch((error: unknown) => {
      if (error instanceof ClocksDiffer)
        log.error(
          { minutes: error.minutes },
          'nothing is erased: the clocks of Kompass and PostgreSQL differ',
        );
      throw error;
    });
    if (outcome === 'HELD')
      log.warn({ due }, 'more are due after 15 years than is plausible: an officer must look, then erase');
    if (heldForDemand + heldForRestriction > 0)
      log.warn(
        { heldForDemand, heldForRestriction },
        'data stored for 15 years is held back: decide the demands, and lift the restrictions, first',
      );
  },
};

/**
 * Counts first who is due, and then begins to erase them. Whoever has a demand that is not decided, or a restriction that
 * stands (GDPR art. 18(1)(c): the data may be what a legal claim rests on), is held back until an officer has decided, or
 * lifted it. Either way, what it came to is reported.
 * @param mode what to do once it is counted; an officer who has looked has it `BEGIN`
 * @throws ClocksDiffer whatever the mode
 */
export async function applyStorageLimit(
  session: ConsentSession,
  now: Date,
  mode: 'DRY_RUN' | 'BEGIN_IF_PLAUSIBLE' | 'BEGIN',
): Promise<RetentionReport> {
  await refuseWrongClock(session);
  const registeredUntil = monthsAfter(now, -12 * years);
  const due = await dueOn(session, registeredUntil);
  const { erasable, ...heldBack } = await sorted(session, due);
  const held = mode === 'BEGIN_IF_PLAUSIBLE' && erasable.length > (await mostPlausible(session));
  const outcome = mode === 'DRY_RUN' ? 'DRY_RUN' : held ? 'HELD' : 'BEGUN';
  if (outcome === 'BEGUN')
    for (const personId of erasable)
      await beginExecution(session, {
        kind: 'ERASURE',
        personId,
        ground: 'STORAGE_LIMIT',
        requestId: null,
        decidedAt: now,
        decidedBy: null,
      });
  const report = {
    id: randomUUID(),
    ranAt: now,
    registeredUntil,
    due: due.length,
    begun: outcome === 'BEGUN' ? erasable.length : 0,
    ...heldBack,
    outcome,
  } as const;
  await session.insert(tables.retentionRun).values(report);
  return report;
}

/** A process that is years ahead would erase everybody of a small register; PostgreSQL is a second witness. */
async function refuseWrongClock(session: ConsentSession): Promise<void> {
  const [there] = await session.execute<{ now: number }>(
    sql`select (extract(epoch from clock_timestamp()) * 1000)::float8 as now`,
  );
  const minutes = Math.round(Math.abs(Date.now() - Number(there?.now)) / 60_000);
  if (!(minutes <= clocksDiffer)) throw new ClocksDiffer(minutes);
}

/** Whoever was admitted on a day or earlier and is not being erased already. IMDi's relation begins as a person is admitted. */
async function dueOn(session: ConsentSession, day: string): Promise<string[]> {
  const { execution } = tables;
  const beingErased = session
    .select({ personId: execution.personId })
    .from(execution)
    .where(eq(execution.kind, 'ERASURE'));
  const rows = await session
    .select({ personId: relation.personId })
    .from(relation)
    .where(
      and(
        eq(relation.kind, 'CONTROLLER'),
        lt(relation.validFrom, sql`(${day}::date + 1)::timestamp at time zone 'Europe/Oslo'`),
        notInArray(relation.personId, beingErased),
      ),
    )
    .groupBy(relation.personId)
    .orderBy(relation.personId);
  return rows.map(({ personId }) => personId);
}

/** Who of those due can be erased, and how many are held back, each for one reason: a demand before a restriction. */
async function sorted(
  session: ConsentSession,
  due: readonly string[],
): Promise<{ erasable: string[]; heldForDemand: number; heldForRestriction: number }> {
  const { rightsRequest } = tables;
  const demands = await session
    .selectDistinct({ personId: rightsRequest.personId })
    .from(rightsRequest)
    .where(isNull(rightsRequest.decidedAt));
  const restrictions = await session
    .selectDistinct({ personId: restriction.personId })
    .from(restriction)
    .where(and(eq(restriction.kind, 'RESTRICTION'), isNull(restriction.liftedAt)));
  const demanding = new Set(demands.map(({ personId }) => personId));
  const restricted = new Set(restrictions.map(({ personId }) => personId));
  const answered = due.filter((each) => !demanding.has(each));
  const erasable = answered.filter((each) => !restricted.has(each));
  return {
    erasable,
    heldForDemand: due.length - answered.length,
    heldForRestriction: answered.length - erasable.length,
  };
}

async function mostPlausible(session: ConsentSession): Promise<number> {
  const [all] = await session.select({ count: sql<number>`count(*)::int` }).from(tables.person);
  const count = all?.count ?? 0;
  return Math.floor(
    Math.min(count * plausible.ofSmall, Math.max(plausible.persons, count * plausible.share)),
  );
}
