import {
  isBirthOfSomebodyAlive,
  isDay,
  isUuid,
  Problems,
  type RectificationOutcome,
  type Said,
  type Sentence,
  utcDay,
} from '@kompass/runtime';
import {
  countryCodes,
  languageCodes,
  occupations,
  policyInForce,
  type RectifiableValue,
  rectifiable,
} from '@kompass/schema';
import { sql } from 'drizzle-orm';
import { isEnumType } from 'graphql';
import type { Act } from './act.js';
import { receive } from './receive.js';

/** What is wrong, and what is right; as in the SDL. */
export interface RectificationInput {
  readonly field: string;
  readonly entry?: number | null;
  readonly correction?: string | null;
  readonly grounds?: string | null;
}

/**
 * Receives the demand that something wrong is corrected, and keeps what is registered there at that moment: what is meant
 * is then known whatever is saved until it is granted. Whether the correction fits the rest of the entry, profile finds
 * out when it is carried out.
 * @returns what is wrong with it; nothing is then written
 * @throws KompassError NOT_FOUND
 */
export async function requestRectification(act: Act, input: RectificationInput): Promise<Problems['found']> {
  const { field, correction, grounds } = input;
  const entry = rectifiable[field]?.ofEntry ? input.entry : null;
  const problems = rectificationProblems(input, utcDay(act.now), new Problems(act.caller.language));
  const said = problems.found.length === 0 ? await saidNow(act, field, entry) : null;
  if (problems.found.length === 0)
    problems.require(said !== null, ['input', entry ? 'entry' : 'field'], 'OUT_OF_RANGE', {
      nb: 'Her er det ikke registrert noe. Se etter hvilken oppføring det gjelder, telt fra 1.',
      en: 'Nothing is registered here. See which entry it is, counted from 1.',
    });
  return receive(act, { right: 'RECTIFICATION', field, entry, correction, grounds, said }, problems);
}

/** What profile has registered there; `null` for nothing, and for a person whom the caller does not see. */
async function saidNow(
  { session, personId }: Act,
  field: string,
  entry: number | null | undefined,
): Promise<Said | null> {
  if (!isUuid(personId)) return null;
  const {
    rows: [row],
  } = await session.execute<{ said: Said | null }>(
    sql`select profile.said(${personId}, ${field}, ${entry ?? 1}) as said`,
  );
  return row?.said ?? null;
}

/** What was registered when it was demanded, for the person and the officer to read; of an entry, all that it said. */
export function inText(field: string, said: Said | null): string | null {
  if (!said) return null;
  const [type = '', property] = field.split('.');
  const ofEntry = Object.keys(rectifiable).flatMap((each) => {
    const [of, name] = each.split('.');
    return of === type && name ? [name] : [];
  });
  const texts = (property ? [property] : ofEntry).flatMap((name) => said[name] ?? []);
  return texts.join(', ') || null;
}

/** Consent holds what was demanded and decided, which is true however it turned out: nothing is corrected here. */
export async function rectify(): Promise<RectificationOutcome> {
  return 'NOTHING_HELD';
}

/** Everything that is wrong with an input. */
function rectificationProblems(
  { field, entry, correction }: RectificationInput,
  today: string,
  problems: Problems,
): Problems {
  const known = rectifiable[field];
  if (
    !problems.require(known !== undefined, ['input', 'field'], 'UNKNOWN_CODE', {
      nb: `Feltet finnes ikke: velg ett av ${Object.keys(rectifiable).join(', ')}.`,
      en: `There is no such field: choose one of ${Object.keys(rectifiable).join(', ')}.`,
    }) ||
    !known
  )
    return problems;
  if (known.ofEntry)
    problems.require(typeof entry === 'number' && entry >= 1, ['input', 'entry'], 'REQUIRED', {
      nb: 'Si hvilken oppføring det gjelder, telt fra 1.',
      en: 'Say which entry it is, counted from 1.',
    });
  if (correction === null || correction === undefined)
    problems.require(known.removable, ['input', 'correction'], 'REQUIRED', {
      nb: 'Si hva som er riktig: feltet kan ikke stå tomt.',
      en: 'Say what is right: the field cannot be left empty.',
    });
  else if (known.value === 'ENTRY')
    problems.add(['input', 'correction'], 'OUT_OF_RANGE', {
      nb: 'En hel oppføring kan bare tas ut: la dette stå tomt, eller velg feltet som er feil.',
      en: 'A whole entry can only be taken out: leave this out, or choose the field that is wrong.',
    });
  else {
    problems.require(correction.length <= longest, ['input', 'correction'], 'TOO_LONG', {
      nb: `Teksten kan ha inntil ${longest} tegn.`,
      en: `The text may have up to ${longest} characters.`,
    });
    const { fits, as } = written[known.value];
    if (
      problems.require(fits(correction), ['input', 'correction'], 'UNKNOWN_CODE', {
        nb: `Dette er ikke slik ${field} skrives: skriv ${as.nb}.`,
        en: `This is not how ${field} is written: write ${as.en}.`,
      }) &&
      known.value === 'DATE'
    )
      requireLived(field, correction, today, problems);
  }
  return problems;
}

