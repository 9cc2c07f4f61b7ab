import type { Problem, RoomContext } from '@kompass/runtime';
import type { Criterion, MissingGround } from './advice.js';
import type { Family } from './newcomers.js';
import type { Proposal } from './proposal.js';
import type * as tables from './tables.js';

export type Context = RoomContext<typeof tables>;

// What the stores answer: for persons the columns that were asked for, and no others.

export type PersonRow = Partial<typeof tables.person.$inferSelect> & {
  readonly id: string;
  readonly matching?: readonly MunicipalityMatchRow[];
  readonly matchingBasis?: MatchingBasisRow | null;
  readonly batchAdvice?: BatchAdviceRow | null;
  readonly network?: readonly NetworkTieRow[];
  readonly needs?: readonly { readonly need: typeof tables.need.$inferSelect.need }[];
  readonly history?: readonly SettlementEventRow[];
  readonly family?: Family | undefined;
  readonly proposedIntroductionProgramme?: Proposal | null;
  readonly proposedFullTimeProgramme?: Proposal | null;
  readonly introductionProgramme?: IntroductionProgrammeRow | null;
  readonly fullTimeProgramme?: FullTimeProgrammeRow | null;
};
export type SettlementRow = PersonRow;
export type MunicipalityMatchRow = Partial<typeof tables.municipalityMatch.$inferSelect>;
export type MatchCriterionRow = Criterion;
export type MatchingBasisRow = Partial<typeof tables.matching.$inferSelect>;
export type MissingGroundRow = MissingGround;
export type BatchAdviceRow = Partial<typeof tables.batchAdvice.$inferSelect> & { readonly madeAt: Date };
export type NetworkTieRow = Partial<typeof tables.networkTie.$inferSelect>;
export type SettlementEventRow = Partial<typeof tables.event.$inferSelect>;
export type FamilyGroupRow = Family;
export type ProgrammeProposalRow = Proposal;
export type IntroductionProgrammeRow = Partial<typeof tables.introductionProgramme.$inferSelect>;
export type FullTimeProgrammeRow = Partial<typeof tables.fullTimeProgramme.$inferSelect>;
export type SettlementBatchRow = typeof tables.batch.$inferSelect;
export interface BatchMunicipalityRow {
  readonly municipalityNumber: string;
  readonly placed: number;
}
export type CountyRow = typeof tables.county.$inferSelect;
export type MunicipalityRow = typeof tables.municipality.$inferSelect;
export type ReceptionCentreRow = typeof tables.receptionCentre.$inferSelect;
export type MunicipalityOfferRow = typeof tables.municipalityOffer.$inferSelect;

/** What an act answers: the person it was about, unless it was not done. */
export interface SettlementPayloadRow {
  readonly personId: string | null;
  readonly problems: readonly Problem[];
  readonly warnings?: readonly Problem[];
}
