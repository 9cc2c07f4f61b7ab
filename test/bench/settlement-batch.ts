import { readArguments, runCommand, syntheticPerson } from '@kompass/runtime';
import type { Newcomer } from '@kompass/settlement/advice';
import { planApart } from '@kompass/settlement/batch';
import type { Placing } from '@kompass/settlement/optimise';
import { placingOf } from '@kompass/settlement/placing';
import { syntheticOffers } from '@kompass/settlement/synthetic-offers';
import { weights } from '@kompass/settlement/weights';

const occupations = [
  '2223',
  '2341',
  '2512',
  '3313',
  '7411',
  '7212',
  '7231',
  '5120',
  '5223',
  '5311',
  '7112',
  '9112',
  '6111',
  '8322',
];
const levels = ['PRIMARY', 'LOWER_SECONDARY', 'UPPER_SECONDARY', 'BACHELOR'];

/** So many persons in families of one to six, the same each time. */
function families(persons: number): Newcomer[][] {
  const found: Newcomer[][] = [];
  for (let index = 0, size = 0; index < persons; index += size) {
    const chance = syntheticPerson(index).random('family of the bench');
    size = Math.min(persons - index, chance.chance(0.6) ? 1 : chance.between(2, 6));
    found.push(Array.from({ length: size }, (_, at) => newcomer(index + at, size)));
  }
  return found;
}

function newcomer(index: number, familySize: number): Newcomer {
  const { id, random, schooling, registered, origin } = syntheticPerson(index);
  const chance = random('newcomer of the bench');
  const offers = syntheticOffers(syntheticPerson(0).random);
  return {
    competence: {
      personId: id,
      registeredSections: registered,
      occupations: registered.includes('WORK_EXPERIENCE')
        ? [{ occupation: chance.pick(occupations), from: '2015-01-01', to: null }]
        : [],
      languages: [{ language: chance.pick(origin.motherTongues), motherTongue: true, speaking: 'C2' }],
      education: [{ level: levels[schooling] ?? 'NONE', completed: true, recognisedInNorway: false }],
      wishedOccupation: chance.chance(0.5) ? chance.pick(occupations) : null,
    },
    network: chance.chance(0.25)
      ? [
          {
            municipalityNumber: chance.pick(offers).number,
            kind: chance.pick(['CLOSE_FAMILY', 'RELATIVE', 'FRIEND']),
          },
        ]
      : [],
    needs: chance.chance(0.08) ? ['HOSPITAL_NEARBY'] : [],
    familySize,
  };
}

/** One family after the other gets the best municipality that still has room. */
function greedy({ sizes, places, worth }: Placing, order: readonly number[]) {
  const left = [...places];
  let value = 0;
  let placed = 0;
  for (const family of order) {
    let best = -1;
    for (const [each, free] of left.entries())
      if (free >= (sizes[family] ?? 1) && (best === -1 || worthOf(each) > worthOf(best))) best = each;
    if (best === -1) continue;
    left[best] = (left[best] ?? 0) - (sizes[family] ?? 1);
    value += worthOf(best);
    placed += sizes[family] ?? 1;
    function worthOf(municipality: number): number {
      return worth[family * places.length + municipality] ?? 0;
    }
  }
  return { value, placed };
}

async function figures(): Promise<string> {
  const all = syntheticOffers(syntheticPerson(0).random);
  const total = all.reduce((sum, { places }) => sum + places, 0);
  const lines: string[] = [];
  for (const [persons, room] of [
    [500, 1.5],
    [5_000, 1.05],
    [5_000, 1.5],
    [5_000, total / 5_000],
  ] as const) {
    const scale = (persons * room) / total;
    const offers = all.map((offer) => {
      const places = Math.round(offer.places * scale);
      return { ...offer, places, placesLeft: places };
    });
    const groups = families(persons);
    const placing = placingOf(groups, offers);
    const order = [...groups.keys()];
    const inTurn = greedy(placing, order);
    const largestFirst = greedy(
      placing,
      [...order].sort((one, other) => (placing.sizes[other] ?? 0) - (placing.sizes[one] ?? 0)),
    );

    const began = performance.now();
    const cpu = process.cpuUsage();
    let longest = 0;
    let last = performance.now();
    const pulse = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 10);
    const plan = await planApart({ families: groups, offers });
    clearInterval(pulse);
    const used = process.cpuUsage(cpu);
    const seconds = (performance.now() - began) / 1_000;
    const placed = plan.chosen.reduce(
      (sum, municipality, at) => sum + (municipality === -1 ? 0 : (placing.sizes[at] ?? 1)),
      0,
    );
    // Points beyond those for a place: what the scores themselves add up to.
    const points = ({ value, placed: found }: { value: number; placed: number }) =>
      ((value - found * weights.place) / found).toFixed(2);
    lines.push(
      `${persons} persons in ${groups.length} families, ${offers.length} municipalities, ${Math.round(persons * room)} places`,
      `  one by one     placed ${inTurn.placed}, ${points(inTurn)} points each`,
      `  largest first  placed ${largestFirst.placed}, ${points(largestFirst)} points each`,
      `  optimiser      placed ${placed}, ${points({ value: plan.value, placed })} points each, at most ${(((plan.bound - plan.value) / plan.bound) * 100).toFixed(4)} % below the best`,
      `                 ${seconds.toFixed(1)} s, ${((used.user + used.system) / 1e6).toFixed(1)} s of processor; the event loop waited at most ${longest.toFixed(0)} ms`,
    );
  }
  return lines.join('\n');
}

// `npm run bench:settlement`: what planning many at once takes, and gains over one after the other.
const usage = `npm run bench:settlement   what planning a settlement batch takes, and gains over greedy
`;
await runCommand(usage, async (given) => {
  readArguments(given, {}, 0);
  process.stdout.write(`${await figures()}\n`);
});
