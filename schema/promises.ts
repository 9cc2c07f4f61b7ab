import type { Party, Purpose } from './agencies.js';
import type { CategoryName } from './categories.js';
import { letter, type Sentence } from './letter.js';

/** What one sentence of the letter tells people that a party gets for a purpose. */
export interface Promised {
  readonly sentence: Sentence;
  readonly covers: readonly CategoryName[];
}

export type Promises = Readonly<
  Partial<Record<Party, Readonly<Partial<Record<Purpose, readonly Promised[]>>>>>
>;

/** What the person, or whoever helps, registers. */
const registered = [
  'registration',
  'background',
  'languages',
  'education',
  'work',
  'activities',
  'interests',
  'wishes',
] as const;

/** Whoever helps a person to register gives the letter first. */
const givesTheLetter: Promised = { sentence: letter.information, covers: ['informed', 'informing'] };

/** IMDi needs this to answer for a person's case at all. */
const imdiInTheCase: readonly Promised[] = [
  {
    sentence: letter.controller,
    covers: [...registered, 'fullTimeProgramme', 'introductionProgramme', 'protecting', 'addressProtection'],
  },
  { sentence: letter.counsellor, covers: ['freeText'] },
  { sentence: letter.identity, covers: ['identity'] },
  { sentence: letter.rightToGuidance, covers: ['guidance', 'rightAndDuty'] },
  { sentence: letter.sharedResult, covers: ['guidanceResult'] },
  { sentence: letter.settlement, covers: ['settlement'] },
  { sentence: letter.laterUse, covers: ['proposedProgrammes'] },
  { sentence: letter.information, covers: ['informed'] },
  { sentence: letter.contact, covers: ['rights', 'restrictions', 'claimingRights'] },
  { sentence: letter.statistics, covers: ['statistics'] },
];

/** What the advice on a municipality says and is made from: for whoever settles, and for whoever answers demands. */
const whatSettles: Promised = { sentence: letter.settlement, covers: ['matching', 'settlementGrounds'] };

/** The person sees everything, and may use every right, whatever the person is here for. */
const aboutOneself: readonly Promised[] = [
  {
    sentence: letter.access,
    covers: [
      ...registered,
      'identity',
      'birthDate',
      'freeText',
      'guidance',
      'guidanceNotes',
      'rightAndDuty',
      'resultDraft',
      'guidanceResult',
      'employmentGuidance',
      'suggestions',
      'settlement',
      'matching',
      'settlementGrounds',
      'proposedProgrammes',
      'introductionProgramme',
      'fullTimeProgramme',
      'restrictions',
      'informed',
      'rights',
      'addressProtection',
      'log',
      'corrections',
    ],
  },
  { sentence: letter.dutyAndRight, covers: ['registering'] },
  { sentence: letter.information, covers: ['informing'] },
  { sentence: letter.rightToGuidance, covers: ['callingOff'] },
  { sentence: letter.restriction, covers: ['claimingRights'] },
  { sentence: letter.objection, covers: ['claimingRights'] },
];

/**
 * What the letter promises: who gets what, for what purpose, and the sentence that told people so. Whatever the rules
 * grant must stand here, and whatever stands here must be granted: what people were told is what is enforced.
 */
export const promises: Promises = {
  PERSON: {
    REGISTRATION: aboutOneself,
    DATA_SUBJECT_RIGHTS: aboutOneself,
  },

  IMDI: {
    REGISTRATION: [
      ...imdiInTheCase,
      { sentence: letter.identity, covers: ['admitting'] },
      { sentence: letter.dutyAndRight, covers: ['registering'] },
    ],
    SETTLEMENT: [
      ...imdiInTheCase,
      whatSettles,
      { sentence: letter.settlement, covers: ['settling'] },
      { sentence: letter.rightToGuidance, covers: ['referring'] },
    ],
    STATISTICS: [{ sentence: letter.statistics, covers: ['statistics'] }],
    DATA_SUBJECT_RIGHTS: [
      ...imdiInTheCase,
      whatSettles,
      { sentence: letter.access, covers: ['birthDate', 'log', 'corrections'] },
      { sentence: letter.contact, covers: ['decidingOnRights', 'demandsAnsweredFor'] },
    ],
  },

  CAREER_CENTRE: {
    REGISTRATION: [
      { sentence: letter.counsellor, covers: [...registered, 'identity', 'freeText', 'settlement'] },
      { sentence: letter.restriction, covers: ['restrictions'] },
      { sentence: letter.counsellor, covers: ['registering'] },
      givesTheLetter,
    ],
    CAREER_GUIDANCE: [
      {
        sentence: letter.careerCounsellor,
        covers: [
          ...registered,
          'identity',
          'freeText',
          'settlement',
          'introductionProgramme',
          'fullTimeProgramme',
        ],
      },
      {
        sentence: letter.rightToGuidance,
        covers: ['guidance', 'guidanceNotes', 'rightAndDuty', 'referring', 'callingOff', 'guidanceResult'],
      },
      { sentence: letter.sharedResult, covers: ['resultDraft', 'guiding'] },
      { sentence: letter.restriction, covers: ['restrictions'] },
      givesTheLetter,
    ],
  },

  NAV: {
    EMPLOYMENT_GUIDANCE: [
      {
        sentence: letter.nav,
        covers: [
          'registration',
          'identity',
          'languages',
          'education',
          'work',
          'activities',
          'wishes',
          'settlement',
          'introductionProgramme',
          'employmentGuidance',
          'suggestions',
          'guidingOnWork',
        ],
      },
      { sentence: letter.sharedResult, covers: ['guidanceResult'] },
      { sentence: letter.restriction, covers: ['restrictions'] },
    ],
  },

  MUNICIPALITY: {
    REGISTRATION: [
      { sentence: letter.counsellor, covers: [...registered, 'identity', 'freeText', 'settlement'] },
      { sentence: letter.rightToGuidance, covers: ['referring'] },
      { sentence: letter.restriction, covers: ['restrictions'] },
      { sentence: letter.counsellor, covers: ['registering'] },
      givesTheLetter,
    ],
    FULL_TIME_PROGRAMME: [
      {
        sentence: letter.hostMunicipality,
        covers: [
          ...registered,
          'identity',
          'freeText',
          'settlement',
          'proposedProgrammes',
          'fullTimeProgramme',
          'hosting',
        ],
      },
      { sentence: letter.rightToGuidance, covers: ['rightAndDuty', 'referring'] },
      { sentence: letter.sharedResult, covers: ['guidanceResult'] },
      { sentence: letter.restriction, covers: ['restrictions'] },
      { sentence: letter.statistics, covers: ['statistics'] },
    ],
    INTRODUCTION_PROGRAMME: [
      {
        sentence: letter.settlementMunicipality,
        covers: [
          ...registered,
          'identity',
          'freeText',
          'settlement',
          'proposedProgrammes',
          'introductionProgramme',
          'employmentGuidance',
          'receiving',
        ],
      },
      { sentence: letter.rightToGuidance, covers: ['rightAndDuty', 'referring'] },
      { sentence: letter.sharedResult, covers: ['guidanceResult'] },
      { sentence: letter.restriction, covers: ['restrictions'] },
      { sentence: letter.statistics, covers: ['statistics'] },
    ],
  },

  RESEARCH: {
    STATISTICS: [{ sentence: letter.statistics, covers: ['statistics'] }],
  },
};
