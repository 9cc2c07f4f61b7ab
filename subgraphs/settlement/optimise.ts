import { createRequire } from 'node:module';
import type { Highs, InitOptions, Model } from 'highs';

// Its declarations are those of a CommonJS module, also for its ESM build, which TypeScript then cannot call.
const loadHighs = createRequire(import.meta.url)('highs') as (options?: InitOptions) => Promise<Highs>;

/**
 * Families to be placed in municipalities. A family goes to one municipality whole, or to none.
 */
export interface Placing {
  /** How many places each family takes. */
  readonly sizes: Int32Array;
  /** How many places each municipality has. */
  readonly places: Int32Array;
  /** What it is worth to place a family in a municipality: families one after the other; 0 or less is never chosen. */
  readonly worth: Int32Array;
}

/** A placing of families. */
export interface Plan {
  /** The municipality of each family, by position; -1 for none. */
  readonly chosen: Int32Array;
  /** What it is worth. */
  readonly value: number;
  /** What no placing can exceed, proven. Equal to the value when nothing is better. */
  readonly bound: number;
}

/** Municipalities of each family that are looked at first; the others are, as soon as one of them could be better. */
const first = 16;
/** So many pairs of family and municipality at most are decided on all at once, exactly. */
const few = 5_000;
/** Otherwise so many municipalities at a time, with the best few of them for each family that goes there. */
const together = 40;
const best = 8;
/** How often all municipalities are gone through, unless the plan is so near to the bound before. */
const rounds = 2;
const near = 1e-4;
/** Branches that are searched at most. A limit of time would make the plan depend on the machine. */
const branches = 20;
const tolerance = 1e-6;

/**
 * The placing that is worth most, families together, within the places there are.
 *
 * It is solved as a linear programme first, where families may be split. That has few columns to begin with, and gets
 * every other one whose worth exceeds what its places and its family cost at the prices found (column generation),
 * until there is none: so leaving the others out loses nothing, and the optimum is a bound that no placing exceeds.
 * Where all families are of one size it splits none (transportation problems are integral), and is the answer.
 * Otherwise whoever was split is put where it costs least, and branch and bound makes that better, for some
 * municipalities at a time with all the families that go there (large neighbourhood search); where there are few, for
 * all at once, and then nothing is better.
 * @throws Error when the solver gives up
 */
export async function optimise(placing: Placing): Promise<Plan> {
  const columns = bestColumns(placing);
  const nobody = { chosen: new Int32Array(placing.sizes.length).fill(-1), value: 0, bound: 0 };
  if (columns.length === 0) return nobody;
  const highs = await loadHighs();
  const relaxed = relax(highs, placing, columns);
  const bound = Math.floor(relaxed.optimum + tolerance);
  const rounded = round(placing, relaxed);
  if (totalWorth(placing, rounded) >= bound) return { chosen: rounded, value: bound, bound };
  if (placing.worth.length <= few) {
    const municipalities = Array.from(placing.places, (_, municipality) => municipality);
    const chosen = decide(highs, placing, relaxed, rounded, municipalities, placing.places.length);
    const value = totalWorth(placing, chosen);
    return { chosen, value, bound: value };
  }
  const chosen = search(highs, placing, relaxed, rounded, bound);
  return { chosen, value: totalWorth(placing, chosen), bound };
}

function totalWorth({ worth, places }: Placing, chosen: Int32Array): number {
  return chosen.reduce(
    (sum, municipality, family) =>
      municipality === -1 ? sum : sum + (worth[family * places.length + municipality] ?? 0),
    0,
  );
}

/** A family in a municipality. */
interface Column {
  readonly family: number;
  readonly municipality: number;
}

interface Relaxed {
  readonly columns: readonly Column[];
  /** How much of each column is in the optimum, 0 to 1. */
  readonly shares: Float64Array;
  readonly optimum: number;
  /** What a place in each municipality costs, and what a family is worth at these prices. */
  readonly prices: Float64Array;
  readonly familyWorth: Float64Array;
}

function relax(highs: Highs, placing: Placing, firstColumns: readonly Column[]): Relaxed {
  const { sizes, places } = placing;
  const columns: Column[] = [];
  const taken = new Uint8Array(placing.worth.length);
  const model = emptyModel(highs, sizes.length, places);
  try {
    let fresh = firstColumns;
    for (;;) {
      addColumns(model, placing, fresh, taken, columns);
      run(highs, model);
      const { rowDual, colValue } = model.getSolution();
      const familyWorth = rowDual.slice(0, sizes.length);
      const prices = rowDual.slice(sizes.length);
      fresh = columnsThatPay(placing, taken, familyWorth, prices);
      if (fresh.length === 0)
        return { columns, shares: colValue, optimum: model.getObjectiveValue(), prices, familyWorth };
    }
  } finally {
    model.dispose();
  }
}

