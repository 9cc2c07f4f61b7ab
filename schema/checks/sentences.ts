import type { Sentence } from '../letter.js';
import { lineIn } from '../line-in.js';
import type { Mistake } from '../mistake.js';
import type { WrittenPolicy } from '../written-policy.js';

/** Sentences that access is said to rest on, and that people were not given in those words. */
export function sentencesNotInLetter(policy: WrittenPolicy, given: Sentence): Mistake[] {
  return Object.entries(policy.letter.letter).flatMap(([name, sentence]) =>
    (['nb', 'en'] as const)
      .filter((language) => !given[language].includes(sentence[language]))
      .map((language) => ({
        file: 'schema/letter.ts',
        line: lineIn(policy.sources.get('letter.ts'), `  ${name}: {`, `    ${language}:`),
        says: `The sentence ${name} is not in the letter that people are given (${language}, subgraphs/consent/notices)`,
        remedy:
          'quote the letter word for word; to tell people something else, give them a new version of it first',
      })),
  );
}
