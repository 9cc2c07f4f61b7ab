import type { Caller } from '@kompass/schema';

/** Organisations that the row tests call as: one that answers for the place at hand, and one that does not. */
export const organisations = {
  bergen: '964338531',
  oslo: '958935420',
  stavanger: '964965226',
  vestland: '821311632',
  rogaland: '971045698',
  nav: '889640782',
  imdi: '987879696',
} as const;

const agency = (
  party: Caller['party'],
  purpose: Caller['purpose'],
  organisation: string,
  clearances: Caller['clearances'] = [],
): Caller => ({ party, purpose, organisation, clearances });

/** Every party and purpose, near to the person of the test and far from it. */
export const rowCallers: Readonly<Record<string, Caller>> = {
  'IMDi, registration': agency('IMDI', 'REGISTRATION', organisations.imdi),
  'IMDi, settlement': agency('IMDI', 'SETTLEMENT', organisations.imdi),
  'IMDi, settlement, cleared': agency('IMDI', 'SETTLEMENT', organisations.imdi, ['ADDRESS_PROTECTED']),
  'IMDi, privacy officer': agency('IMDI', 'DATA_SUBJECT_RIGHTS', organisations.imdi, ['PRIVACY_OFFICER']),
  'IMDi, privacy officer, cleared': agency('IMDI', 'DATA_SUBJECT_RIGHTS', organisations.imdi, [
    'PRIVACY_OFFICER',
    'ADDRESS_PROTECTED',
  ]),
  NAV: agency('NAV', 'EMPLOYMENT_GUIDANCE', organisations.nav),
  'NAV, cleared': agency('NAV', 'EMPLOYMENT_GUIDANCE', organisations.nav, ['ADDRESS_PROTECTED']),
  'Bergen as host': agency('MUNICIPALITY', 'FULL_TIME_PROGRAMME', organisations.bergen),
  'Bergen as settler': agency('MUNICIPALITY', 'INTRODUCTION_PROGRAMME', organisations.bergen),
  'Bergen’s counsellor': agency('MUNICIPALITY', 'REGISTRATION', organisations.bergen),
  'Oslo as host': agency('MUNICIPALITY', 'FULL_TIME_PROGRAMME', organisations.oslo),
  'Stavanger as settler': agency('MUNICIPALITY', 'INTRODUCTION_PROGRAMME', organisations.stavanger),
  'Oslo as settler': agency('MUNICIPALITY', 'INTRODUCTION_PROGRAMME', organisations.oslo),
  'Vestland’s career centre': agency('CAREER_CENTRE', 'CAREER_GUIDANCE', organisations.vestland),
  'Vestland’s counsellor': agency('CAREER_CENTRE', 'REGISTRATION', organisations.vestland),
  'Rogaland’s career centre': agency('CAREER_CENTRE', 'CAREER_GUIDANCE', organisations.rogaland),
  research: agency('RESEARCH', 'STATISTICS', '971526920'),
  'NAV’s number with a municipality’s scope': agency('MUNICIPALITY', 'REGISTRATION', organisations.nav),
};
