import { CalendarDate, DateTime, loadTogether, organisationName, utcDay } from '@kompass/runtime';
import type { GraphQLResolveInfo } from 'graphql';
import { bookAppointment, cancelAppointment, moveAppointment, recordAttendance } from './appointments.js';
import { amendEmploymentGuidance, recordEmploymentGuidance } from './employment-guidance.js';
import { type Entitlement, entitlementOf } from './entitlement.js';
import type { Resolvers } from './generated/resolver-types.js';
import { endReferral, referToCareerCentre, takeSelfReferral } from './referrals.js';
import { saveResultDraft, shareResult } from './results.js';
import type { CareerCentreRow, Context, GuidanceRow, OutcomeRow, PersonRow } from './rows.js';
import { amendSession, recordSession } from './sessions.js';
import { previewOf } from './sharing.js';
import { careerCentres, personsBy } from './store.js';
import { suggestOccupations } from './suggestion.js';
import { inWords, referredBy } from './words.js';

/** What every act answers: the person, as it is after it, and what was wrong. */
const outcome = {
  person: ({ personId }: OutcomeRow, _args: unknown, context: Context, info: GraphQLResolveInfo) =>
    load(personId, context, info),
  problems: ({ problems }: OutcomeRow) => problems ?? [],
};
/** And where something free was written, what it should perhaps not say. */
const writtenOutcome = { ...outcome, warnings: ({ warnings }: OutcomeRow) => warnings ?? [] };
const ofCentre = {
  careerCentre: ({ centre }: { readonly centre?: CareerCentreRow | null }) => centre ?? null,
};

export const resolvers: Resolvers = {
  Date: CalendarDate,
  DateTime,

  Query: { careerCentres: (_parent, _args, { session }) => careerCentres(session) },

  Mutation: {
    referToCareerCentre: (_parent, { input }, context) => referToCareerCentre(context, input),
    takeSelfReferral: (_parent, { input }, context) => takeSelfReferral(context, input),
    endReferral: (_parent, { input }, context) => endReferral(context, input),
    bookAppointment: (_parent, { input }, context) => bookAppointment(context, input),
    moveAppointment: (_parent, { input }, context) => moveAppointment(context, input),
    cancelAppointment: (_parent, { input }, context) => cancelAppointment(context, input),
    recordAttendance: (_parent, { input }, context) => recordAttendance(context, input),
    recordSession: (_parent, { input }, context) => recordSession(context, input),
    amendSession: (_parent, { input }, context) => amendSession(context, input),
    saveResultDraft: (_parent, { input }, context) => saveResultDraft(context, input),
    shareResult: (_parent, { input }, context) => shareResult(context, input),
    recordEmploymentGuidance: (_parent, { input }, context) => recordEmploymentGuidance(context, input),
    amendEmploymentGuidance: (_parent, { input }, context) => amendEmploymentGuidance(context, input),
  },
  ReferralPayload: outcome,
  AppointmentPayload: outcome,
  SessionPayload: writtenOutcome,
  ResultDraftPayload: writtenOutcome,
  ShareResultPayload: outcome,
  EmploymentGuidancePayload: writtenOutcome,

  Person: {
    __resolveReference: ({ id }, context, info) => load(id, context, info),
    guidance: (person) => person,
  },
  Guidance: {
    entitlement: (guidance, _args, context) => entitled(guidance, context)?.entitlement ?? null,
    entitlementReason: (guidance, _args, context) =>
      entitled(guidance, context)?.reason[context.caller.language ?? 'nb'] ?? null,
    careerCentre: ({ referrals }) => referrals?.find(({ endedAt }) => endedAt === null)?.centre ?? null,
    result: ({ sharedResults }) => sharedResults?.[0] ?? null,
    suggestedOccupations: ({ experience }, _args, { clock }) =>
      experience ? suggestOccupations(experience.jobs, experience.wished, utcDay(clock())) : null,
  },
  Referral: {
    ...ofCentre,
    referredBy: (referral, _args, { caller }) => referredBy(referral, caller.language ?? 'nb'),
  },
  Appointment: ofCentre,
  GuidanceSession: ofCentre,
  GuidanceResultDraft: {
    ...ofCentre,
    sharing: ({ personId, careerCentre, version, beholders }, _args, { policy }) =>
      personId && careerCentre && version && beholders
        ? previewOf({ personId, careerCentre, version }, beholders, policy)
        : null,
  },
  SharingRecipient: {
    organisation: (recipient, _args, { caller }) => organisationName(recipient, caller.language ?? 'nb'),
    organisationNumber: ({ organisation }) => organisation,
    text: (recipient, _args, { caller }) => inWords(recipient, caller.language ?? 'nb'),
  },
  GuidanceResult: ofCentre,
  OccupationSuggestion: {
    reasons: ({ reasons }, _args, { caller }) => reasons.map((sentence) => sentence[caller.language ?? 'nb']),
  },
};

function entitled({ facts }: GuidanceRow, { clock }: Context): Entitlement | undefined {
  return facts && entitlementOf(facts, utcDay(clock()));
}

/** The person as the caller may see it now; after an act that hides it, `null`. */
function load(id: string, context: Context, info: GraphQLResolveInfo): Promise<PersonRow | null> {
  return loadTogether('Person', 'id', id, context, info, personsBy);
}
