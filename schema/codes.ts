import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import iso3166 from 'i18n-iso-countries/index.js'; // without all countries' names in all languages
import { iso6393 } from 'iso-639-3';
import type { Language } from './agencies.js';
import { contractFolder } from './contract.js';

/** A municipality in force from 1 January 2024. */
export interface MunicipalityCode {
  readonly number: string;
  readonly name: string;
  readonly countyNumber: string;
  /** Nine digits; empty where the published lists lack it. */
  readonly organisationNumber: string;
}

/** A county in force from 1 January 2024, with the organisation number of its county municipality. */
export interface CountyCode {
  readonly number: string;
  readonly name: string;
  readonly organisationNumber: string;
}

/** An occupation of STYRK-08 at any of its four levels. */
export interface OccupationCode {
  readonly code: string;
  readonly label: string;
}

const rows = (file: string): Record<string, string>[] =>
  parse(readFileSync(new URL(`codes/${file}`, contractFolder)), { columns: true });

const once = <Value>(read: () => Value): (() => Value) => {
  let value: Value | undefined;
  return () => {
    value ??= read();
    return value;
  };
};

/** All 357 municipalities. Source: `codes/README.md`. */
export const municipalities = once((): readonly MunicipalityCode[] =>
  rows('municipalities.csv').map((row) => ({
    number: row['number'] ?? '',
    name: row['name'] ?? '',
    countyNumber: row['county_number'] ?? '',
    organisationNumber: row['organisation_number'] ?? '',
  })),
);

/** The one organisation of each party that answers for the whole country. Source: Enhetsregisteret. */
export const nationalBodies = { IMDI: '987879696', NAV: '889640782' } as const;

/** All 15 counties. Source: `codes/README.md`. */
export const counties = once((): readonly CountyCode[] =>
  rows('counties.csv').map((row) => ({
    number: row['number'] ?? '',
    name: row['name'] ?? '',
    organisationNumber: row['organisation_number'] ?? '',
  })),
);

/** STYRK-08's names by code. Source: `codes/README.md`. */
export const occupations = once(
  (): ReadonlyMap<string, OccupationCode> =>
    new Map(
      rows('occupations.csv').map((row) => {
        const occupation = { code: row['code'] ?? '', label: row['name_nb'] ?? '' };
        return [occupation.code, occupation];
      }),
    ),
);

/** ISO 639-3's own names by code, in English. */
const isoLanguages = once(
  (): ReadonlyMap<string, string> => new Map(iso6393.map(({ iso6393: code, name }) => [code, name])),
);

/** The codes of ISO 639-3. */
export const languageCodes = once((): ReadonlySet<string> => new Set(isoLanguages().keys()));

const displayNames: Readonly<Record<Language, Intl.DisplayNames>> = {
  nb: new Intl.DisplayNames('nb-NO', { type: 'language' }),
  en: new Intl.DisplayNames('en-GB', { type: 'language' }),
};
const languageNames = new Map<string, string>();

/**
 * A language's name, as Unicode's CLDR has it. Kept, as looking it up takes longer than the rest of a row's answer.
 * @param code of ISO 639-3
 * @returns ISO 639-3's own name, in English, where CLDR has none
 */
export function languageName(code: string, language: Language): string {
  const key = `${language} ${code}`;
  const name = languageNames.get(key) ?? ofCldr(code, language) ?? isoLanguages().get(code) ?? code;
  languageNames.set(key, name);
  return name;
}

/** Where it has no name, CLDR answers the code. */
function ofCldr(code: string, language: Language): string | undefined {
  const name = displayNames[language].of(code);
  return name === code ? undefined : name;
}

/** The codes of ISO 3166-1 alpha-2. */
export const countryCodes = once((): ReadonlySet<string> => new Set(Object.keys(iso3166.getAlpha2Codes())));

const countryNames: Readonly<Record<Language, Intl.DisplayNames>> = {
  nb: new Intl.DisplayNames('nb-NO', { type: 'region' }),
  en: new Intl.DisplayNames('en-GB', { type: 'region' }),
};

/**
 * A country's name, as Unicode's CLDR has it.
 * @param code of ISO 3166-1 alpha-2
 */
export function countryName(code: string, language: Language): string {
  return countryNames[language].of(code) ?? code;
}
