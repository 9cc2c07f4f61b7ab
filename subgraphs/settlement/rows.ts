import type { RoomContext } from '@kompass/runtime';
import type * as tables from './tables.js';

export type Context = RoomContext<typeof tables>;

// What the stores answer: for persons the columns that were asked for, and no others.

export type PersonRow = Partial<typeof tables.person.$inferSelect> & {
  readonly id: string;
  readonly matching?: readonly MunicipalityMatchRow[];
  readonly introductionProgramme?: Partial<typeof tables.introductionProgramme.$inferSelect> | null;
  readonly fullTimeProgramme?: Partial<typeof tables.fullTimeProgramme.$inferSelect> | null;
};
export type SettlementRow = PersonRow;
export type MunicipalityMatchRow = Partial<typeof tables.municipalityMatch.$inferSelect>;
export type CountyRow = typeof tables.county.$inferSelect;
export type MunicipalityRow = typeof tables.municipality.$inferSelect;
export type ReceptionCentreRow = typeof tables.receptionCentre.$inferSelect;
