import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { counsellor, newcomer, save } from '../support/registering.js';
import { carryingOut, rights } from '../support/rights.js';

/** What a save does to one entry, or to the list. */
const edit = fc.record({
  does: fc.constantFrom('add on top', 'move to the end', 'remove', 'correct', 'write anew'),
  at: fc.nat(3),
  what: fc.constantFrom('description', 'years'),
});
/** A demand on one of some entries, and what is saved until it is granted. */
const play = fc.record({
  entries: fc.integer({ min: 1, max: 4 }),
  meant: fc.nat(3),
  demanded: fc.constantFrom('Activity.description', 'Activity.years', 'Activity'),
  saves: fc.array(fc.array(edit, { minLength: 1, maxLength: 2 }), { maxLength: 3 }),
});
type Play = typeof play extends fc.Arbitrary<infer T> ? T : never;
type Edit = Play['saves'][number][number];

interface Entry {
  /** Which it is, in the eyes of whoever saves. */
  readonly which: number;
  readonly description: string;
  readonly years: number;
}

let written = 0;
const entry = (): Entry => {
  written += 1;
  return { which: written, description: `Nr. ${written}`, years: written % 10 };
};
const said = ({ description, years }: Entry) => ({ description, years });

/** A list after an edit; "write anew" is a correction that does not say what it corrects, and so another entry. */
function edited(list: readonly Entry[], { does, at: place, what }: Edit): readonly Entry[] {
  if (does === 'add on top') return [entry(), ...list];
  const at = place % Math.max(list.length, 1);
  const old = list[at];
  if (!old) return list;
  const others = list.toSpliced(at, 1);
  if (does === 'move to the end') return [...others, old];
  if (does === 'remove') return others;
  const fresh = entry();
  const changed =
    what === 'years' ? { ...old, years: old.years + 10 } : { ...old, description: fresh.description };
  return list.with(at, does === 'correct' ? changed : { ...changed, which: fresh.which });
}

describe('a granted rectification', () => {
  const { database, gateway } = carryingOut({ empty: true });
  let people = 0;

  /** Plays it up to the grant; answers what there is to see once it is carried out. */
  async function granted({ entries, meant: place, demanded, saves }: Play) {
    people += 1;
    const person = await newcomer(database(), people);
    const { ask, demand, latest, decide, carriedOut } = rights(gateway, () => ({
      id: person.id,
      duf: person.dufNumber,
    }));
    let list: readonly Entry[] = Array.from({ length: entries }, entry);
    const saveList = async (expectedVersion: number, before: readonly Entry[]) => {
      const content = list.map((each) => {
        const corrects = before.findIndex(({ which }) => which === each.which);
        return { ...said(each), ...(corrects === -1 ? {} : { corrects }) };
      });
      const { saved } = await save(gateway(), counsellor, person, 'activities', { content, expectedVersion });
      expect(saved).toMatchObject({ problems: [], version: expectedVersion + 1 });
    };
    await saveList(0, []);
    const at = place % entries;
    const meant = list[at] as Entry;
    const [, property] = demanded.split('.') as [string, 'description' | 'years' | undefined];
    const correction = property === 'years' ? '35' : 'Det som er riktig';
    expect(
      await demand(
        `field: "${demanded}", entry: ${at + 1}${property ? `, correction: "${correction}"` : ''}`,
      ),
    ).toEqual([]);
    for (const [nth, edits] of saves.entries()) {
      const before = list;
      list = edits.reduce(edited, list);
      await saveList(nth + 1, before);
    }
    const { id } = await latest();
    expect(await decide('GRANT', id)).toEqual([]);

    const now = list.find(({ which }) => which === meant.which);
    const fits =
      now !== undefined &&
      (property
        ? now[property] === meant[property]
        : JSON.stringify(said(now)) === JSON.stringify(said(meant)));
    const corrected = list.flatMap((each) => {
      if (!fits || each.which !== meant.which) return [said(each)];
      if (!property) return [];
      return [{ ...said(each), [property]: property === 'years' ? 35 : correction }];
    });
    return {
      seen: async () => ({
        status: (await carriedOut(id)).status,
        ...(await ask('activities { description years }')),
      }),
      expected: { status: fits ? 'GRANTED' : 'DOES_NOT_FIT', activities: corrected },
    };
  }

  it('changes the very entry that was meant, or nothing, whatever was saved since it was demanded', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(play, { minLength: 15, maxLength: 15 }), async (plays) => {
        const open = await Promise.all(plays.map(granted));
        for (const { seen, expected } of open) expect(await seen()).toEqual(expected);
      }),
      { numRuns: 3, endOnFailure: true },
    );
  }, 120_000);
});
