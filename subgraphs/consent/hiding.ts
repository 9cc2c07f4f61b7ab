import { type Problems, restriction, type Session } from '@kompass/runtime';
import type { Purpose } from '@kompass/schema';
import { and, eq, inArray, isNull, type SQL } from 'drizzle-orm';
import type { Act } from './act.js';
import type { Request } from './demand.js';
import * as tables from './tables.js';

const { rightsRequest } = tables;

type ConsentSession = Session<typeof tables>;

/** Whether something of a kind hides a person now. */
export async function isHidden(
  session: ConsentSession,
  personId: string,
  kind: 'ERASURE' | 'PROTECTION',
): Promise<boolean> {
  const found = await session
    .select({ kind: restriction.kind })
    .from(restriction)
    .where(and(eq(restriction.personId, personId), eq(restriction.kind, kind), isNull(restriction.liftedAt)));
  return found.length > 0;
}

/** Notes the problem when a person's erasure is decided: nothing more is then written. */
export async function requireNotBeingErased(
  problems: Problems,
  session: ConsentSession,
  personId: string,
): Promise<void> {
  problems.require(!(await isHidden(session, personId, 'ERASURE')), ['personId'], 'NOT_NOW', {
    nb: 'Opplysningene er i ferd med å bli slettet.',
    en: 'The data is about to be erased.',
  });
}

/** Whether a person's restriction, or objection to a purpose, rests on a demand. */
export async function stands(
  session: ConsentSession,
  personId: string,
  right: 'RESTRICTION' | 'OBJECTION',
  purpose: Purpose | null,
): Promise<boolean> {
  const found = await session
    .select({ id: rightsRequest.id })
    .from(rightsRequest)
    .where(
      and(
        eq(rightsRequest.personId, personId),
        eq(rightsRequest.right, right),
        purpose ? eq(rightsRequest.purpose, purpose) : isNull(rightsRequest.purpose),
        inArray(rightsRequest.status, ['RECEIVED', 'EXTENDED', 'GRANTED']),
        isNull(rightsRequest.liftedAt),
      ),
    );
  return found.length > 0;
}

/**
 * Ends what hides a person.
 * @param which of the restrictions of the person
 * @returns whether there was anything
 */
export async function lift({ session, personId, now }: Act, which: SQL | undefined): Promise<boolean> {
  const lifted = await session
    .update(restriction)
    .set({ liftedAt: now })
    .where(and(eq(restriction.personId, personId), isNull(restriction.liftedAt), which))
    .returning({ kind: restriction.kind });
  return lifted.length > 0;
}

/** A restriction, or an objection to a purpose, ends with the last demand that it rests on. */
export async function liftWhatFollowed(act: Act, { right, purpose }: Request): Promise<void> {
  if (right !== 'RESTRICTION' && right !== 'OBJECTION') return;
  if (await stands(act.session, act.personId, right, purpose)) return;
  await lift(
    act,
    and(
      eq(restriction.kind, right),
      purpose ? eq(restriction.purpose, purpose) : isNull(restriction.purpose),
    ),
  );
}
