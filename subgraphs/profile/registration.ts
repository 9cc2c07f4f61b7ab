import { type Section, sections } from './section.js';
import type { sectionState } from './tables.js';

type Effect = 'GUIDANCE' | 'INTRODUCTION_PROGRAMME' | 'SETTLEMENT_MUNICIPALITY';

/**
 * What a missing section affects. The letter: missing registration matters for how the guidance on education and work
 * is adapted and for the content of the introduction programme, and may matter for finding a settlement municipality.
 * What a person likes to do matters for guidance only.
 */
const effects: Readonly<Record<Section, readonly Effect[]>> = {
  LANGUAGES: ['GUIDANCE', 'INTRODUCTION_PROGRAMME', 'SETTLEMENT_MUNICIPALITY'],
  EDUCATION: ['GUIDANCE', 'INTRODUCTION_PROGRAMME', 'SETTLEMENT_MUNICIPALITY'],
  WORK_EXPERIENCE: ['GUIDANCE', 'INTRODUCTION_PROGRAMME', 'SETTLEMENT_MUNICIPALITY'],
  ACTIVITIES: ['GUIDANCE', 'INTRODUCTION_PROGRAMME'],
  INTERESTS: ['GUIDANCE'],
  WISHES: ['GUIDANCE', 'INTRODUCTION_PROGRAMME', 'SETTLEMENT_MUNICIPALITY'],
};

type State = Partial<typeof sectionState.$inferSelect>;

/** The sections not registered yet, each with what that affects, and why it was left out if that was stated. */
export function missingSections(registered: readonly Section[], states: readonly State[]) {
  return sections
    .filter((section) => !registered.includes(section))
    .map((section) => ({
      section,
      affects: effects[section],
      reason: states.find((state) => state.section === section)?.leftOutBecause ?? null,
    }));
}

/** Each section's version: 0 when it was never saved. */
export function sectionVersions(states: readonly State[]) {
  return sections.map((section) => {
    const state = states.find((each) => each.section === section);
    return { section, version: state?.version ?? 0, savedAt: state?.savedAt ?? null };
  });
}
