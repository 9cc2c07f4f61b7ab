import { type Page, pageOf, pageSize } from '@kompass/runtime';
import {
  countryCodes,
  countryName,
  KompassError,
  type Language,
  languageCodes,
  languageName,
  type OccupationCode,
  occupations,
} from '@kompass/schema';
import type { Context } from './rows.js';

// Published code lists as clients show them. They are in the process, and about nobody.

/** Something that has a code and a name. */
interface Coded {
  readonly code: string;
  readonly label: string;
}

const byName: Readonly<Record<Language, Intl.Collator>> = {
  nb: new Intl.Collator('nb'),
  en: new Intl.Collator('en'),
};

function named(
  codes: Iterable<string>,
  nameOf: (code: string, language: Language) => string,
  language: Language,
): readonly Coded[] {
  return [...codes]
    .map((code) => ({ code, label: nameOf(code, language) }))
    .sort((one, other) => byName[language].compare(one.label, other.label));
}

const languages = new Map<Language, readonly Coded[]>();

/** The languages of ISO 639-3 that a search finds, by name. Put in order once: there are nearly 8,000. */
export function languagesLike(search: string, language: Language): readonly Coded[] {
  const known = languages.get(language) ?? named(languageCodes(), languageName, language);
  languages.set(language, known);
  return like(known, search);
}

/** The countries of ISO 3166-1, by name. */
export function countriesIn(language: Language): readonly Coded[] {
  return named(countryCodes(), countryName, language);
}

/**
 * The occupations of STYRK-08, or the groups of a level, that a search finds, by code.
 * @throws KompassError BAD_USER_INPUT when there are no codes of so many digits
 */
export function occupationsLike(search: string, digits: number): readonly OccupationCode[] {
  if (digits < 1 || digits > 4)
    throw new KompassError('BAD_USER_INPUT', `"digits" must be from 1 to 4, and was ${digits}.`);
  return like(
    [...occupations().values()].filter(({ code }) => code.length === digits),
    search,
  );
}

function like<Each extends Coded>(all: readonly Each[], search: string): readonly Each[] {
  const looked = search.trim().toLocaleLowerCase('nb');
  return all.filter(
    ({ code, label }) => code.startsWith(looked) || label.toLocaleLowerCase('nb').includes(looked),
  );
}

/**
 * @param list what made the list what it is
 * @throws KompassError BAD_USER_INPUT when a page of that size is not served, or the cursor is another list's
 */
export function pageOfCodes<Each extends Coded>(
  all: readonly Each[],
  {
    first,
    after,
  }: { readonly first?: number | null | undefined; readonly after?: string | null | undefined },
  list: readonly unknown[],
  { caller, cursors }: Context,
): Page<Each> {
  const size = pageSize(first);
  const before = after ? cursors.open(after, caller, list)[0] : undefined;
  const from = all.findIndex(({ code }) => code === before) + 1;
  return pageOf(
    all.slice(from, from + size + 1),
    size,
    ({ code }) => cursors.seal([code], caller, list),
    all.length,
  );
}
