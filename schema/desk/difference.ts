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

/** What people are newly told that a party gets for a purpose, or are told no longer. */
export interface PromiseDifference {
  readonly caller: string;
  readonly kind: 'promised' | 'no longer promised';
  readonly categories: readonly string[];
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
      return meaning.kind === 'word' ? (meaning.row ?? '') : '';
    })
    .join('\n');
}

/** What people are told more, or less; nothing where a policy is from before promises were written down. */
export function promiseDifferences(
  before: WrittenPolicy,
  after: WrittenPolicy,
): readonly PromiseDifference[] {
  const [old, now] = [promisedBy(before), promisedBy(after)];
  if (old.size === 0 || now.size === 0) return [];
  const beyond = (
    more: ReadonlyMap<string, ReadonlySet<string>>,
    less: ReadonlyMap<string, ReadonlySet<string>>,
    kind: PromiseDifference['kind'],
  ): PromiseDifference[] =>
    [...more].flatMap(([caller, all]) => {
      const categories = [...all].filter((each) => !less.get(caller)?.has(each));
      return categories.length > 0 ? [{ caller, kind, categories }] : [];
    });
  return [...beyond(now, old, 'promised'), ...beyond(old, now, 'no longer promised')];
}

function promisedBy({ promises }: WrittenPolicy): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    Object.entries(promises).flatMap(([party, purposes]) =>
      Object.entries(purposes).map(
        ([purpose, all]) =>
          [`${party} under ${purpose}`, new Set(all.flatMap(({ covers }) => covers))] as const,
      ),
    ),
  );
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
