import type { Sentence } from '../letter.js';
import { letterGiven, sentencesIn, withoutFootnotes } from '../letter-given.js';
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

/** Sentences that say one thing in bokmål and another in English, or that go by two names. */
export function sentencesMixedUp(policy: WrittenPolicy): Mistake[] {
  const given = letterGiven();
  const [nb, en] = [[...sentencesIn(given.nb)], [...sentencesIn(given.en)]];
  const seen = new Map<string, string>();
  return Object.entries(policy.letter.letter).flatMap(([name, sentence]) => {
    const at = { file: 'schema/letter.ts', line: lineIn(policy.sources.get('letter.ts'), `  ${name}: {`) };
    const other = seen.get(sentence.nb);
    seen.set(sentence.nb, name);
    if (other)
      return [
        {
          ...at,
          says: `The sentence ${name} is ${other} once more`,
          remedy: 'quote what it is called after',
        },
      ];
    const [inNb, inEn] = [nb.indexOf(sentence.nb), en.indexOf(sentence.en)];
    if (inNb === inEn || inNb < 0 || inEn < 0) return [];
    return [
      {
        ...at,
        says: `The sentence ${name} is another one in English than in bokmål`,
        remedy: 'quote the same place of the letter in both languages',
      },
    ];
  });
}

/** What comments in rule files quote between « and » as the letter's, and is not; `…` leaves something out. */
export function misquotations({ sources }: WrittenPolicy): Mistake[] {
  const letter = withoutFootnotes(letterGiven().nb).replace(/\s+/g, ' ');
  return [...sources]
    .filter(([file]) => file.endsWith('.rules.ts') || file === 'agencies.ts')
    .flatMap(([file, source]) =>
      [...source.matchAll(/«([^»]*)»/g)].flatMap(({ 1: quoted = '', index }) => {
        const strange = quoted
          .replace(/\n\s*(\/\/|\*)/g, ' ')
          .split('…')
          .map((part) => part.replace(/\s+/g, ' ').trim())
          .find((part) => !letter.includes(part));
        if (strange === undefined) return [];
        return [
          {
            file: `schema/${file}`,
            line: source.slice(0, index).split('\n').length,
            says: `The comment quotes «${strange}», which is not in the letter that people are given`,
            remedy: 'quote it word for word, or write it without « and »',
          },
        ];
      }),
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
