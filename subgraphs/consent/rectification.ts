import {
  isBirthOfSomebodyAlive,
  isDay,
  isUuid,
  Problems,
  type RectificationOutcome,
  type Said,
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
    if (
      problems.require(written[known.value](correction), ['input', 'correction'], 'UNKNOWN_CODE', {
        nb: `Dette er ikke slik ${field} skrives.`,
        en: `This is not how ${field} is written.`,
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

/** Whether a text is a value of an enum of the SDL. */
const inEnum =
  (name: string) =>
  (text: string): boolean => {
    const type = policyInForce().schema.getType(name);
    return isEnumType(type) && type.getValue(text) !== undefined;
  };

/** How each kind of value is written. */
const written: Readonly<Record<RectifiableValue, (text: string) => boolean>> = {
  TEXT: (text) => text.trim() !== '',
  DATE: isDay,
  YES_OR_NO: (text) => text === 'true' || text === 'false',
  NUMBER: (text) => /^\d{1,4}$/.test(text),
  CEFR_LEVEL: inEnum('CefrLevel'),
  EDUCATION_LEVEL: inEnum('EducationLevel'),
  GENDER: inEnum('Gender'),
  COUNTRY: isCountry,
  COUNTRIES: (text) => text.split(/[ ,]+/).every(isCountry),
  LANGUAGE: (text) => languageCodes().has(text),
  OCCUPATION: (text) => text.length === 4 && occupations().has(text),
  ENTRY: () => false,
};

function isCountry(text: string): boolean {
  return countryCodes().has(text);
}
