import type { RoomContext } from '@kompass/runtime';
import type * as tables from './tables.js';

export type Context = RoomContext<typeof tables>;

// What the store answers: the columns that were asked for, and no others.

export interface PersonRow {
  readonly id: string;
  readonly acknowledgements?: readonly Partial<typeof tables.acknowledgement.$inferSelect>[];
  readonly rightsRequests?: readonly Partial<typeof tables.rightsRequest.$inferSelect>[];
  readonly restrictions?: readonly Restriction[];
}
export type ProcessingRow = PersonRow;

export interface Restriction {
  readonly personId: string;
  readonly kind: 'RESTRICTION' | 'OBJECTION' | 'PROTECTION';
  readonly purpose: string | null;
}

export type DisclosureRow = Partial<typeof tables.disclosure.$inferSelect> & { readonly seq: number };
