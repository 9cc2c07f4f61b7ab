import type { Problem, RoomContext } from '@kompass/runtime';
import type { EntitlementFacts } from './entitlement.js';
import type { Beholder, SharedWith } from './sharing.js';
import type { Job, Suggestion } from './suggestion.js';
import type * as tables from './tables.js';

export type Context = RoomContext<typeof tables>;

export type CareerCentreRow = typeof tables.careerCentre.$inferSelect;

/** With the career centre it belongs to, where that was asked for. */
type OfCentre<Row> = Partial<Row> & { readonly centre?: CareerCentreRow | null };

export type ReferralRow = OfCentre<typeof tables.referral.$inferSelect>;
export type AppointmentRow = OfCentre<typeof tables.appointment.$inferSelect>;
/** With the number of the career centre that held it, which the rule on the internal note looks at. */
export type GuidanceSessionRow = OfCentre<typeof tables.session.$inferSelect>;
/** With those who see the person now, where it was asked what sharing would show. */
export type GuidanceResultDraftRow = OfCentre<typeof tables.resultDraft.$inferSelect> & {
  readonly beholders?: readonly Beholder[];
};
export type GuidanceResultRow = OfCentre<typeof tables.result.$inferSelect>;
export type SharingRecipientRow = SharedWith;
export type OccupationSuggestionRow = Suggestion;

/** What the store answers: the columns that were asked for, and no others. */
export interface PersonRow {
  readonly id: string;
  readonly facts?: EntitlementFacts;
  readonly experience?: Experience;
  readonly referrals?: readonly ReferralRow[];
  readonly appointments?: readonly AppointmentRow[];
  readonly sessions?: readonly GuidanceSessionRow[];
  readonly resultDrafts?: readonly GuidanceResultDraftRow[];
  readonly sharedResults?: readonly GuidanceResultRow[];
  readonly employmentGuidance?: readonly Partial<typeof tables.employmentGuidance.$inferSelect>[];
}
export type GuidanceRow = PersonRow;

/** What a person has worked as, and would like to. */
export interface Experience {
  readonly jobs: readonly Job[];
  readonly wished: string | null;
}

/** What came of an act: on whom, and what was wrong with its input. */
export interface OutcomeRow {
  readonly personId: string;
  readonly problems?: readonly Problem[];
  readonly warnings?: readonly Problem[];
}
/** And what was made or changed, when something was. */
export type ReferralPayloadRow = OutcomeRow & { readonly referral?: string };
export type AppointmentPayloadRow = OutcomeRow & { readonly appointment?: string };
export type SessionPayloadRow = OutcomeRow & { readonly session?: string };
export type ResultDraftPayloadRow = OutcomeRow & { readonly version?: number };
export type ShareResultPayloadRow = OutcomeRow & { readonly version?: number };
export type EmploymentGuidancePayloadRow = OutcomeRow & { readonly employmentGuidance?: string };
