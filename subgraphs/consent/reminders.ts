import { type Duty, daysAfter, restriction, type Session } from '@kompass/runtime';
import { and, eq, isNull, lte, notExists, sql } from 'drizzle-orm';
import { dayOf } from './deadline.js';
import * as tables from './tables.js';

/** So many days before a demand is due, somebody should look at it. */
const soon = 7;

/** Notes each day which demands are due soon, or past due: each once, and anew when the time limit was extended. */
export const remind: Duty<typeof tables> = {
  name: 'reminders',
  every: 86_400,
  run: remindOfDemands,
};

async function remindOfDemands(session: Session<typeof tables>, now: Date): Promise<void> {
  const { rightsRequest, reminder } = tables;
  const today = dayOf(now);
  // Nothing is written about somebody who is being erased: one row of theirs, and the others' would be refused as well.
  const erasing = session
    .select({ personId: restriction.personId })
    .from(restriction)
    .where(
      and(
        eq(restriction.personId, rightsRequest.personId),
        eq(restriction.kind, 'ERASURE'),
        isNull(restriction.liftedAt),
      ),
    );
  const due = await session
    .select({
      requestId: rightsRequest.id,
      personId: rightsRequest.personId,
      dueAt: rightsRequest.dueAt,
      overdue: sql<boolean>`${rightsRequest.dueAt} < ${today}`,
    })
    .from(rightsRequest)
    .where(
      and(
        isNull(rightsRequest.decidedAt),
        lte(rightsRequest.dueAt, daysAfter(today, soon)),
        notExists(erasing),
      ),
    );
  if (due.length === 0) return;
  await session
    .insert(reminder)
    .values(
      due.map(({ overdue, ...each }) => ({
        ...each,
        kind: overdue ? ('OVERDUE' as const) : ('DUE_SOON' as const),
        at: now,
      })),
    )
    .onConflictDoNothing();
}
