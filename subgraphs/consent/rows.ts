import type { Problem, RoomContext } from '@kompass/runtime';
import type * as tables from './tables.js';

export type Context = RoomContext<typeof tables>;

// What the store answers: the columns that were asked for, and no others.

export interface PersonRow {
  readonly id: string;
  readonly acknowledgements?: readonly AcknowledgementRow[];
  readonly rightsRequests?: readonly Partial<typeof tables.rightsRequest.$inferSelect>[];
  readonly restrictions?: readonly Restriction[];
}
export type ProcessingRow = PersonRow;
export type AcknowledgementRow = Partial<typeof tables.acknowledgement.$inferSelect>;

/** What an act answers: about whom, and what was wrong. */
export interface AcknowledgeNoticePayloadRow {
  readonly personId: string;
  readonly problems: readonly Problem[];
}

export interface Restriction {
  readonly personId: string;
  readonly kind: 'RESTRICTION' | 'OBJECTION' | 'PROTECTION';
  readonly purpose: string | null;
}

export type DisclosureRow = Partial<typeof tables.disclosure.$inferSelect> & { readonly seq: number };