/** A row a family, at most once, and a row a municipality, at most its places. */
function emptyModel(highs: Highs, families: number, places: Int32Array): Model {
  const rows = families + places.length;
  const model = highs.createModel({
    numCols: 0,
    numRows: rows,
    sense: highs.constants.objectiveSense.maximize,
    colCost: [],
    colLower: [],
    colUpper: [],
    rowLower: new Float64Array(rows).fill(-highs.infinity),
    rowUpper: Float64Array.from({ length: rows }, (_, row) =>
      row < families ? 1 : (places[row - families] ?? 0),
    ),
    matrix: { format: 'csc', numRows: rows, numCols: 0, starts: [0], indices: [], values: [] },
  });
  model.options.set({ output_flag: false, random_seed: 1 });
  return model;
}

function addColumns(
  model: Model,
  { sizes, worth, places }: Placing,
  fresh: readonly Column[],
  taken: Uint8Array,
  columns: Column[],
): void {
  const count = fresh.length;
  const indices = new Int32Array(count * 2);
  const values = new Float64Array(count * 2);
  const cost = new Float64Array(count);
  for (const [at, { family, municipality }] of fresh.entries()) {
    const pair = family * places.length + municipality;
    taken[pair] = 1;
    cost[at] = worth[pair] ?? 0;
    indices.set([family, sizes.length + municipality], at * 2);
    values.set([1, sizes[family] ?? 1], at * 2);
  }
  for (const column of fresh) columns.push(column);
  model.addCols({
    cost,
    lower: new Float64Array(count),
    upper: new Float64Array(count).fill(1),
    matrix: {
      format: 'csc',
      numRows: sizes.length + places.length,
      numCols: count,
      starts: Int32Array.from({ length: count + 1 }, (_, at) => at * 2),
      indices,
      values,
    },
  });
}

function run(highs: Highs, model: Model): void {
  model.run();
  const status = model.getModelStatus();
  const { optimal, solutionLimit } = highs.constants.modelStatus;
  if (status !== optimal && status !== solutionLimit)
    throw new Error(`the solver ended with status ${status}`);
}

/** For each family the municipalities that it is worth most in. */
function bestColumns({ sizes, places, worth }: Placing): Column[] {
  const columns: Column[] = [];
  const order = Array.from(places, (_, municipality) => municipality);
  for (let family = 0; family < sizes.length; family += 1) {
    const row = family * places.length;
    const best = order
      .filter((each) => (places[each] ?? 0) >= (sizes[family] ?? 1) && (worth[row + each] ?? 0) > 0)
      .sort((one, other) => (worth[row + other] ?? 0) - (worth[row + one] ?? 0) || one - other)
      .slice(0, first);
    for (const municipality of best) columns.push({ family, municipality });
  }
  return columns;
}

/** The columns not looked at yet that are worth more than they cost; the best few of each family. */
function columnsThatPay(
  { sizes, places, worth }: Placing,
  taken: Uint8Array,
  familyWorth: Float64Array,
  prices: Float64Array,
): Column[] {
  const columns: Column[] = [];
  for (let family = 0; family < sizes.length; family += 1) {
    const size = sizes[family] ?? 1;
    const paying: { municipality: number; gain: number }[] = [];
    for (let municipality = 0; municipality < places.length; municipality += 1) {
      const pair = family * places.length + municipality;
      if (taken[pair] || (places[municipality] ?? 0) < size || (worth[pair] ?? 0) <= 0) continue;
      const gain = (worth[pair] ?? 0) - (familyWorth[family] ?? 0) - size * (prices[municipality] ?? 0);
      if (gain > tolerance) paying.push({ municipality, gain });
    }
    paying.sort((one, other) => other.gain - one.gain || one.municipality - other.municipality);
    for (const { municipality } of paying.slice(0, 4)) columns.push({ family, municipality });
  }
  return columns;
}

/** What a family in a municipality loses at the prices found; 0 where it is best. */
function loses(
  { sizes, places, worth }: Placing,
  { familyWorth, prices }: Relaxed,
  { family, municipality }: Column,
): number {
  const cost = (familyWorth[family] ?? 0) + (sizes[family] ?? 1) * (prices[municipality] ?? 0);
  return cost - (worth[family * places.length + municipality] ?? 0);
}

