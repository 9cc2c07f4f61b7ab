import type { Sentence } from '@kompass/runtime';
import { type Language, languageName, municipalities, occupations } from '@kompass/schema';
import type { Criterion, MissingGround } from './advice.js';

type Facts = Criterion['of'];

const demand: readonly Sentence[] = [
  { nb: 'ingen', en: 'no' },
  { nb: 'noe', en: 'some' },
  { nb: 'stor', en: 'large' },
  { nb: 'svært stor', en: 'very large' },
];
const offers: Readonly<Record<string, Sentence>> = {
  PRIMARY_FOR_ADULTS: { nb: 'grunnskole for voksne', en: 'primary and lower secondary school for adults' },
  UPPER_SECONDARY: { nb: 'videregående opplæring for voksne', en: 'upper secondary school for adults' },
  VOCATIONAL: { nb: 'fagopplæring og fagbrev', en: 'vocational training and trade certificates' },
  HIGHER_EDUCATION: { nb: 'universitet eller høgskole', en: 'a university or university college' },
};
const known: Readonly<Record<string, Sentence>> = {
  CLOSE_FAMILY: { nb: 'Nær familie', en: 'Close family' },
  RELATIVE: { nb: 'Slektninger', en: 'Relatives' },
  FRIEND: { nb: 'Venner', en: 'Friends' },
};
const sections: Readonly<Record<string, Sentence>> = {
  WORK_EXPERIENCE: { nb: 'arbeidserfaring', en: 'work experience' },
  EDUCATION: { nb: 'skolegang og utdanning', en: 'education' },
  LANGUAGES: { nb: 'språk', en: 'languages' },
  WISHES: { nb: 'ønsker', en: 'wishes' },
};

/** The reason that a criterion gives, as a sentence that needs no explanation. */
export function inWords({ says, of }: Criterion, language: Language): string {
  return sayings[says](of, language)[language];
}

/** What a missing section costs, and why. */
export function costInWords({ section, cost }: MissingGround, language: Language): string {
  const what = wordOf(sections, section, language);
  return language === 'nb'
    ? `Det er ikke registrert ${what}. Rådet bygger på mindre, og kvaliteten er satt ned med ${cost}.`
    : `No ${what} has been registered. The advice builds on less, and its quality is ${cost} lower.`;
}

const sayings: Readonly<Record<Criterion['says'], (of: Facts, language: Language) => Sentence>> = {
  DEMAND: ({ occupation, level }, language) => ({
    nb: `Det er ${demand[Number(level)]?.nb} etterspørsel etter ${occupationName(occupation)} her.`,
    en: `There is ${demand[Number(level)]?.[language]} demand here for ${occupationName(occupation)}.`,
  }),
  NO_DEMAND: ({ occupation }) => ({
    nb: `Det er liten etterspørsel her etter yrkene som er registrert, som ${occupationName(occupation)}.`,
    en: `There is little demand here for the occupations registered, such as ${occupationName(occupation)}.`,
  }),
  OFFERED: ({ offer }) => ({
    nb: `Her finnes ${wordOf(offers, offer, 'nb')}.`,
    en: `Here there is ${wordOf(offers, offer, 'en')}.`,
  }),
  OFFERED_IN_COUNTY: ({ offer }) => ({
    nb: `Et annet sted i fylket finnes ${wordOf(offers, offer, 'nb')}.`,
    en: `Elsewhere in the county there is ${wordOf(offers, offer, 'en')}.`,
  }),
  NOT_OFFERED: ({ offer }) => ({
    nb: `I fylket finnes ikke ${wordOf(offers, offer, 'nb')}.`,
    en: `In the county there is not ${wordOf(offers, offer, 'en')}.`,
  }),
  KNOWN: ({ kind }) => ({
    nb: `${wordOf(known, kind, 'nb')} bor i kommunen.`,
    en: `${wordOf(known, kind, 'en')} live in the municipality.`,
  }),
  KNOWN_IN_COUNTY: ({ kind, municipality }) => ({
    nb: `${wordOf(known, kind, 'nb')} bor i samme fylke, i ${municipalityName(municipality)}.`,
    en: `${wordOf(known, kind, 'en')} live in the same county, in ${municipalityName(municipality)}.`,
  }),
  NOBODY_KNOWN: () => ({
    nb: 'Det er ikke registrert at noen nærstående bor her.',
    en: 'Nobody close is registered as living here.',
  }),
  SPOKEN: ({ language: code }) => ({
    nb: `Kommunen har tolker eller lærere som kan ${languageName(String(code), 'nb')}.`,
    en: `The municipality has interpreters or teachers who speak ${languageName(String(code), 'en')}.`,
  }),
  NOT_SPOKEN: () => ({
    nb: 'Kommunen har ikke egne tolker eller lærere i språkene som er registrert.',
    en: 'The municipality has no interpreters or teachers of its own in the languages registered.',
  }),
  PLACES: ({ places, left }) => ({
    nb: `${left} av årets ${places} plasser er ledige.`,
    en: `${left} of this year’s ${places} places are free.`,
  }),
  NEEDS_MET: () => ({
    nb: 'De behovene som er registrert, kan dekkes her.',
    en: 'The needs registered can be met here.',
  }),
  NEEDS_PARTLY_MET: () => ({
    nb: 'De behovene som er registrert, kan bare delvis dekkes i kommunen.',
    en: 'The needs registered can be met in the municipality only in part.',
  }),
  NO_NEEDS: () => ({
    nb: 'Det er ikke registrert særlige behov.',
    en: 'No special needs are registered.',
  }),
  NOT_REGISTERED: ({ section }) => ({
    nb: `Kan ikke vurderes: det er ikke registrert ${wordOf(sections, section, 'nb')}.`,
    en: `Cannot be judged: no ${wordOf(sections, section, 'en')} has been registered.`,
  }),
};

function wordOf(
  words: Readonly<Record<string, Sentence>>,
  code: string | number | undefined,
  language: Language,
) {
  return words[String(code)]?.[language] ?? String(code);
}

function occupationName(code: string | number | undefined): string {
  return (occupations().get(String(code))?.label ?? String(code)).toLowerCase();
}

function municipalityName(number: string | number | undefined): string {
  return municipalities().find((each) => each.number === number)?.name ?? String(number);
}
