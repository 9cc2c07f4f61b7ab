import { countyOffers, match, type Newcomer, type Offer } from './advice.js';
import type { Placing } from './optimise.js';
import { weights } from './weights.js';

/** Families and municipalities as the optimiser takes them: what it is worth to settle each family in each. */
export function placingOf(families: readonly (readonly Newcomer[])[], offers: readonly Offer[]): Placing {
  const county = countyOffers(offers);
  const worth = new Int32Array(families.length * offers.length);
  for (const [family, members] of families.entries())
    for (const [at, offer] of offers.entries())
      worth[family * offers.length + at] = members.reduce(
        (sum, newcomer) => sum + weights.place + match(newcomer, offer, county).score,
        0,
      );
  return {
    sizes: Int32Array.from(families, (members) => Math.max(...members.map(({ familySize }) => familySize))),
    places: Int32Array.from(offers, ({ placesLeft }) => placesLeft),
    worth,
  };
}
