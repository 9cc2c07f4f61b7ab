import { didYouMean } from 'graphql/jsutils/didYouMean.js';
import { suggestionList } from 'graphql/jsutils/suggestionList.js';
import type { Clearance, Party, Purpose } from '../agencies.js';
import { clearanceSets } from '../clearance-sets.js';
import { lineIn } from '../line-in.js';
import type { Mistake } from '../mistake.js';
import { textsIn } from '../plain-code.js';
import { decide, type Rule } from '../shield.js';
import type { PolicyModules, PolicySources } from '../written-policy.js';

/**
 * Where the TypeScript files of a policy are not of the form that the compiler asks of them: saved or out of version
 * control, they are read without it.
 */
export function notOfTheForm(
  { agencies, letter, categories, promises }: PolicyModules,
  sources: PolicySources,
): Mistake[] {
  const misspelt = sentencesByNoName(Object.keys(letter.letter), sources);
  if (misspelt.length > 0) return misspelt;
  const callers = new Form('agencies.ts', sources);
  for (const name of ['parties', 'purposes', 'clearances'] as const)
    if (!isListOfTexts(agencies[name]))
      callers.note([name], `${name} is no list`, 'list their names between [ and ]');
    else {
      const twice = (agencies[name] as readonly string[]).find((each, at, all) => all.indexOf(each) !== at);
      if (twice)
        callers.note([`const ${name} `, `'${twice}'`], `${name} lists ${twice} twice`, 'keep one of them');
    }
  if (typeof agencies.purposesOf !== 'function')
    callers.note(['purposesOf'], 'There is no purposesOf', 'say which purposes each party may state');
  if (callers.mistakes.length > 0) return callers.mistakes;
  const [alike, another] = agencies.clearances.filter(
    (each, _at, all) => all.filter((other) => firstWord(other) === firstWord(each)).length > 1,
  );
  if (alike && another)
    callers.note(
      ['const clearances ', `'${another}'`],
      `The clearances ${alike} and ${another} begin alike, and callers are called by the first word`,
      'begin one of them otherwise',
    );

  const sentences = new Form('letter.ts', sources);
  for (const [name, each] of Object.entries(letter.letter))
    if (!isSentence(each))
      sentences.note([`  ${name}: {`], `The sentence ${name} is not whole`, bothLanguages);

  const kinds = new Form('categories.ts', sources);
  for (const [name, each] of Object.entries(categories)) {
    const at = [`  ${name}: {`];
    kinds.only(each, ['name', 'holds', 'public', 'anonymous', 'act'], at, `The category ${name}`);
    for (const flag of ['public', 'anonymous', 'act'] as const)
      if (each[flag] !== undefined && each[flag] !== true)
        kinds.note(
          at,
          `The category ${name} is neither ${flag} nor not`,
          `write \`${flag}: true\` or leave it out`,
        );
    if (!isSentence(each.name)) kinds.note(at, `The category ${name} has no name`, bothLanguages);
    if (!isListOfTexts(each.holds))
      kinds.note(
        at,
        `The category ${name} does not say what it holds`,
        'write `holds: [ … ]` with its fields',
      );
  }

  const told = new Form('promises.ts', sources);
  const seen = new Set<unknown>();
  for (const party of Object.keys(promises))
    if (!(agencies.parties as readonly string[]).includes(party))
      told.note(
        ['export const promises', `  ${party}:`],
        `Something is promised of ${party}, which is no party`,
        'correct it, or add the party to schema/agencies.ts',
      );
  for (const [party, purposes] of Object.entries(promises))
    for (const [purpose, all] of Object.entries(purposes)) {
      const at = ['export const promises', `  ${party}: {`, `    ${purpose}:`];
      const what = `What is promised of ${party} for ${purpose}`;
      if (!Array.isArray(all)) {
        told.note(at, `${what} is no list`, 'write each promise as { sentence: letter.…, covers: [ … ] }');
        continue;
      }
      for (const each of all) {
        // What several promise in the same words is told once.
        if (seen.has(each)) continue;
        seen.add(each);
        const isOne = Object.keys(each ?? {}).some((key) => key === 'sentence' || key === 'covers');
        const isKnown = !isOne || told.only(each, ['sentence', 'covers'], at, what);
        if (isKnown && !(isSentence(each?.sentence) && isListOfTexts(each?.covers)))
          told.note(
            at,
            `${what} lacks its sentence or what it covers`,
            'write each promise as { sentence: letter.…, covers: [ … ] }',
          );
      }
    }
  return [...callers.mistakes, ...sentences.mistakes, ...kinds.mistakes, ...told.mistakes];
}

