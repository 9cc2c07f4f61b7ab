/** Whether guidance and settlement work something out from a field: from what somebody can, and from the age. */
export function bearsOnAdvice(field: string): boolean {
  const isWhoTheyAre = ['Person.name', 'Person.gender', 'Person.citizenships'].includes(field);
  return !isWhoTheyAre && !field.endsWith('.counsellorNote');
}

/** How what is right is written; a whole entry is not corrected but taken out. */
export type RectifiableValue =
  | 'TEXT'
  | 'DATE'
  | 'YES_OR_NO'
  | 'NUMBER'
  | 'CEFR_LEVEL'
  | 'EDUCATION_LEVEL'
  | 'GENDER'
  | 'COUNTRY'
  | 'COUNTRIES'
  | 'LANGUAGE'
  | 'OCCUPATION'
  | 'ENTRY';

/** A field that can be demanded corrected. */
export interface RectifiableField {
  readonly value: RectifiableValue;
  /** Whether the section has several entries, so that it must be said which. */
  readonly ofEntry: boolean;
  /** Whether it can be left without a value. */
  readonly removable: boolean;
}

const field = (value: RectifiableValue, removable = true): RectifiableField => ({
  value,
  ofEntry: true,
  removable,
});
const single = (value: RectifiableValue, removable = true): RectifiableField => ({
  value,
  ofEntry: false,
  removable,
});

/**
 * What a person can demand corrected (GDPR art. 16), in the words of the schema: who the person is, every entry of every
 * section, and what a counsellor wrote. For the age it is the date of birth; for an entry that should not be there at all
 * («rettet eller slettet») its type.
 */
export const rectifiable: Readonly<Record<string, RectifiableField>> = {
  'Person.name': single('TEXT', false),
  'Person.birthDate': single('DATE', false),
  'Person.gender': single('GENDER', false),
  'Person.citizenships': single('COUNTRIES'),
  Language: field('ENTRY'),
  'Language.language': field('LANGUAGE', false),
  'Language.motherTongue': field('YES_OR_NO', false),
  'Language.listening': field('CEFR_LEVEL'),
  'Language.reading': field('CEFR_LEVEL'),
  'Language.speaking': field('CEFR_LEVEL'),
  'Language.writing': field('CEFR_LEVEL'),
  'Language.counsellorNote': field('TEXT'),
  Education: field('ENTRY'),
  'Education.level': field('EDUCATION_LEVEL', false),
  'Education.field': field('TEXT'),
  'Education.country': field('COUNTRY', false),
  'Education.years': field('NUMBER'),
  'Education.endYear': field('NUMBER'),
  'Education.completed': field('YES_OR_NO', false),
  'Education.recognisedInNorway': field('YES_OR_NO', false),
  'Education.counsellorNote': field('TEXT'),
  WorkExperience: field('ENTRY'),
  'WorkExperience.occupation': field('OCCUPATION', false),
  'WorkExperience.employer': field('TEXT'),
  'WorkExperience.country': field('COUNTRY', false),
  'WorkExperience.from': field('DATE', false),
  'WorkExperience.to': field('DATE'),
  'WorkExperience.tasks': field('TEXT'),
  'WorkExperience.counsellorNote': field('TEXT'),
  Activity: field('ENTRY'),
  'Activity.description': field('TEXT', false),
  'Activity.years': field('NUMBER'),
  'Activity.counsellorNote': field('TEXT'),
  Interest: field('ENTRY'),
  'Interest.description': field('TEXT', false),
  'Interest.counsellorNote': field('TEXT'),
  Wishes: single('ENTRY'),
  'Wishes.education': single('TEXT'),
  'Wishes.work': single('TEXT'),
  'Wishes.occupation': single('OCCUPATION'),
  'Wishes.longTermGoal': single('TEXT'),
  'Wishes.counsellorNote': single('TEXT'),
};
