import { registrationSection } from './tables.js';

type Section = (typeof registrationSection.enumValues)[number];
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

/** The sections not registered yet, each with what that affects. */
export function missingSections(registered: readonly Section[]) {
  return registrationSection.enumValues
    .filter((section) => !registered.includes(section))
    .map((section) => ({ section, affects: effects[section] }));
}
