import {
  askByKey,
  columnsFor,
  perSelection,
  type Reading,
  readByKey,
  type Selection,
  type Session,
  sameNames,
} from '@kompass/runtime';
import { desc, isNull } from 'drizzle-orm';
import { beholdersOf } from './beholders.js';
import { competenceOf, entitlementFactsOf } from './other-rooms.js';
import type { Context, PersonRow } from './rows.js';
import * as tables from './tables.js';

type GuidanceSession = Session<typeof tables>;

const referralSources = {
  ...sameNames('id', 'referredAt', 'endedAt', 'endedBecause'),
  referredBy: ['referrer', 'organisation'],
};
const appointmentSources = sameNames('id', 'startsAt', 'mode', 'status', 'version');
const sessionSources = sameNames('id', 'heldAt', 'interpreter', 'internalNote', 'version');
const draftSources = sameNames('goals', 'recommendedPath', 'version', 'savedAt');
const resultSources = sameNames(
  'version',
  'sharedAt',
  'goals',
  'recommendedPath',
  'sharedWith',
  'outdatedSince',
);
const employmentGuidanceSources = sameNames('id', 'givenAt', 'assessment', 'measures', 'version');

const statement = perSelection((selection) =>
  readByKey<PersonRow>(tables, { with: parts(selection['guidance'] ?? {}) }),
);

/** The persons with these identifiers that the caller may see. */
export async function personsBy(
  context: Context,
  ids: readonly string[],
  selection: Selection,
): Promise<ReadonlyMap<string, PersonRow>> {
  const { session } = context;
  const guidance = selection['guidance'] ?? {};
  const [rows, facts, experience, beholders] = await Promise.all([
    askByKey(session, statement(selection), ids),
    guidance['entitlement'] || guidance['entitlementReason'] ? entitlementFactsOf(session, ids) : undefined,
    guidance['suggestedOccupations'] ? competenceOf(session, ids) : undefined,
    guidance['resultDrafts']?.['sharing'] ? beholdersOf(context, ids) : undefined,
  ]);
  return new Map(
    rows.map((row) => [
      row.id,
      {
        ...row,
        ...(facts && { facts: facts.get(row.id) }),
        ...(experience && { experience: experience.get(row.id) }),
        ...(beholders && {
          resultDrafts: row.resultDrafts?.map((draft) => ({
            ...draft,
            beholders: beholders.get(row.id) ?? [],
          })),
        }),
      } as PersonRow,
    ]),
  );
}

function parts(guidance: Selection): Reading['with'] {
  const { careerCentre, referrals, appointments, sessions, resultDrafts, result, sharedResults } = guidance;
  const employmentGuidance = guidance['employmentGuidance'];
  return {
    ...((careerCentre || referrals) && {
      referrals: {
        columns: columnsFor(referrals ?? {}, referralSources, ['endedAt']),
        ...withCentre(careerCentre ?? referrals?.['careerCentre']),
        // The one in force, which has not ended, comes first.
        orderBy: [desc(tables.referral.endedAt), desc(tables.referral.referredAt)],
        ...(referrals ? {} : { where: isNull(tables.referral.endedAt) }),
      },
    }),
    ...(appointments && {
      appointments: {
        columns: columnsFor(appointments, appointmentSources, ['id']),
        ...withCentre(appointments['careerCentre']),
        orderBy: [desc(tables.appointment.startsAt)],
      },
    }),
    ...(sessions && {
      sessions: {
        columns: columnsFor(sessions, sessionSources, ['careerCentre']),
        ...withCentre(sessions['careerCentre']),
        orderBy: [desc(tables.session.heldAt)],
      },
    }),
    ...(resultDrafts && {
      resultDrafts: {
        columns: columnsFor(resultDrafts, draftSources, ['personId', 'careerCentre', 'version']),
        ...withCentre(resultDrafts['careerCentre']),
        orderBy: [desc(tables.resultDraft.savedAt)],
      },
    }),
    ...((result || sharedResults) && {
      sharedResults: {
        columns: columnsFor({ ...result, ...sharedResults }, resultSources, ['version']),
        ...withCentre(result?.['careerCentre'] ?? sharedResults?.['careerCentre']),
        orderBy: [desc(tables.result.version)],
        ...(sharedResults ? {} : { limit: 1 }),
      },
    }),
    ...(employmentGuidance && {
      employmentGuidance: {
        columns: columnsFor(employmentGuidance, employmentGuidanceSources, ['id']),
        orderBy: [desc(tables.employmentGuidance.givenAt)],
      },
    }),
  };
}

const withCentre = (selected: Selection | undefined) => (selected ? { with: { centre: true as const } } : {});

export function careerCentres(session: GuidanceSession) {
  return session.select().from(tables.careerCentre).orderBy(tables.careerCentre.county);
}
