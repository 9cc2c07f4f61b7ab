import type { Caller } from '../agencies.js';
import { isPromised } from '../checks/told.js';
import { wordsIn } from '../in-words.js';
import { type Decision, meaningOf } from '../shield.js';
import type { WrittenPolicy } from '../written-policy.js';
import { callerName } from './callers.js';

/** What changes for one kind of caller and one field. */
export interface Difference {
  readonly caller: Caller;
  readonly coordinate: string;
  readonly category: string;
  readonly from: Decision;
  readonly to: Decision;
  /** More than before, less, or the rows that decide are others. */
  readonly kind: 'gain' | 'loss' | 'rows';
  /** Whether the field is there in only one of the two. */
  readonly field: 'new' | 'gone' | 'kept';
}

/** What people are newly told that a party gets for a purpose, are told no longer, or are told otherwise. */
export interface PromiseDifference {
  readonly caller: string;
  readonly kind: 'promised' | 'no longer promised' | 'promised in other words';
  readonly categories: readonly string[];
  /** The sentences that tell them so, or told them. */
  readonly sentences: readonly string[];
}

/** That an argument reads another field than before. */
export interface ArgumentDifference {
  readonly argument: string;
  /** Absent where a policy does not have the argument. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** Who may use it and might not before. */
  readonly gainedBy: readonly Caller[];
  readonly lostBy: readonly Caller[];
}

/** A text that people or lawyers read, and that says something else than before. */
export interface WordingDifference {
  /** Where it is: `letter.nav (nb)`, or the law that a word cites. */
  readonly text: string;
  readonly from: string;
  readonly to: string;
}

/** That a field is another kind of data than before, or one that is open to others. */
export interface CategoryDifference {
  readonly coordinate: string;
  readonly from: string;
  readonly to: string;
  /** To whom the letter promises what the field is now, and did not promise what it was. */
  readonly promisedTo: readonly Caller[];
}

const weight = { deny: 0, row: 1, allow: 2 } as const;

/** What changes in effect from one policy to another, whatever the text looks like; the most sensitive first. */
export function differences(before: WrittenPolicy, after: WrittenPolicy): readonly Difference[] {
  const callers = new Map(
    [...before.callerKinds, ...after.callerKinds].map((each) => [callerName(each), each]),
  );
  const coordinates = new Set([...after.categoriesOf.keys(), ...before.categoriesOf.keys()]);
  const order = [...after.categories.keys(), ...before.categories.keys()];
  const found = [...coordinates].flatMap((coordinate) =>
    [...callers.values()].flatMap((caller): Difference[] => {
      const from = decisionOf(before, coordinate, caller);
      const to = decisionOf(after, coordinate, caller);
      const rows = from === 'row' && to === 'row' && rowsOf(before, coordinate) !== rowsOf(after, coordinate);
      if (from === to && !rows) return [];
      const category = [after, before].flatMap((policy) => policy.categoriesOf.get(coordinate) ?? [])[0];
      return [
        {
          caller,
          coordinate,
          category: category ?? 'in no category',
          from,
          to,
          kind: rows ? 'rows' : weight[to] > weight[from] ? 'gain' : 'loss',
          field: !before.categoriesOf.has(coordinate)
            ? 'new'
            : after.categoriesOf.has(coordinate)
              ? 'kept'
              : 'gone',
        },
      ];
    }),
  );
  return found.sort((one, other) => order.indexOf(one.category) - order.indexOf(other.category));
}

/** A caller that one of the policies does not know sees nothing under it. */
function decisionOf(policy: WrittenPolicy, coordinate: string, caller: Caller): Decision {
  const known = policy.callerKinds.some((each) => callerName(each) === callerName(caller));
  return known ? policy.decide(coordinate, caller) : 'deny';
}

/** The conditions on rows, as they are written: what they decide is known only with the rows. */
function rowsOf({ lines }: WrittenPolicy, coordinate: string): string {
  return lines
    .filter((line) => line.coordinate === coordinate)
    .flatMap(({ rule }) => wordsIn(rule))
    .map((word) => {
      const meaning = meaningOf(word);
      return meaning.kind === 'word' ? (meaning.row ?? '').replace(/\s+/g, ' ') : '';
    })
    .join('\n');
}

/** What people are told more, less or otherwise; nothing where a policy is from before promises were written down. */
export function promiseDifferences(
  before: WrittenPolicy,
  after: WrittenPolicy,
): readonly PromiseDifference[] {
  const [old, now] = [promisedBy(before), promisedBy(after)];
  if (old.size === 0 || now.size === 0) return [];
  const together = new Map<string, PromiseDifference>();
  const note = (where: string, kind: PromiseDifference['kind'], sentences: readonly string[]) => {
    const [caller = '', category = ''] = where.split(': ');
    const key = [caller, kind, ...sentences].join('\n');
    const categories = [...(together.get(key)?.categories ?? []), category];
    together.set(key, { caller, kind, categories, sentences });
  };
  for (const [where, sentences] of now) {
    const told = old.get(where);
    if (!told) note(where, 'promised', sentences);
    else if (told.join() !== sentences.join()) note(where, 'promised in other words', sentences);
  }
  for (const [where, sentences] of old) if (!now.has(where)) note(where, 'no longer promised', sentences);
  return [...together.values()];
}

