import type { ParseArgsConfig } from 'node:util';

/** What a verb answers. */
export interface Answer {
  /** For people; for the terminal, a pipe or a file. */
  readonly text: string;
  /** The same for programs. */
  readonly json: unknown;
  /** Whether something is wrong: the exit code is 1 then. */
  readonly problem: boolean;
}

/** Something that the policy desk does. */
export interface Verb {
  /** A line for the list of verbs. */
  readonly summary: string;
  /** What `--help` tells. */
  readonly usage: string;
  /** How many words it takes at most, besides options. */
  readonly words: number;
  readonly options: NonNullable<ParseArgsConfig['options']>;
  /** @throws UsageError when it is asked wrongly; PolicyMistakes when the policy cannot be read */
  run(words: readonly string[], options: Readonly<Record<string, unknown>>): Answer | Promise<Answer>;
}

/** The desk was asked for something that there is not. */
export class UsageError extends Error {}
