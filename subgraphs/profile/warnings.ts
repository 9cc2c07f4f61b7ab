import { type Problem, Problems, warnOfSensitive } from '@kompass/runtime';
import type { Language } from '@kompass/schema';
import type { Draft } from './drafts.js';
import { fieldOf, type Section } from './section.js';
import { pathOf } from './validation.js';

/** The fields of a section's items that are written freely. The fields of study and employers are names. */
const written: { readonly [S in Section]: readonly (keyof Draft<S>['item'])[] } = {
  LANGUAGES: [],
  EDUCATION: ['field'],
  WORK_EXPERIENCE: ['employer', 'tasks'],
  ACTIVITIES: ['description'],
  INTERESTS: ['description'],
  WISHES: ['education', 'work', 'longTermGoal'],
};
const names: readonly string[] = ['field', 'employer'];

/**
 * What whoever saves must look at first: numbers that identify somebody and words on health in free text, and notes
 * that go with an item that is left out.
 * @param removed the places of the items whose notes go
 */
export function warningsOf<S extends Section>(
  section: S,
  drafts: readonly Draft<S>[],
  removed: readonly number[],
  language: Language | undefined,
): readonly Problem[] {
  const warnings = new Problems(language);
  for (const [at, { item, note }] of drafts.entries()) {
    const texts = [
      ...written[section].map((field) => [String(field), item[field]] as const),
      ['counsellorNote', note] as const,
    ];
    for (const [field, text] of texts)
      if (typeof text === 'string')
        warnOfSensitive(
          text,
          [...pathOf(section, at), field],
          warnings,
          names.includes(field) ? ['IDENTIFYING_NUMBER'] : undefined,
        );
  }
  for (const at of removed)
    warnings.add(['input', fieldOf[section]], 'NOTE_REMOVED', {
      nb: `Veilederens notat til punkt ${at + 1} forsvinner, for punktet er ikke med. Er punktet rettet, send «corrects: ${at}» med det som står i stedet.`,
      en: `The counsellor's note on item ${at + 1} goes, for the item is not there. If the item was corrected, send "corrects: ${at}" with the one in its place.`,
    });
  return warnings.found;
}
