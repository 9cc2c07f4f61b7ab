import type { Language, Party, Purpose } from '../agencies.js';
import type { Category } from '../categories.js';
import type { Decision } from '../shield.js';
import type { WrittenPolicy } from '../written-policy.js';

/** What the rules give a party for a purpose, category by category, from the ordinary to the most sensitive. */
export interface Given {
  readonly party: Party;
  readonly purpose: Purpose;
  /** Categories of data about persons that are seen, wholly or in part. */
  readonly sees: readonly string[];
  /** Those that are seen on some rows only. */
  readonly seesSomeRows: readonly string[];
  /** Those that nothing is seen of. */
  readonly doesNotSee: readonly string[];
  /** Acts that may be carried out. */
  readonly does: readonly string[];
  /** Data that tells of no single person. */
  readonly counts: readonly string[];
  /** Of all these, those of which something is withheld. */
  readonly inPart: readonly string[];
}

/** What the enforced rules give, told by category; what is public is left out. */
export function given(policy: WrittenPolicy): readonly Given[] {
  return policy.callerKinds.map((caller) => {
    const named = (wanted: (decisions: readonly Decision[], category: Category) => boolean) =>
      [...policy.categories]
        .reverse()
        .filter(([name, category]) => {
          // A way in, such as `Query.me`, is no data of its own.
          const coordinates = [...policy.categoriesOf].filter(
            ([coordinate, found]) => found.includes(name) && !coordinate.startsWith('Query.'),
          );
          const decisions = coordinates.map(([coordinate]) => policy.decide(coordinate, caller));
          return !category.public && wanted(decisions, category);
        })
        .map(([name]) => name);
    const personal = ({ act, anonymous }: Category) => !act && !anonymous;
    return {
      party: caller.party,
      purpose: caller.purpose,
      sees: named((all, category) => personal(category) && all.includes('allow')),
      seesSomeRows: named(
        (all, category) => personal(category) && all.includes('row') && !all.includes('allow'),
      ),
      doesNotSee: named((all, category) => personal(category) && all.every((each) => each === 'deny')),
      does: named((all, { act }) => act === true && all.includes('allow')),
      counts: named((all, { anonymous }) => anonymous === true && all.includes('allow')),
      inPart: named((all) => all.includes('allow') && !all.every((each) => each === 'allow')),
    };
  });
}

/** What the letter calls a party. */
export function partyName({ letter }: WrittenPolicy, party: Party, language: Language): string {
  return letter.partyNames[party]?.[language] ?? party;
}

/** What a party does for a purpose, to stand behind "for". */
export function purposeName({ letter }: WrittenPolicy, purpose: Purpose, language: Language): string {
  return letter.purposeNames[purpose]?.[language] ?? purpose;
}
