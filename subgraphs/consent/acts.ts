import { type Problems, restriction, type Session } from '@kompass/runtime';
import { KompassError, type Purpose } from '@kompass/schema';
import { and, eq, inArray, isNull } from 'drizzle-orm';
import { type Act, namedOfficer, receive } from './demands.js';
import { mustSee } from './person.js';
import * as tables from './tables.js';

// Each act hides, or shows again, in the same transaction as it is noted: a restriction bites at once (GDPR art. 18).

/** @throws KompassError NOT_FOUND, or BAD_USER_INPUT; nothing is then written */
export async function restrictProcessing(act: Act, grounds: string | null | undefined): Promise<void> {
  refuse(await receive(act, { right: 'RESTRICTION', grounds }));
  await act.session.insert(restriction).values({ personId: act.personId, kind: 'RESTRICTION' });
}

/** @throws KompassError NOT_FOUND, or BAD_USER_INPUT also for the purpose of the person's own rights; nothing is then written */
export async function objectToProcessing(
  act: Act,
  purpose: Purpose,
  grounds: string | null | undefined,
): Promise<void> {
  if (purpose === 'DATA_SUBJECT_RIGHTS')
    throw new KompassError('BAD_USER_INPUT', 'Nobody can object to their own rights being attended to.');
  refuse(await receive(act, { right: 'OBJECTION', purpose, grounds }));
  await act.session.insert(restriction).values({ personId: act.personId, kind: 'OBJECTION', purpose });
}

/** @throws KompassError NOT_FOUND; nothing is then written */
export async function protectAddress(session: Session<typeof tables>, personId: string): Promise<void> {
  await mustSee(session, personId);
  await session.insert(restriction).values({ personId, kind: 'PROTECTION' });
}

/**
 * Lifts what hides the person by right. Demands that are not decided are thereby refused.
 * @throws KompassError NOT_FOUND, or BAD_USER_INPUT when no named officer asks; nothing is then written
 */
export async function liftRestrictions(act: Act, reason: string): Promise<void> {
  const { session, personId, caller, now } = act;
  const { rightsRequest } = tables;
  const decidedBy = namedOfficer(caller);
  await mustSee(session, personId);
  await session
    .update(restriction)
    .set({ liftedAt: now })
    .where(
      and(
        eq(restriction.personId, personId),
        inArray(restriction.kind, ['RESTRICTION', 'OBJECTION']),
        isNull(restriction.liftedAt),
      ),
    );
  await session
    .update(rightsRequest)
    .set({ status: 'REFUSED', decidedAt: now, decidedBy, reason })
    .where(
      and(
        eq(rightsRequest.personId, personId),
        inArray(rightsRequest.right, ['RESTRICTION', 'OBJECTION']),
        isNull(rightsRequest.decidedAt),
      ),
    );
}

/** What restricts at once answers the person and no problems, so that the first of them is its refusal. */
function refuse([problem]: Problems['found']): void {
  if (problem) throw new KompassError('BAD_USER_INPUT', problem.message);
}
