import type { Sentence } from '../letter.js';
import { letterGiven, sentencesIn } from '../letter-given.js';
import { lineIn } from '../line-in.js';
import type { Mistake } from '../mistake.js';
import { meaningOf } from '../shield.js';
import type { WrittenPolicy } from '../written-policy.js';

/** Sentences that access is said to rest on, and that people were not given in those words. */
export function sentencesNotInLetter(policy: WrittenPolicy): Mistake[] {
  const given = letterGiven();
  const sentences = { nb: sentencesIn(given.nb), en: sentencesIn(given.en) };
  return Object.entries(policy.letter.letter).flatMap(([name, sentence]) =>
    (['nb', 'en'] as const)
      .filter((language) => !sentences[language].has(sentence[language]))
      .map((language) => ({
        file: 'schema/letter.ts',
        line: lineIn(policy.sources.get('letter.ts'), `  ${name}: {`, `    ${language}:`),
        says: `The sentence ${name} is not in the letter that people are given (${language}, subgraphs/consent/notices)`,
        remedy:
          'quote a whole sentence of it word for word; to tell people something else, give them a new version of it first',
      })),
  );
}

/** Sentences that promises and words rest on past `letter.ts`, where nothing holds them against the letter. */
export function sentencesNotQuoted(policy: WrittenPolicy): Mistake[] {
  const quoted = new Set<Sentence>(Object.values(policy.letter.letter));
  const remedy = 'quote it in schema/letter.ts, where it is held against the letter, and name it from there';
  const promised = Object.entries(policy.promises).flatMap(([party, purposes]) =>
    Object.entries(purposes).flatMap(([purpose, all]) =>
      all
        .filter(({ sentence }) => !quoted.has(sentence))
        .map(() => ({
          file: 'schema/promises.ts',
          line: lineIn(
            policy.sources.get('promises.ts'),
            'export const promises',
            `  ${party}: {`,
            `    ${purpose}:`,
          ),
          says: `What is promised of ${party} for ${purpose} rests on a sentence that is not in schema/letter.ts`,
          remedy,
        })),
    ),
  );
  const words = [...policy.vocabulary.words].flatMap(([name, rule]) => {
    const meaning = meaningOf(rule);
    const sentence = meaning.kind === 'word' ? meaning.basis?.letter : undefined;
    if (!sentence || quoted.has(sentence)) return [];
    return [
      {
        file: 'schema/agencies.ts',
        line: lineIn(policy.sources.get('agencies.ts'), `export const ${name} `),
        says: `The word ${name} rests on a sentence that is not in schema/letter.ts`,
        remedy,
      },
    ];
  });
  return [...promised, ...words];
}
