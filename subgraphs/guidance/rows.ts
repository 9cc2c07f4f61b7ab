import type { RoomContext } from '@kompass/runtime';
import type * as tables from './tables.js';

export type Context = RoomContext<typeof tables>;

/** What the store answers: the columns that were asked for, and no others. */
export type PersonRow = Partial<typeof tables.person.$inferSelect> & {
  readonly id: string;
  readonly careerCentre?: typeof tables.careerCentre.$inferSelect | null;
  readonly appointments?: readonly Partial<typeof tables.appointment.$inferSelect>[];
  /** With the career centre that held it, which the rule on the internal note looks at. */
  readonly sessions?: readonly Partial<typeof tables.session.$inferSelect>[];
  readonly result?: Partial<typeof tables.result.$inferSelect> | null;
  readonly employmentGuidance?: readonly Partial<typeof tables.employmentGuidance.$inferSelect>[];
};
export type GuidanceRow = PersonRow;
