import { optimise, type Placing } from '@kompass/settlement/optimise';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

/** A few families and municipalities, tight or roomy, some of which a family is worth nothing in. */
const placings: fc.Arbitrary<Placing> = fc
  .record({
    sizes: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 6 }),
    places: fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 4 }),
  })
  .chain(({ sizes, places }) =>
    fc
      .array(fc.integer({ min: 0, max: 200 }), {
        minLength: sizes.length * places.length,
        maxLength: sizes.length * places.length,
      })
      .map((worth) => ({
        sizes: Int32Array.from(sizes),
        places: Int32Array.from(places),
        worth: Int32Array.from(worth),
      })),
  );

/** The best there is, found by trying everything. */
function bestByTrying({ sizes, places, worth }: Placing, family = 0, left = [...places]): number {
  if (family === sizes.length) return 0;
  let best = bestByTrying({ sizes, places, worth }, family + 1, left);
  for (const [municipality, free] of left.entries()) {
    const size = sizes[family] ?? 1;
    if (free < size) continue;
    const rest = left.with(municipality, free - size);
    const gained = worth[family * places.length + municipality] ?? 0;
    best = Math.max(best, gained + bestByTrying({ sizes, places, worth }, family + 1, rest));
  }
  return best;
}

/** What a chosen placing takes of each municipality, and is worth. */
function taken({ sizes, places, worth }: Placing, chosen: Int32Array) {
  const used = new Array<number>(places.length).fill(0);
  let value = 0;
  for (const [family, municipality] of chosen.entries()) {
    if (municipality === -1) continue;
    used[municipality] = (used[municipality] ?? 0) + (sizes[family] ?? 1);
    value += worth[family * places.length + municipality] ?? 0;
  }
  return { used, value };
}

describe('the plan for many at once', () => {
  it('keeps families together, exceeds no municipality’s places, and is the best there is', async () => {
    await fc.assert(
      fc.asyncProperty(placings, async (placing) => {
        const plan = await optimise(placing);
        // A family has one place in the plan, so it goes somewhere whole, or nowhere.
        expect(plan.chosen.length).toBe(placing.sizes.length);
        const { used, value } = taken(placing, plan.chosen);
        for (const [municipality, places] of placing.places.entries())
          expect(used[municipality]).toBeLessThanOrEqual(places);
        expect(value).toBe(plan.value);
        expect(plan.value).toBe(bestByTrying(placing));
        expect(plan.bound).toBe(plan.value);
      }),
      { numRuns: 150 },
    );
  }, 120_000);

  it('is the same each time', async () => {
    await fc.assert(
      fc.asyncProperty(placings, async (placing) => {
        expect(await optimise(placing)).toEqual(await optimise(placing));
      }),
      { numRuns: 20 },
    );
  }, 60_000);

  it('stays within its bound where there are too many columns to decide on all, and nobody is placed twice', async () => {
    const families = 300;
    const municipalities = 60;
    // Every other family of three competes with those of one for the same few good places.
    const placing: Placing = {
      sizes: Int32Array.from({ length: families }, (_, family) => (family % 2 === 0 ? 3 : 1)),
      places: Int32Array.from({ length: municipalities }, (_, municipality) => 5 + (municipality % 7)),
      worth: Int32Array.from(
        { length: families * municipalities },
        (_, pair) =>
          (Math.floor(pair / municipalities) % 2 === 0 ? 3 : 1) *
          (100 + ((pair * 7_919 + (pair % 61) * 31) % 97)),
      ),
    };
    const plan = await optimise(placing);
    const { used, value } = taken(placing, plan.chosen);
    for (const [municipality, places] of placing.places.entries())
      expect(used[municipality]).toBeLessThanOrEqual(places);
    expect(value).toBe(plan.value);
    expect(plan.value).toBeLessThanOrEqual(plan.bound);
    expect(plan.bound - plan.value).toBeLessThan(plan.bound / 1_000);
  }, 60_000);
});
