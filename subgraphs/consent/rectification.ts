import { Problems, type RectificationOutcome } from '@kompass/runtime';
import { occupations, policyInForce, type RectifiableValue, rectifiable } from '@kompass/schema';
import { isEnumType } from 'graphql';
import { type Act, receive } from './demands.js';

/** What is wrong, and what is right; as in the SDL. */
export interface RectificationInput {
  readonly field: string;
  readonly entry?: number | null;
  readonly correction?: string | null;
  readonly grounds?: string | null;
}

/**
 * Receives the demand that something wrong is corrected.
 * @returns what is wrong with it; nothing is then written
 * @throws KompassError NOT_FOUND
 */
export async function requestRectification(act: Act, input: RectificationInput): Promise<Problems['found']> {
  const { field, entry, correction, grounds } = input;
  const problems = rectificationProblems(input, new Problems(act.caller.language));
  return receive(act, { right: 'RECTIFICATION', field, entry, correction, grounds }, problems);
}

/** Consent holds what was demanded and decided, which is true however it turned out: nothing is corrected here. */
export async function rectify(): Promise<RectificationOutcome> {
  return 'NOTHING_HELD';
}

/** Everything that is wrong with an input. */
export function rectificationProblems(
  { field, entry, correction }: RectificationInput,
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
  else {
    problems.require(correction.length <= longest, ['input', 'correction'], 'TOO_LONG', {
      nb: `Teksten kan ha inntil ${longest} tegn.`,
      en: `The text may have up to ${longest} characters.`,
    });
    problems.require(written[known.value](correction), ['input', 'correction'], 'UNKNOWN_CODE', {
      nb: `Dette er ikke slik ${field} skrives.`,
      en: `This is not how ${field} is written.`,
    });
  }
  return problems;
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
  DATE: (text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)),
  YES_OR_NO: (text) => text === 'true' || text === 'false',
  NUMBER: (text) => /^\d{1,4}$/.test(text),
  CEFR_LEVEL: inEnum('CefrLevel'),
  EDUCATION_LEVEL: inEnum('EducationLevel'),
  GENDER: inEnum('Gender'),
  COUNTRY: isCountry,
  COUNTRIES: (text) => text.split(/[ ,]+/).every(isCountry),
  LANGUAGE: (text) => /^[a-z]{3}$/.test(text),
  OCCUPATION: (text) => text.length === 4 && occupations().has(text),
};

function isCountry(text: string): boolean {
  return /^[A-Z]{2}$/.test(text);
}
