import { didYouMean } from 'graphql/jsutils/didYouMean.js';
import { suggestionList } from 'graphql/jsutils/suggestionList.js';
import type { Caller } from '../agencies.js';
import { nameOf, wordsIn } from '../in-words.js';
import { lineIn } from '../line-in.js';
import type { Mistake } from '../mistake.js';
import { comparedWith, looksElsewhere } from '../plain-code.js';
import { decide, meaningOf, type Rule } from '../shield.js';
import type { Vocabulary, WrittenPolicy } from '../written-policy.js';

/**
 * A word goes by the name under which rules know it, and by that alone: the engine keeps what it has decided by that
 * name, so that of two words with one name the second would be answered as the first.
 */
export function misnamedWords({ vocabulary, sources }: WrittenPolicy): Mistake[] {
  const source = sources.get('agencies.ts');
  const words = new Set(vocabulary.words.values());
  return [...vocabulary.words].flatMap(([name, rule]) => {
    const at = { file: 'schema/agencies.ts', line: lineIn(source, `export const ${name} `) };
    const meaning = meaningOf(rule);
    if (meaning.kind === 'word')
      return meaning.name === name
        ? []
        : [
            {
              ...at,
              says: `The word ${name} calls itself '${meaning.name}'`,
              remedy: `call it '${name}', so that no two words have one name`,
            },
          ];
    return wordsIn(rule)
      .filter((each) => !words.has(each))
      .map(() => ({
        ...at,
        says: `The group ${name} means somebody whom no word of schema/agencies.ts names`,
        remedy: 'export each word that it is made of, so that it is held against the law and the letter',
      }));
  });
}

/** Every word a lawyer reads says which law entitles whom it means, and what people were told. */
export function wordsWithoutBasis(policy: WrittenPolicy): Mistake[] {
  const { vocabulary, callerKinds } = policy;
  return [...vocabulary.words].flatMap(([name, rule]) => {
    const meaning = meaningOf(rule);
    if (meaning.kind !== 'word') return [];
    const at = {
      file: 'schema/agencies.ts',
      line: lineIn(policy.sources.get('agencies.ts'), `export const ${name} `),
    };
    if (!meaning.basis?.law)
      return [
        {
          ...at,
          says: `The word ${name} cites no law`,
          remedy: 'say in its basis which provision entitles it',
        },
      ];
    const grants = meaning.basis.letter
      ? undefined
      : policy.lines.find((line) => isPersonal(policy, line.coordinate) && wordsIn(line.rule).includes(rule));
    if (grants)
      return [
        {
          ...at,
          coordinate: grants.coordinate,
          says: `is about persons and granted to the word ${name}, which quotes nothing that they were told`,
          remedy: 'give the word a sentence of schema/letter.ts, or say in the rule who is meant',
        },
      ];
    const isNobody = callerKinds.every((caller) => decide(rule, caller) === 'deny');
    if (isNobody && unknownIn(rule, vocabulary).length === 0)
      return [
        { ...at, says: `The word ${name} means nobody that there is`, remedy: 'correct it or remove it' },
      ];
    return [];
  });
}

/** A slip in what a caller is compared with grants to nobody or, behind a `!`, to more than were meant. */
export function wordsThatNameUnknown({ vocabulary, sources }: WrittenPolicy): Mistake[] {
  return [...vocabulary.words].flatMap(([name, rule]) =>
    unknownIn(rule, vocabulary).map(({ text, kind, list, known }) => ({
      file: 'schema/agencies.ts',
      line: lineIn(sources.get('agencies.ts'), `export const ${name} `, `'${text}'`),
      says: `The word ${name} names '${text}', which is no ${kind}`,
      remedy: `correct it, or add it to ${list}.${didYouMean(suggestionList(text, known).slice(0, 1))}`,
    })),
  );
}

/** What a word compares the caller with and no caller is. */
function unknownIn(rule: Rule, { parties, purposes, clearances }: Vocabulary) {
  const meaning = meaningOf(rule);
  if (meaning.kind !== 'word') return [];
  const lists = new Map<string, { kind: string; list: string; known: readonly string[] }>([
    ['party', { kind: 'party', list: 'parties', known: parties }],
    ['purpose', { kind: 'purpose', list: 'purposes', known: purposes }],
    ['clearances', { kind: 'clearance', list: 'clearances', known: clearances }],
  ]);
  return meaning.conditions.flatMap(comparedWith).flatMap(({ property, text }) => {
    const of = lists.get(property);
    return of && !of.known.includes(text) ? [{ text, ...of }] : [];
  });
}

/** A word decides by the caller, and of a row by the row: at another time, or on another machine, it decides the same. */
export function wordsThatLookElsewhere({ vocabulary, sources }: WrittenPolicy): Mistake[] {
  return [...vocabulary.words].flatMap(([name, rule]) => {
    const meaning = meaningOf(rule);
    if (meaning.kind !== 'word') return [];
    const [elsewhere] = meaning.conditions.flatMap((condition) => looksElsewhere(condition) ?? []);
    if (elsewhere === undefined) return [];
    return [
      {
        file: 'schema/agencies.ts',
        line: lineIn(sources.get('agencies.ts'), `export const ${name} `),
        says: `The word ${name} looks at more than the caller and the row (${elsewhere})`,
        remedy: 'compare what the caller is with texts, by ===, !==, includes, && and ||, and with the row',
      },
    ];
  });
}

