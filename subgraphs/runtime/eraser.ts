import { type Caller, nationalBodies } from '@kompass/schema';

/**
 * As whom a room erases: IMDi, the controller, carrying out what its privacy officer or the law has decided, and cleared
 * for everybody, for nobody may be forgotten because they are hidden.
 */
export const eraser: Caller = {
  party: 'IMDI',
  purpose: 'DATA_SUBJECT_RIGHTS',
  organisation: nationalBodies.IMDI,
  clearances: ['PRIVACY_OFFICER', 'ADDRESS_PROTECTED'],
};
