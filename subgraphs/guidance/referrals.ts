import { randomUUID } from 'node:crypto';
import { beginRelation, endRelations } from '@kompass/runtime';
import { KompassError } from '@kompass/schema';
import { and, eq, isNull, sql } from 'drizzle-orm';
import { callOffComing } from './appointments.js';
import type {
  EndReferralInput,
  ReferToCareerCentreInput,
  TakeSelfReferralInput,
} from './generated/resolver-types.js';
import { identifier, mustSee, nothingToChange, ownCentre, problemsFor } from './guards.js';
import type { CareerCentreRow, Context, ReferralPayloadRow } from './rows.js';
import * as tables from './tables.js';

const { careerCentre, referral } = tables;

// Each act writes what follows from it in the same transaction: the career centre sees the person at once, and once the
// referral has ended it does not, unless the person lives in its county; appointments still to come there are called off.

/** @throws KompassError NOT_FOUND, or CONFLICT when another referral is in force than the one to replace */
export async function referToCareerCentre(
  context: Context,
  { personId, county, replaces }: ReferToCareerCentreInput,
): Promise<ReferralPayloadRow> {
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
): Promise<ReferralPayloadRow> {
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
): Promise<ReferralPayloadRow> {
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
    .returning({ careerCentre: referral.careerCentre });
  const [found] = ended;
  if (!found) throw nothingToChange(personId);
  await openRelationsOf(context, personId);
  await endWhatFollows(context, personId, found.careerCentre);
  await closeRelations(context);
  return { personId, referral: id };
}

async function refer(
  context: Context,
  personId: string,
  { organisationNumber, county }: CareerCentreRow,
  referrer: (typeof tables.referrer.enumValues)[number],
  replaces: string | null | undefined,
): Promise<ReferralPayloadRow> {
  const { session, clock, caller, policy } = context;
  if (replaces && policy.decide('Referral.id', caller) === 'deny') {
    const problems = problemsFor(context);
    problems.add(['input', 'replaces'], 'NOT_YOURS', {
      nb: 'Den som hjelper til med registreringen, ser ikke henvisninger og erstatter ingen. Utelat feltet.',
      en: 'Whoever helps to register sees no referrals, and replaces none. Leave this out.',
    });
    return { personId, problems: problems.found };
  }
  const current = await session.query.referral.findFirst({
    where: and(eq(referral.personId, personId), isNull(referral.endedAt)),
  });
  if ((current?.id ?? null) !== (replaces ?? null)) throw otherwiseReferred(personId);
  if (current?.careerCentre === organisationNumber) {
    const problems = problemsFor(context);
    problems.add(['input', 'personId'], 'DUPLICATE', {
      nb: 'Personen er allerede henvist til dette karrieresenteret.',
      en: 'The person is referred to this career centre already.',
    });
    return { personId, problems: problems.found };
  }
  const now = clock();
  await openRelationsOf(context, personId);
  if (current) {
    const ended = await session
      .update(referral)
      .set({ endedAt: now, endedBecause: 'REPLACED' })
      .where(and(eq(referral.id, current.id), isNull(referral.endedAt)))
      .returning({ id: referral.id });
    if (ended.length === 0) throw otherwiseReferred(personId);
    await endWhatFollows(context, personId, current.careerCentre);
  }
  // Whoever referred at the same moment was first, when nothing is inserted.
  const [made] = await session
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
  if (!made) throw otherwiseReferred(personId);
  await beginRelation(session, personId, 'REFERRED', county);
  await closeRelations(context);
  return { personId, referral: made.id };
}

/** Not by which: who may see referrals reads it, and who may not is not told. */
const otherwiseReferred = (personId: string) =>
  new KompassError(
    'CONFLICT',
    'The person is referred already, or by another referral than the one named. Read "guidance.referrals" and name the one in force in "replaces"; whoever does not see referrals leaves it as it is.',
    {},
    { personId, coordinates: ['Referral.id'] },
  );

/** The relation last: after it the centre may no longer see the person. */
async function endWhatFollows(context: Context, personId: string, careerCentre: string): Promise<void> {
  await callOffComing(context, personId, careerCentre);
  await endRelations(context.session, personId, ['REFERRED']);
}

/** Says whom this act refers: of that person, and no other, it may write what a referral relates, and call off. */
async function openRelationsOf({ session }: Context, personId: string): Promise<void> {
  await session.execute(sql`select set_config('kompass.referring', ${personId}, true)`);
}

/** Another act of the same request refers nobody. */
async function closeRelations({ session }: Context): Promise<void> {
  await session.execute(sql`select set_config('kompass.referring', '', true)`);
}