/** Fields of which there is no row that a word could look at. */
export function rowWordsWithoutRow(policy: WrittenPolicy): Mistake[] {
  return policy.lines.flatMap(({ coordinate, file, line, rule }) => {
    if (!/^(Query|Mutation)\./.test(coordinate)) return [];
    const word = wordsIn(rule).find((each) => {
      const meaning = meaningOf(each);
      return meaning.kind === 'word' && meaning.row !== undefined;
    });
    if (!word) return [];
    return [
      {
        file,
        line,
        coordinate,
        says: `is granted to ${nameOf(policy, word)}, which looks at a row, and there is none yet`,
        remedy: 'name who may use it whatever comes of it, and put the word on the fields that come',
      },
    ];
  });
}

/** Names with letters that look like others: a Cyrillic а in one would make another word of it. */
export function namesThatMislead({
  vocabulary,
  groups,
  categories,
  letter,
  sources,
}: WrittenPolicy): Mistake[] {
  const isPlain = (name: string) => /^\w+$/.test(name);
  const misleading = (file: string, names: Iterable<string>) =>
    [...names]
      .filter((name) => !isPlain(name))
      .map((name) => ({
        file: `schema/${file}`,
        line: lineIn(sources.get(file), name),
        says: `The name ${name} holds other letters than a to z`,
        remedy: 'write it in a to z, so that it cannot be taken for another',
      }));
  const { parties, purposes, clearances, words } = vocabulary;
  return [
    ...misleading('agencies.ts', [...words.keys(), ...parties, ...purposes, ...clearances]),
    ...misleading('categories.ts', categories.keys()),
    ...misleading('letter.ts', Object.keys(letter.letter)),
    ...groups
      .filter(({ name }) => !isPlain(name))
      .map(({ name, file, line }) => ({
        file,
        line,
        says: `The group ${name} holds other letters than a to z`,
        remedy: 'write it in a to z, so that it cannot be taken for another',
      })),
  ];
}

/** Characters that nobody sees, and that turn the order in which a line is read or part a name in two. */
export function charactersUnseen({ sources }: WrittenPolicy): Mistake[] {
  return [...sources].flatMap(([file, source]) =>
    source.split('\n').flatMap((text, at) => {
      const [unseen] = /[\p{Cf}\u2028\u2029]/u.exec(text) ?? [];
      if (unseen === undefined) return [];
      const code = unseen.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0');
      return [
        {
          file: `schema/${file}`,
          line: at + 1,
          says: `The line holds a character that is not seen (U+${code})`,
          remedy: 'write the line anew',
        },
      ];
    }),
  );
}

/** Parties and purposes that the letter written from the rules would call by their code. */
export function namelessCallers({ vocabulary, letter, sources }: WrittenPolicy): Mistake[] {
  const named = (name: 'partyNames' | 'purposeNames', what: string, all: readonly string[]) =>
    all
      .filter((each) => !Object.hasOwn(letter[name], each))
      .map((each) => ({
        file: 'schema/letter.ts',
        line: lineIn(sources.get('letter.ts'), `export const ${name}`),
        says: `The ${what} ${each} has no name that people could read`,
        remedy: `add it to ${name}, in bokmål and English`,
      }));
  return [
    ...named('partyNames', 'party', vocabulary.parties),
    ...named('purposeNames', 'purpose', vocabulary.purposes),
  ];
}

export function groupsWithoutReason({ groups }: WrittenPolicy): Mistake[] {
  return groups
    .filter(({ comment }) => comment === '')
    .map(({ name, file, line }) => ({
      file,
      line,
      says: `The group ${name} does not say why`,
      remedy: 'write above it the sentence of the letter that it follows from',
    }));
}

/** Words that add nobody to those who are named beside them. */
export function shadowedWords(policy: WrittenPolicy): Mistake[] {
  const named: { rule: Rule; says: string; file: string; line: number; coordinate?: string }[] = [
    ...[...policy.vocabulary.words].map(([name, rule]) => ({
      rule,
      says: name,
      file: 'schema/agencies.ts',
      line: lineIn(policy.sources.get('agencies.ts'), `export const ${name} `),
    })),
    ...policy.groups.map((each) => ({ ...each, says: each.name })),
    ...policy.lines.map((each) => ({ ...each, says: each.text })),
  ];
  const seen = new Set<Rule>();
  return named.flatMap((each) => {
    const meaning = meaningOf(each.rule);
    if (meaning.kind !== 'anyone' || seen.has(each.rule)) return [];
    seen.add(each.rule);
    const coordinate = each.coordinate ? { coordinate: each.coordinate } : {};
    const told = new Set<Rule>();
    return meaning.of.flatMap((member) => {
      const others = meaning.of.filter((other) => other !== member && !told.has(other));
      const shadowed =
        others.length < meaning.of.length - 1 - told.size ||
        policy.callerKinds.every(
          (caller) => weight(member, caller) <= Math.max(0, ...others.map((other) => fully(other, caller))),
        );
      if (!shadowed) return [];
      told.add(member);
      return [
        {
          file: each.file,
          line: each.line,
          ...coordinate,
          says: `names ${nameOf(policy, member)}, who can never matter beside ${others.map((other) => nameOf(policy, other)).join(', ')}`,
          remedy: 'leave it out, or name those whom you mean instead',
        },
      ];
    });
  });
}

/** How much a rule grants: a row of its own may be granted by one word and not by another. */
const weight = (rule: Rule, caller: Caller): number => ({ deny: 0, row: 1, allow: 2 })[decide(rule, caller)];
const fully = (rule: Rule, caller: Caller): number => (decide(rule, caller) === 'allow' ? 2 : 0);

function isPersonal({ categories, categoriesOf }: WrittenPolicy, coordinate: string): boolean {
  return categoriesOf.get(coordinate)?.some((name) => !categories.get(name)?.public) ?? false;
}
