import { randomUUID } from 'node:crypto';
import { restriction, type Session } from '@kompass/runtime';
import { KompassError, type Purpose } from '@kompass/schema';
import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import * as tables from './tables.js';

type ConsentSession = Session<typeof tables>;

// Each act hides, or shows again, in the same transaction as it is noted: a restriction bites at once (GDPR art. 18).

/** @throws KompassError NOT_FOUND; nothing is then written */
export async function restrictProcessing(session: ConsentSession, personId: string): Promise<void> {
  await mustSee(session, personId);
  await receive(session, personId, 'RESTRICTION', null);
  await session.insert(restriction).values({ personId, kind: 'RESTRICTION' });
}

/** @throws KompassError NOT_FOUND, or BAD_USER_INPUT for the purpose of the person's own rights; nothing is then written */
export async function objectToProcessing(
  session: ConsentSession,
  personId: string,
  purpose: Purpose,
): Promise<void> {
  if (purpose === 'DATA_SUBJECT_RIGHTS')
    throw new KompassError('BAD_USER_INPUT', 'Nobody can object to their own rights being attended to.');
  await mustSee(session, personId);
  await receive(session, personId, 'OBJECTION', purpose);
  await session.insert(restriction).values({ personId, kind: 'OBJECTION', purpose });
}

/** @throws KompassError NOT_FOUND; nothing is then written */
export async function protectAddress(session: ConsentSession, personId: string): Promise<void> {
  await mustSee(session, personId);
  await session.insert(restriction).values({ personId, kind: 'PROTECTION' });
}

/** @throws KompassError NOT_FOUND; nothing is then written */
export async function liftRestrictions(
  session: ConsentSession,
  personId: string,
  reason: string,
): Promise<void> {
  const { rightsRequest } = tables;
  await mustSee(session, personId);
  await session
    .update(restriction)
    .set({ liftedAt: sql`clock_timestamp()` })
    .where(
      and(
        eq(restriction.personId, personId),
        inArray(restriction.kind, ['RESTRICTION', 'OBJECTION']),
        isNull(restriction.liftedAt),
      ),
    );
  await session
    .update(rightsRequest)
    .set({ status: 'GRANTED', decidedAt: new Date(), reason })
    .where(
      and(
        eq(rightsRequest.personId, personId),
        inArray(rightsRequest.right, ['RESTRICTION', 'OBJECTION']),
        isNull(rightsRequest.decidedAt),
      ),
    );
}

/** @throws KompassError NOT_FOUND when the caller does not see the person */
export async function mustSee(session: ConsentSession, personId: string): Promise<void> {
  const found = await session.query.person.findFirst({ where: eq(tables.person.id, personId) });
  if (!found) throw new KompassError('NOT_FOUND', 'There is no such person that you may see.');
}

/** A demand is received: one month to answer it (GDPR art. 12(3)). */
async function receive(
  session: ConsentSession,
  personId: string,
  right: 'RESTRICTION' | 'OBJECTION',
  purpose: Purpose | null,
): Promise<void> {
  await session.insert(tables.rightsRequest).values({
    id: randomUUID(),
    personId,
    right,
    purpose,
    status: 'RECEIVED',
    receivedAt: new Date(),
    dueAt: sql`(now() + interval '1 month')::date`,
  });
}
