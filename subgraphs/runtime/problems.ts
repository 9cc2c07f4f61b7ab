import type { Language } from '@kompass/schema';

/** What can be wrong with an input. The SDL's `ProblemCode` has the same values. */
export type ProblemCode =
  /** Something that must be there is not. */
  | 'REQUIRED'
  /** The code is in no list that it should be in. */
  | 'UNKNOWN_CODE'
  /** A date that does not fit the person's life, or another date. */
  | 'IMPLAUSIBLE_DATE'
  /** A number outside of what it can be. */
  | 'OUT_OF_RANGE'
  /** A text, or a list, that is too long. */
  | 'TOO_LONG'
  /** The same thing said twice. */
  | 'DUPLICATE'
  /** Not as things stand now: something else must be done first. */
  | 'NOT_NOW'
  /** Not for this caller to write. */
  | 'NOT_YOURS'
  /** Check digits that do not fit the other digits. A warning where the number comes from another register. */
  | 'CHECK_DIGITS'
  /** A counsellor's note would go with what it belongs to. A warning. */
  | 'NOTE_REMOVED'
  /** Looks like a number that identifies somebody. A warning. */
  | 'IDENTIFYING_NUMBER'
  /** Looks like information on somebody's health. A warning. */
  | 'HEALTH_INFORMATION';

/** Something wrong with an input, for the client to show beside the field. */
export interface Problem {
  /** Names and indexes from the arguments down: `['input', 'languages', '0', 'level']`. */
  readonly path: readonly string[];
  readonly code: ProblemCode;
  readonly message: string;
}

/** A sentence that says what is wrong and what to do, in each language that persons and officers read. */
export type Sentence = Readonly<Record<Language, string>>;

/** Gathers everything that is wrong with an input, so that it is all told at once. */
export class Problems {
  readonly found: Problem[] = [];

  /** @param language the language of the messages; bokmål when not said */
  constructor(private readonly language: Language = 'nb') {}

  /** Notes a problem at a path. */
  add(path: readonly (string | number)[], code: ProblemCode, sentence: Sentence): void {
    this.found.push({ path: path.map(String), code, message: sentence[this.language] });
  }

  /** Notes the problem unless the condition holds; returns whether it does. */
  require(
    holds: boolean,
    path: readonly (string | number)[],
    code: ProblemCode,
    sentence: Sentence,
  ): boolean {
    if (!holds) this.add(path, code, sentence);
    return holds;
  }
}
