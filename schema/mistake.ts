/** Something wrong with a policy: where it is written, and what to do. */
export interface Mistake {
  /** From the repository's root: `schema/profile.rules.ts`; the whole path in a folder elsewhere. */
  readonly file: string;
  readonly line: number;
  /** The field it is about; absent where it is about none. */
  readonly coordinate?: string;
  readonly says: string;
  readonly remedy: string;
}

/** A policy that may not be put in force, with everything that is wrong with it. */
export class PolicyMistakes extends Error {
  constructor(readonly mistakes: readonly Mistake[]) {
    super(`The policy is not whole:\n${mistakes.map(told).join('\n')}`);
    this.name = 'PolicyMistakes';
  }
}

/** A mistake as a line of text. */
export function told({ file, line, coordinate, says, remedy }: Mistake): string {
  return `${file}:${line} ${coordinate ? `${coordinate} ` : ''}${says}: ${remedy}`;
}
