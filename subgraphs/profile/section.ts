import type { Sentence } from '@kompass/runtime';
import type { Items, SectionContent } from './tables.js';
import * as tables from './tables.js';

/** A section of the registration. Each is a list of items; the wishes are a list of one. */
export type Section = keyof Items;
export const sections: readonly Section[] = tables.registrationSection.enumValues;

/** What a section is called in the SDL: as a field of a person, and as a field of the input that saves it. */
export const fieldOf = {
  LANGUAGES: 'languages',
  EDUCATION: 'education',
  WORK_EXPERIENCE: 'workExperience',
  ACTIVITIES: 'activities',
  INTERESTS: 'interests',
  WISHES: 'wishes',
} as const satisfies Record<Section, string>;

/** What a section is called to whoever registers. */
export const nameOf: Readonly<Record<Section, Sentence>> = {
  LANGUAGES: { nb: 'Språk', en: 'Languages' },
  EDUCATION: { nb: 'Skolegang og utdanning', en: 'Schooling and education' },
  WORK_EXPERIENCE: { nb: 'Arbeidserfaring', en: 'Work experience' },
  ACTIVITIES: { nb: 'Aktiviteter', en: 'Activities' },
  INTERESTS: { nb: 'Interesser', en: 'Interests' },
  WISHES: { nb: 'Ønsker', en: 'Wishes' },
};

/** A section's items as history keeps them. */
export function contentOf<S extends Section>(section: S, items: readonly Items[S][]): SectionContent {
  return { [fieldOf[section]]: section === 'WISHES' ? items[0] : items };
}
