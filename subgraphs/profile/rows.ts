import type { RoomContext } from '@kompass/runtime';
import type { Outcome } from './acts.js';
import type * as tables from './tables.js';

export type Context = RoomContext<typeof tables>;

// What the store answers: the columns that were asked for, and no others.

export type PersonRow = Partial<typeof tables.person.$inferSelect> & {
  readonly id: string;
  readonly languages?: readonly LanguageRow[];
  readonly education?: readonly Partial<typeof tables.education.$inferSelect>[];
  readonly workExperience?: readonly WorkExperienceRow[];
  readonly activities?: readonly Partial<typeof tables.activity.$inferSelect>[];
  readonly interests?: readonly Partial<typeof tables.interest.$inferSelect>[];
  readonly wishes?: WishesRow | null;
  readonly sectionStates?: readonly Partial<typeof tables.sectionState.$inferSelect>[];
};
export type RegistrationRow = PersonRow;
export type LanguageRow = Partial<typeof tables.language.$inferSelect>;
export type WorkExperienceRow = Partial<typeof tables.workExperience.$inferSelect>;
export type WishesRow = Partial<typeof tables.wishes.$inferSelect>;
export type ChangeRow = Partial<typeof tables.change.$inferSelect> & { readonly seq: number };
export type SectionContentRow = tables.SectionContent;

// What acts answer; the person is looked up when asked for.

export type AdmitPersonPayloadRow = Outcome;
export type SaveSectionPayloadRow = Outcome;
export type RegistrationPayloadRow = Outcome;
