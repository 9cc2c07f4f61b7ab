import { randomUUID } from 'node:crypto';
import type { Duty, Session } from '@kompass/runtime';
import { sql } from 'drizzle-orm';
import { beginExecution } from './execution.js';
import { listDue, registeredUntil } from './held-back.js';
import type { HeldBackReason } from './rows.js';
import * as tables from './tables.js';

type ConsentSession = Session<typeof tables>;

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
 * Counts first who is due, and then begins to erase them, but for whoever is held back until an officer has decided, or
 * lifted, something. Either way, what it came to is reported.
 * @param mode what to do once it is counted; an officer who has looked has it `BEGIN`
 * @throws ClocksDiffer whatever the mode
 */
export async function applyStorageLimit(
  session: ConsentSession,
  now: Date,
  mode: 'DRY_RUN' | 'BEGIN_IF_PLAUSIBLE' | 'BEGIN',
): Promise<RetentionReport> {
  await refuseWrongClock(session);
  const { erasable, ...heldBack } = await sorted(session, now);
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
    registeredUntil: registeredUntil(now),
    due: erasable.length + heldBack.heldForDemand + heldBack.heldForRestriction,
    begun: outcome === 'BEGUN' ? erasable.length : 0,
    ...heldBack,
    outcome,
  } as const;
  await session.insert(tables.retentionRun).values(report);
  return report;
}

/** A process that is years ahead would erase everybody of a small register; PostgreSQL is a second witness. */
async function refuseWrongClock(session: ConsentSession): Promise<void> {
  const {
    rows: [there],
  } = await session.execute<{ now: number }>(
    sql`select (extract(epoch from clock_timestamp()) * 1000)::float8 as now`,
  );
  const minutes = Math.round(Math.abs(Date.now() - Number(there?.now)) / 60_000);
  if (!(minutes <= clocksDiffer)) throw new ClocksDiffer(minutes);
}

/** Who can be erased, and how many are held back, each for one reason: a demand before a restriction. */
async function sorted(session: ConsentSession, now: Date) {
  const due = await listDue(session, now);
  const held = (why: HeldBackReason | null) =>
    due.filter(({ reason }) => reason === why).map(({ personId }) => personId);
  const demanding = held('UNDECIDED_DEMAND');
  return {
    erasable: held(null),
    heldForDemand: demanding.length,
    heldForRestriction: held('RESTRICTION').filter((each) => !demanding.includes(each)).length,
  };
}

async function mostPlausible(session: ConsentSession): Promise<number> {
  const [all] = await session.select({ count: sql<number>`count(*)::int` }).from(tables.person);
  const count = all?.count ?? 0;
  return Math.floor(
    Math.min(count * plausible.ofSmall, Math.max(plausible.persons, count * plausible.share)),
  );
}