/** What is registered has happened; a person has been born. */
function requireLived(field: string, day: string, today: string, problems: Problems): void {
  if (field === 'Person.birthDate')
    problems.require(isBirthOfSomebodyAlive(day, today), ['input', 'correction'], 'IMPLAUSIBLE_DATE', {
      nb: 'Ingen som lever, er født den dagen.',
      en: 'Nobody alive was born on that day.',
    });
  else
    problems.require(day <= today, ['input', 'correction'], 'IMPLAUSIBLE_DATE', {
      nb: 'Datoen kan ikke være i fremtiden.',
      en: 'The date cannot be in the future.',
    });
}

const longest = 2_000;

/** How a kind of value is written. */
interface Written {
  readonly fits: (text: string) => boolean;
  /** What to write, as a sentence goes on with it. */
  readonly as: Sentence;
}

/** One of the values of an enum of the SDL, which is read when it is first asked for. */
function inEnum(name: string): Written {
  const values = (): readonly string[] => {
    const type = policyInForce().schema.getType(name);
    return isEnumType(type) ? type.getValues().map((value) => value.name) : [];
  };
  return {
    fits: (text) => values().includes(text),
    get as() {
      const listed = values().join(', ');
      return { nb: `en av ${listed}`, en: `one of ${listed}` };
    },
  };
}

const written: Readonly<Record<Exclude<RectifiableValue, 'ENTRY'>, Written>> = {
  TEXT: {
    fits: (text) => text.trim() !== '',
    as: { nb: 'en tekst som ikke er tom', en: 'a text that is not empty' },
  },
  DATE: { fits: isDay, as: { nb: 'en dato som 2026-01-31', en: 'a date like 2026-01-31' } },
  YES_OR_NO: {
    fits: (text) => text === 'true' || text === 'false',
    as: { nb: '«true» for ja eller «false» for nei', en: '"true" for yes or "false" for no' },
  },
  NUMBER: {
    fits: (text) => /^\d{1,4}$/.test(text),
    as: { nb: 'et tall med inntil fire sifre', en: 'a number of up to four digits' },
  },
  CEFR_LEVEL: inEnum('CefrLevel'),
  EDUCATION_LEVEL: inEnum('EducationLevel'),
  GENDER: inEnum('Gender'),
  COUNTRY: {
    fits: isCountry,
    as: {
      nb: 'en landkode med to bokstaver (ISO 3166-1), som UA',
      en: 'a country code of two letters (ISO 3166-1), like UA',
    },
  },
  COUNTRIES: {
    fits: (text) => text.split(/[ ,]+/).every(isCountry),
    as: {
      nb: 'landkoder med to bokstaver (ISO 3166-1) og mellomrom imellom, som UA PL',
      en: 'country codes of two letters (ISO 3166-1) with spaces between them, like UA PL',
    },
  },
  LANGUAGE: {
    fits: (text) => languageCodes().has(text),
    as: {
      nb: 'en språkkode med tre bokstaver (ISO 639-3), som ukr',
      en: 'a language code of three letters (ISO 639-3), like ukr',
    },
  },
  OCCUPATION: {
    fits: (text) => text.length === 4 && occupations().has(text),
    as: {
      nb: 'en yrkeskode med fire sifre (STYRK-08), som 7112',
      en: 'an occupation code of four digits (STYRK-08), like 7112',
    },
  },
};

function isCountry(text: string): boolean {
  return countryCodes().has(text);
}
