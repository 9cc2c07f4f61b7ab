import { organisationName, type Sentence } from '@kompass/runtime';
import type { Language, Purpose } from '@kompass/schema';
import type { ResultPart, SharedWith } from './sharing.js';

const partWords: Readonly<Record<ResultPart, Sentence>> = {
  GOALS: { nb: 'målene', en: 'the goals' },
  RECOMMENDED_PATH: { nb: 'det anbefalte løpet', en: 'the recommended path' },
};

/** What each purpose is, so that it fits behind "for". */
const purposeWords: Readonly<Record<Purpose, Sentence>> = {
  REGISTRATION: { nb: 'kompetanseregistreringen', en: 'the competence registration' },
  SETTLEMENT: { nb: 'å finne en bosettingskommune', en: 'finding a municipality to settle in' },
  CAREER_GUIDANCE: { nb: 'karriereveiledning', en: 'career guidance' },
  EMPLOYMENT_GUIDANCE: {
    nb: 'veiledning om muligheten til å få arbeid',
    en: 'guidance on the chance of work',
  },
  FULL_TIME_PROGRAMME: { nb: 'fulltidsprogrammet på mottaket', en: 'the full-time programme' },
  INTRODUCTION_PROGRAMME: { nb: 'introduksjonsprogrammet', en: 'the introduction programme' },
  STATISTICS: { nb: 'statistikk', en: 'statistics' },
  DATA_SUBJECT_RIGHTS: {
    nb: 'rettighetene etter personvernreglene',
    en: 'the rights under data protection law',
  },
};

/** Who sees what and what for, as a sentence. */
export function inWords(recipient: SharedWith, language: Language): string {
  const { parts: seen, purpose, clearedOnly } = recipient;
  const what = new Intl.ListFormat(language === 'nb' ? 'nb-NO' : 'en-GB').format(
    seen.map((part) => partWords[part][language]),
  );
  const who = organisationName(recipient, language);
  const why = purposeWords[purpose][language];
  if (language === 'nb')
    return `${who} ser ${what}, for ${why}${clearedOnly ? '; bare medarbeidere med tilgang til adressebeskyttede' : ''}.`;
  return `${who} sees ${what}, for ${why}${clearedOnly ? '; only officers cleared for protected addresses' : ''}.`;
}

/** Who referred a person. */
export function referredBy(
  { referrer, organisation }: { readonly referrer?: string; readonly organisation?: string },
  language: Language,
): string | null {
  if (!referrer || !organisation) return null;
  if (referrer !== 'SELF') return organisationName({ party: referrer, organisation }, language);
  return language === 'nb' ? 'Personen tok selv kontakt' : 'The person turned to the centre';
}
