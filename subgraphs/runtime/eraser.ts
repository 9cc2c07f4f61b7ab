import type { Caller } from '@kompass/schema';

/**
 * As whom a room erases: IMDi, the controller, carrying out what its privacy officer or the law has decided, and cleared
 * for everybody, for nobody may be forgotten because they are hidden.
 */
export const eraser: Caller = {
  party: 'IMDI',
  purpose: 'DATA_SUBJECT_RIGHTS',
  organisation: '987879696',
  clearances: ['PRIVACY_OFFICER', 'ADDRESS_PROTECTED'],
};
