import { randomUUID } from 'node:crypto';
import { Problems, restriction } from '@kompass/runtime';
import { KompassError, type Purpose } from '@kompass/schema';
import { and, eq, inArray, isNull } from 'drizzle-orm';
import { type Act, namedOfficer } from './act.js';
import { isHidden, lift, requireNotBeingErased, stands } from './hiding.js';
import { mustSee } from './person.js';
import { requireReason } from './reason.js';
import { receive } from './receive.js';
import * as tables from './tables.js';

// Each act hides, or shows again, in the same transaction as it is noted: a restriction bites at once (GDPR art. 18).

/** What a refusal tells of: whether there is an objection, or a protection. */
const objections = ['Processing.objectedPurposes'];
const protection = ['AddressProtection.protectedAt', 'AddressProtection.liftedAt'];

/** @throws KompassError NOT_FOUND, or BAD_USER_INPUT; nothing is then written */
export async function restrictProcessing(act: Act, grounds: string | null | undefined): Promise<void> {
  refuse(act, await receive(act, { right: 'RESTRICTION', grounds }));
  await act.session.insert(restriction).values({ personId: act.personId, kind: 'RESTRICTION' });
}

/**
 * @throws KompassError NOT_FOUND, or BAD_USER_INPUT also for the purpose of the person's own rights and when the person
 *   has objected to the purpose already; nothing is then written
 */
export async function objectToProcessing(
  act: Act,
  purpose: Purpose,
  grounds: string | null | undefined,
): Promise<void> {
  if (purpose === 'DATA_SUBJECT_RIGHTS')
    throw new KompassError('BAD_USER_INPUT', 'Nobody can object to their own rights being attended to.');
  const problems = new Problems(act.caller.language);
  problems.require(
    !(await stands(act.session, act.personId, 'OBJECTION', purpose)),
    ['purpose'],
    'DUPLICATE',
    {
      nb: 'Det er allerede protestert mot dette formålet, og protesten står.',
      en: 'There is an objection to this purpose already, and it stands.',
    },
  );
  refuse(act, await receive(act, { right: 'OBJECTION', purpose, grounds }, problems), objections);
  await act.session.insert(restriction).values({ personId: act.personId, kind: 'OBJECTION', purpose });
}

/**
 * Protects a person's address, as a named officer and with a reason.
 * @throws KompassError NOT_FOUND, or BAD_USER_INPUT without an officer or a reason, or when it is protected already;
 *   nothing is then written
 */
export async function protectAddress(act: Act, reason: string): Promise<void> {
  const { session, personId, now } = act;
  const protectedBy = namedOfficer(act.caller);
  await mustSee(session, personId);
  const problems = new Problems(act.caller.language);
  requireReason(problems, reason);
  await requireNotBeingErased(problems, session, personId);
  problems.require(!(await isHidden(session, personId, 'PROTECTION')), ['personId'], 'NOT_NOW', {
    nb: 'Adressen er allerede beskyttet.',
    en: 'The address is protected already.',
  });
  refuse(act, problems.found, protection);
  await session
    .insert(tables.addressProtection)
    .values({ id: randomUUID(), personId, protectedAt: now, protectedBy, reason });
  await session.insert(restriction).values({ personId, kind: 'PROTECTION' });
}

/**
 * Lifts the protection of a person's address, as a named officer cleared for it and with a reason. Who is not cleared
 * does not see the person.
 * @throws KompassError NOT_FOUND, also when the address is not protected, or BAD_USER_INPUT without an officer or a
 *   reason; nothing is then written
 */
export async function liftAddressProtection(act: Act, reason: string): Promise<void> {
  const { session, personId, now } = act;
  const { addressProtection } = tables;
  const liftedBy = namedOfficer(act.caller);
  await mustSee(session, personId);
  refuse(act, reasoned(act, reason));
  if (!(await lift(act, eq(restriction.kind, 'PROTECTION'))))
    throw new KompassError(
      'NOT_FOUND',
      'The person’s address is not protected.',
      {},
      { personId, coordinates: protection },
    );
  await session
    .update(addressProtection)
    .set({ liftedAt: now, liftedBy, liftingReason: reason })
    .where(and(eq(addressProtection.personId, personId), isNull(addressProtection.liftedAt)));
}

/**
 * Lifts what hides the person by right. Demands that are not decided are thereby refused; on those that were granted is
 * noted who lifted them, when and why, for the person must be told (GDPR art. 18(3)).
 * @throws KompassError NOT_FOUND, also when there is nothing to lift, or BAD_USER_INPUT without a named officer or a
 *   reason; nothing is then written
 */
export async function liftRestrictions(act: Act, reason: string): Promise<void> {
  const { session, personId, caller, now } = act;
  const { rightsRequest } = tables;
  const officer = namedOfficer(caller);
  await mustSee(session, personId);
  refuse(act, reasoned(act, reason));
  if (!(await lift(act, inArray(restriction.kind, ['RESTRICTION', 'OBJECTION']))))
    throw new KompassError(
      'NOT_FOUND',
      'There is no restriction or objection of the person’s to lift.',
      {},
      { personId, coordinates: [...objections, 'Processing.restricted'] },
    );
  await session
    .update(rightsRequest)
    .set({ status: 'REFUSED', decidedAt: now, decidedBy: officer, reason })
    .where(
      and(
        eq(rightsRequest.personId, personId),
        inArray(rightsRequest.right, ['RESTRICTION', 'OBJECTION']),
        isNull(rightsRequest.decidedAt),
      ),
    );
  await session
    .update(rightsRequest)
    .set({ liftedAt: now, liftedBy: officer, liftingReason: reason })
    .where(
      and(
        eq(rightsRequest.personId, personId),
        inArray(rightsRequest.right, ['RESTRICTION', 'OBJECTION']),
        eq(rightsRequest.status, 'GRANTED'),
        isNull(rightsRequest.liftedAt),
      ),
    );
}

/** What is wrong with an act's reason. */
function reasoned({ caller }: Act, reason: string): Problems['found'] {
  const problems = new Problems(caller.language);
  requireReason(problems, reason);
  return problems.found;
}

/** What restricts at once answers the person and no problems, so that the first of them is its refusal. */
function refuse({ personId }: Act, [problem]: Problems['found'], coordinates = ['Person']): void {
  if (problem) throw new KompassError('BAD_USER_INPUT', problem.message, {}, { personId, coordinates });
}