/** A placing from a relaxed one: who is whole stays, who was split goes where it loses least, the large ones first. */
function round(placing: Placing, relaxed: Relaxed): Int32Array {
  const { sizes, places, worth } = placing;
  const chosen = new Int32Array(sizes.length).fill(-1);
  const left = Int32Array.from(places);
  const place = (family: number, municipality: number) => {
    chosen[family] = municipality;
    left[municipality] = (left[municipality] ?? 0) - (sizes[family] ?? 1);
  };
  for (const [at, { family, municipality }] of relaxed.columns.entries())
    if ((relaxed.shares[at] ?? 0) > 1 - tolerance) place(family, municipality);
  const split = [...chosen.keys()].filter((family) => chosen[family] === -1);
  split.sort((one, other) => (sizes[other] ?? 0) - (sizes[one] ?? 0) || one - other);
  for (const family of split) {
    let cheapest = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let municipality = 0; municipality < places.length; municipality += 1) {
      if ((left[municipality] ?? 0) < (sizes[family] ?? 1)) continue;
      if ((worth[family * places.length + municipality] ?? 0) <= 0) continue;
      const lost = loses(placing, relaxed, { family, municipality });
      if (lost < least) [cheapest, least] = [municipality, lost];
    }
    if (cheapest !== -1) place(family, cheapest);
  }
  return chosen;
}

/** Makes a placing better, some municipalities at a time, other ones together each round. */
function search(
  highs: Highs,
  placing: Placing,
  relaxed: Relaxed,
  rounded: Int32Array,
  bound: number,
): Int32Array {
  let chosen = rounded;
  for (let turn = 1; turn <= rounds; turn += 1) {
    // Scattered, so that municipalities of one county, which suit the same families, are not always together.
    const place = (municipality: number) => (municipality * 7_919 * turn) % 1_009;
    const order = Array.from(placing.places, (_, municipality) => municipality).sort(
      (one, other) => place(one) - place(other) || one - other,
    );
    for (let from = 0; from < order.length; from += together)
      chosen = decide(highs, placing, relaxed, chosen, order.slice(from, from + together), best);
    if (bound - totalWorth(placing, chosen) <= bound * near) break;
  }
  return chosen;
}

/**
 * Decides anew, by branch and bound, on the families that go to some municipalities, and on those that go nowhere.
 * @param most how many of the municipalities are looked at for each family, those where it loses least
 * @returns the placing with that decision; never worth less
 */
function decide(
  highs: Highs,
  placing: Placing,
  relaxed: Relaxed,
  chosen: Int32Array,
  municipalities: readonly number[],
  most: number,
): Int32Array {
  const { sizes, worth } = placing;
  const within = new Set(municipalities);
  const isFree = (municipality: number) => municipality === -1 || within.has(municipality);
  const places = Int32Array.from(placing.places, (count, municipality) =>
    within.has(municipality) ? count : 0,
  );
  const columns: Column[] = [];
  for (const [family, now] of chosen.entries()) {
    if (!isFree(now)) continue;
    const possible = municipalities
      .filter((municipality) => (places[municipality] ?? 0) >= (sizes[family] ?? 1))
      .filter((municipality) => (worth[family * places.length + municipality] ?? 0) > 0)
      .map((municipality) => ({ municipality, lost: loses(placing, relaxed, { family, municipality }) }))
      .sort((one, other) => one.lost - other.lost || one.municipality - other.municipality);
    for (const [at, { municipality }] of possible.entries())
      if (at < most || municipality === now) columns.push({ family, municipality });
  }
  if (columns.length === 0) return chosen;
  const model = emptyModel(highs, sizes.length, places);
  try {
    addColumns(model, placing, columns, new Uint8Array(worth.length), []);
    model.changeColsIntegrality(
      { kind: 'range', from: 0, to: columns.length - 1 },
      new Int32Array(columns.length).fill(highs.constants.variableType.integer),
    );
    // The worth is whole numbers: whoever is less than one from the bound is at it.
    model.options.set({ mip_rel_gap: 0, mip_abs_gap: 0.999 });
    if (placing.worth.length > few) model.options.set('mip_max_nodes', branches);
    model.setSolution({
      colValue: Float64Array.from(columns, ({ family, municipality }) =>
        chosen[family] === municipality ? 1 : 0,
      ),
    });
    run(highs, model);
    const decided = chosen.map((municipality) => (isFree(municipality) ? -1 : municipality));
    const { colValue } = model.getSolution();
    for (const [at, { family, municipality }] of columns.entries())
      if ((colValue[at] ?? 0) > 0.5) decided[family] = municipality;
    return totalWorth(placing, decided) >= totalWorth(placing, chosen) ? decided : chosen;
  } finally {
    model.dispose();
  }
}