/** By caller and category, `NAV under EMPLOYMENT_GUIDANCE: work`, the sentences that tell people so. */
function promisedBy({ promises }: WrittenPolicy): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const [party, purposes] of Object.entries(promises))
    for (const [purpose, all] of Object.entries(purposes))
      for (const { sentence, covers } of all)
        for (const category of covers) {
          const where = `${party} under ${purpose}: ${category}`;
          found.set(where, [...(found.get(where) ?? []), sentence.nb]);
        }
  return found;
}

/** Arguments that read other fields; nothing where a policy is from before that was a file of its own. */
export function argumentDifferences(
  before: WrittenPolicy,
  after: WrittenPolicy,
): readonly ArgumentDifference[] {
  const [old, now] = [readIn(before), readIn(after)];
  if (old.size === 0 || now.size === 0) return [];
  const callers = [
    ...new Map(
      [...before.callerKinds, ...after.callerKinds].map((each) => [callerName(each), each]),
    ).values(),
  ];
  return [...new Set([...now.keys(), ...old.keys()])].flatMap((argument) => {
    const [from, to] = [old.get(argument), now.get(argument)];
    if (from === to) return [];
    const might = (caller: Caller) => from !== undefined && decisionOf(before, from, caller) === 'allow';
    const may = (caller: Caller) => to !== undefined && decisionOf(after, to, caller) === 'allow';
    return [
      {
        argument,
        from,
        to,
        gainedBy: callers.filter((caller) => may(caller) && !might(caller)),
        lostBy: callers.filter((caller) => might(caller) && !may(caller)),
      },
    ];
  });
}

function readIn({ reading, picks }: WrittenPolicy): ReadonlyMap<string, string> {
  return new Map([reading.reads, picks, reading.lists].flatMap(Object.entries));
}

/** Texts that both policies have and that say something else; nothing where a policy is from before they were written. */
export function wordingDifferences(
  before: WrittenPolicy,
  after: WrittenPolicy,
): readonly WordingDifference[] {
  const old = textsIn(before);
  return [...textsIn(after)].flatMap(([text, to]) => {
    const from = old.get(text);
    return from === undefined || from === to ? [] : [{ text, from, to }];
  });
}

function textsIn({ letter, categories, vocabulary }: WrittenPolicy): ReadonlyMap<string, string> {
  const sentences = [
    ...Object.entries(letter.letter).map(([name, each]) => [`letter.${name}`, each] as const),
    ...Object.entries(letter.partyNames).map(([name, each]) => [`partyNames.${name}`, each] as const),
    ...Object.entries(letter.purposeNames).map(([name, each]) => [`purposeNames.${name}`, each] as const),
    ...[...categories].map(([name, { name: each }]) => [`categories.${name}`, each] as const),
  ];
  return new Map([
    ...sentences.flatMap(([text, { nb, en }]) => [
      [`${text} (nb)`, nb] as const,
      [`${text} (en)`, en] as const,
    ]),
    ...[...vocabulary.words].flatMap(([name, rule]) => {
      const meaning = meaningOf(rule);
      if (meaning.kind !== 'word' || !meaning.basis) return [];
      const { law, letter: sentence } = meaning.basis;
      return [
        [`the law that ${name} cites`, law] as const,
        [`the sentence that ${name} rests on`, sentence?.nb ?? 'none'] as const,
      ];
    }),
  ]);
}

/** Fields that both policies have and tell of otherwise; nothing where a policy is from before there were categories. */
export function categoryDifferences(
  before: WrittenPolicy,
  after: WrittenPolicy,
): readonly CategoryDifference[] {
  if (before.categories.size === 0 || after.categories.size === 0) return [];
  const arePromises = [before, after].every(({ promises }) => Object.keys(promises).length > 0);
  return [...after.categoriesOf].flatMap(([coordinate, [now = '']]) => {
    const [old = ''] = before.categoriesOf.get(coordinate) ?? [];
    const [from, to] = [opennessOf(before, old), opennessOf(after, now)];
    if (!before.categoriesOf.has(coordinate) || from === to) return [];
    const promisedTo = arePromises
      ? after.callerKinds.filter(
          (caller) => isPromised(after, now, caller) && !isPromised(before, old, caller),
        )
      : [];
    return [{ coordinate, from, to, promisedTo }];
  });
}

/** A category, and whether it is open to others than those whom it is promised. */
function opennessOf({ categories }: WrittenPolicy, name: string): string {
  const category = categories.get(name);
  if (!category) return 'in no category';
  return `${category.name.en}${category.public ? ', public' : category.anonymous ? ', anonymous' : ''}`;
}
