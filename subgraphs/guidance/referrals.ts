import { randomUUID } from 'node:crypto';
import { beginRelation, endRelations } from '@kompass/runtime';
import { KompassError } from '@kompass/schema';
import { and, eq, isNull, sql } from 'drizzle-orm';
import type {
  EndReferralInput,
  ReferToCareerCentreInput,
  TakeSelfReferralInput,
} from './generated/resolver-types.js';
import { conflict, identifier, mustSee, nothingToChange, ownCentre, problemsFor } from './guards.js';
import type { CareerCentreRow, Context, OutcomeRow } from './rows.js';
import * as tables from './tables.js';

const { careerCentre, referral } = tables;

// Each act writes the relation that follows from it in the same transaction: the career centre sees the person at once,
// and once the referral has ended it does not, unless the person lives in its county.

/** @throws KompassError NOT_FOUND, or CONFLICT when another referral is in force than the one to replace */
export async function referToCareerCentre(
  context: Context,
  { personId, county, replaces }: ReferToCareerCentreInput,
): Promise<OutcomeRow> {
  const { session, caller } = context;
  await mustSee(session, personId);
  const centre = await session.query.careerCentre.findFirst({ where: eq(careerCentre.county, county) });
  if (centre)
    return refer(context, personId, centre, caller.party === 'IMDI' ? 'IMDI' : 'MUNICIPALITY', replaces);
  const problems = problemsFor(context);
  problems.add(['input', 'county'], 'UNKNOWN_CODE', {
    nb: 'Det er ikke noe karrieresenter i et fylke med dette nummeret. Velg et av «careerCentres».',
    en: 'There is no career centre in a county of that number. Take one of “careerCentres”.',
  });
  return { personId, problems: problems.found };
}

/** @throws KompassError NOT_FOUND, or CONFLICT when another referral is in force than the one to replace */
export async function takeSelfReferral(
  context: Context,
  { personId, replaces }: TakeSelfReferralInput,
): Promise<OutcomeRow> {
  const { session } = context;
  await mustSee(session, personId);
  const centre = await session.query.careerCentre.findFirst({
    where: eq(careerCentre.organisationNumber, ownCentre(context)),
  });
  if (!centre) throw new KompassError('BAD_USER_INPUT', 'Your organisation runs no career centre today.');
  return refer(context, personId, centre, 'SELF', replaces);
}

/** @throws KompassError NOT_FOUND when there is no such referral in force that the caller may end */
export async function endReferral(
  context: Context,
  { personId, referral: id, because }: EndReferralInput,
): Promise<OutcomeRow> {
  const { session, caller, clock } = context;
  await mustSee(session, personId);
  const ended = await session
    .update(referral)
    .set({ endedAt: clock(), endedBecause: because })
    .where(
      and(
        eq(referral.id, identifier(id)),
        eq(referral.personId, personId),
        isNull(referral.endedAt),
        caller.party === 'CAREER_CENTRE' ? eq(referral.careerCentre, ownCentre(context)) : undefined,
      ),
    )
    .returning({ id: referral.id });
  if (ended.length === 0) throw nothingToChange();
  await endRelation(context, personId);
  return { personId };
}

async function refer(
  context: Context,
  personId: string,
  { organisationNumber, county }: CareerCentreRow,
  referrer: (typeof tables.referrer.enumValues)[number],
  replaces: string | null | undefined,
): Promise<OutcomeRow> {
  const { session, clock } = context;
  const current = await session.query.referral.findFirst({
    where: and(eq(referral.personId, personId), isNull(referral.endedAt)),
  });
  if ((current?.id ?? null) !== (replaces ?? null)) throw conflict(current?.id ?? null);
  if (current?.careerCentre === organisationNumber) {
    const problems = problemsFor(context);
    problems.add(['input', 'personId'], 'DUPLICATE', {
      nb: 'Personen er allerede henvist til dette karrieresenteret.',
      en: 'The person is referred to this career centre already.',
    });
    return { personId, problems: problems.found };
  }
  const now = clock();
  if (current) {
    const ended = await session
      .update(referral)
      .set({ endedAt: now, endedBecause: 'REPLACED' })
      .where(and(eq(referral.id, current.id), isNull(referral.endedAt)))
      .returning({ id: referral.id });
    if (ended.length === 0) throw conflict(null);
    await endRelation(context, personId);
  }
  // Whoever referred at the same moment was first, when nothing is inserted.
  const made = await session
    .insert(referral)
    .values({
      id: randomUUID(),
      personId,
      careerCentre: organisationNumber,
      referrer,
      organisation: ownCentre(context),
      referredAt: now,
    })
    .onConflictDoNothing()
    .returning({ id: referral.id });
  if (made.length === 0) throw conflict(null);
  await openRelationsOf(context, personId);
  await beginRelation(session, personId, 'REFERRED', county);
  return { personId };
}

async function endRelation(context: Context, personId: string): Promise<void> {
  await openRelationsOf(context, personId);
  await endRelations(context.session, personId, ['REFERRED']);
}

/** Says whom this transaction refers: of that person, and no other, it may write what a referral relates. */
async function openRelationsOf({ session }: Context, personId: string): Promise<void> {
  await session.execute(sql`select set_config('kompass.referring', ${personId}, true)`);
}