/** Words, and what a party may state, that fail instead of deciding. */
export function wordsThatFail(
  { parties, purposes, clearances, purposesOf }: PolicyModules['agencies'],
  words: ReadonlyMap<string, Rule>,
  sources: PolicySources,
): Mistake[] {
  const form = new Form('agencies.ts', sources);
  const known: readonly string[] = [...parties, ...purposes, ...clearances];
  for (const text of textsIn(purposesOf.toString()).filter((each) => !known.includes(each)))
    form.note(
      ['function purposesOf', `'${text}'`],
      `purposesOf names '${text}', which is no party, purpose or clearance`,
      `correct it, or add it to one of these lists.${didYouMean(suggestionList(text, known).slice(0, 1))}`,
    );
  if (form.mistakes.length > 0) return form.mistakes;
  const failing = (decides: (party: Party, some: readonly Clearance[]) => void): string | undefined => {
    for (const party of parties)
      for (const some of clearanceSets(clearances))
        try {
          decides(party, some);
        } catch (error) {
          return `for ${[party, ...some].join(' ')} (${error instanceof Error ? error.message : String(error)})`;
        }
    return undefined;
  };
  const stated = failing((party, some) => {
    const unknown = purposesOf(party, some).find((each) => !purposes.includes(each));
    if (unknown !== undefined) throw new Error(`${unknown} is no purpose`);
  });
  if (stated) form.note(['function purposesOf'], `purposesOf fails ${stated}`, 'list known purposes for it');
  for (const [name, word] of words) {
    const decided = failing((party, some) => {
      for (const purpose of purposes) decide(word, { party, purpose: purpose as Purpose, clearances: some });
    });
    if (decided) form.note([`export const ${name} `], `The word ${name} fails ${decided}`, 'correct it');
  }
  return form.mistakes;
}

/** Sentences that words and promises name and that there are not. */
function sentencesByNoName(names: readonly string[], sources: PolicySources): Mistake[] {
  return ['agencies.ts', 'promises.ts'].flatMap((file) => {
    const source = sources.get(file) ?? '';
    return [...source.matchAll(/(?<![\w/.])letter\.(?!(?:ts|js)\b)(\w+)/g)]
      .filter(([, name = '']) => !names.includes(name))
      .map(({ 0: text, 1: name = '', index }) => ({
        file: `schema/${file}`,
        line: source.slice(0, index).split('\n').length,
        says: `${text} is no sentence of schema/letter.ts`,
        remedy: `add it there or correct it.${didYouMean(suggestionList(name, names).map((each) => `letter.${each}`))}`,
      }));
  });
}

const bothLanguages = 'write it in both languages: { nb: …, en: … }';

/** What is found in one file. */
class Form {
  readonly mistakes: Mistake[] = [];
  private readonly source: string;

  constructor(
    private readonly file: string,
    sources: PolicySources,
  ) {
    this.source = sources.get(file) ?? '';
  }

  note(at: readonly string[], says: string, remedy: string): void {
    this.mistakes.push({ file: `schema/${this.file}`, line: lineIn(this.source, ...at), says, remedy });
  }

  /** @returns whether a value has no other properties than these */
  only(value: object, known: readonly string[], at: readonly string[], what: string): boolean {
    const strange = Object.keys(value ?? {}).filter((key) => !known.includes(key));
    for (const key of strange)
      this.note(
        this.source.includes(` ${key}:`) ? [` ${key}:`] : at,
        `${what} has a "${key}"`,
        `it has ${known.join(', ')} and nothing else`,
      );
    return strange.length === 0;
  }
}

const firstWord = (name: string) => name.split('_')[0];

function isSentence(value: unknown): boolean {
  const { nb, en } = (value ?? {}) as { nb?: unknown; en?: unknown };
  return typeof nb === 'string' && typeof en === 'string' && nb !== '' && en !== '';
}

function isListOfTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
