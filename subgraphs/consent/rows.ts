import type { Problem, RoomContext } from '@kompass/runtime';
import type * as tables from './tables.js';

export type Context = RoomContext<typeof tables>;

// What the store answers: the columns that were asked for, and no others.

export interface PersonRow {
  readonly id: string;
  readonly acknowledgements?: readonly AcknowledgementRow[];
  readonly rightsRequests?: readonly RightsRequestRow[];
  readonly addressProtections?: readonly AddressProtectionRow[];
  readonly restrictions?: readonly Restriction[];
}
export type ProcessingRow = PersonRow;
export type AcknowledgementRow = Partial<typeof tables.acknowledgement.$inferSelect>;
export type AddressProtectionRow = Partial<typeof tables.addressProtection.$inferSelect>;

export type RightsRequestRow = Partial<typeof tables.rightsRequest.$inferSelect> & {
  readonly executions?: readonly ExecutionRow[];
  readonly reminders?: readonly Partial<typeof tables.reminder.$inferSelect>[];
};
export type ExecutionRow = Partial<typeof tables.execution.$inferSelect> & {
  readonly steps?: readonly ExecutionStepRow[];
};
export type ExecutionStepRow = Partial<typeof tables.executionStep.$inferSelect>;
export type ErasureRow = ExecutionRow;
export type ContactPointRow = typeof tables.contactPoint.$inferSelect;

/** What an act answers: about whom, and what was wrong. */
export interface ActRow {
  readonly personId: string;
  readonly problems: readonly Problem[];
}
export type AcknowledgeNoticePayloadRow = ActRow;
export type RightsRequestPayloadRow = ActRow;
export type ComplaintPayloadRow = ActRow;

/** A person on a list of the privacy officer's. */
interface PersonEdgeRow {
  readonly node: { readonly personId: string };
  readonly cursor: string;
}
export type RightsWorkListEdgeRow = PersonEdgeRow;
export type HeldBackEdgeRow = PersonEdgeRow;

/** Why somebody is held back: a demand must be answered, or data kept that a legal claim may rest on (art. 18(1)(c)). */
export type HeldBackReason = 'UNDECIDED_DEMAND' | 'RESTRICTION';
export interface HeldBackRow {
  readonly reason: HeldBackReason;
  readonly since: Date;
}

export interface Restriction {
  readonly personId: string;
  readonly kind: 'RESTRICTION' | 'OBJECTION' | 'PROTECTION' | 'ERASURE';
  readonly purpose: string | null;
}

export type DisclosureRow = Partial<typeof tables.disclosed.$inferSelect> & { readonly seq: number };
