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
/** So many columns at most are all decided on; of more, only those that cost less than this many points. */
const few = 5_000;
const dear = 5;
/** Branches that are searched at most. A limit of time would make the plan depend on the machine. */
const branches = 500;
const tolerance = 1e-6;

/**
 * The placing that is worth most, families together, within the places there are.
 *
 * It is solved as a linear programme first, where families may be split. That has few columns to begin with, and gets
 * every other one whose worth exceeds what its places and its family cost at the prices found (column generation),
 * until there is none: so leaving the others out loses nothing, and the optimum is a bound that no placing exceeds.
 * Where all families are of one size it splits none (transportation problems are integral), and is the answer.
 * Otherwise branch and bound decides among the columns that lose little at those prices: a placing with a column that
 * loses `dear` points or more is at least that far below the bound (reduced cost), so what is lost is bounded too.
 * @throws Error when the solver gives up
 */
export async function optimise(placing: Placing): Promise<Plan> {
  const columns = bestColumns(placing);
  if (columns.length === 0)
    return { chosen: new Int32Array(placing.sizes.length).fill(-1), value: 0, bound: 0 };
  const highs = await loadHighs();
  const relaxed = relax(highs, placing, columns);
  const rounded = round(placing, relaxed);
  if (rounded.value > relaxed.optimum - 1 + tolerance) return { ...rounded, bound: rounded.value };
  const searched = search(highs, placing, relaxed, rounded);
  const best = searched.value > rounded.value ? searched : rounded;
  const bound = Math.floor(Math.min(relaxed.optimum, searched.bound) + tolerance);
  return { ...best, bound: Math.max(best.value, bound) };
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

/** A placing from a relaxed one: who is whole stays, who was split goes where it is worth most, the large ones first. */
function round({ sizes, places, worth }: Placing, { columns, shares }: Relaxed): Omit<Plan, 'bound'> {
  const chosen = new Int32Array(sizes.length).fill(-1);
  const left = Int32Array.from(places);
  let value = 0;
  const place = (family: number, municipality: number) => {
    chosen[family] = municipality;
    left[municipality] = (left[municipality] ?? 0) - (sizes[family] ?? 1);
    value += worth[family * places.length + municipality] ?? 0;
  };
  for (const [at, { family, municipality }] of columns.entries())
    if ((shares[at] ?? 0) > 1 - tolerance) place(family, municipality);
  const split = [...chosen.keys()].filter((family) => chosen[family] === -1);
  split.sort((one, other) => (sizes[other] ?? 0) - (sizes[one] ?? 0) || one - other);
  for (const family of split) {
    let best = -1;
    for (let each = 0; each < places.length; each += 1) {
      const row = family * places.length;
      if ((left[each] ?? 0) < (sizes[family] ?? 1) || (worth[row + each] ?? 0) <= 0) continue;
      if (best === -1 || (worth[row + each] ?? 0) > (worth[row + best] ?? 0)) best = each;
    }
    if (best !== -1) place(family, best);
  }
  return { chosen, value };
}

/** Branch and bound among the columns that may be in a better placing than the one known. */
function search(highs: Highs, placing: Placing, relaxed: Relaxed, known: Omit<Plan, 'bound'>): Plan {
  const { sizes, worth, places } = placing;
  const { columns, leftOut } = columnsToDecide(placing, relaxed, known);
  const model = emptyModel(highs, sizes.length, places);
  try {
    addColumns(model, placing, columns, new Uint8Array(worth.length), []);
    model.changeColsIntegrality(
      { kind: 'range', from: 0, to: columns.length - 1 },
      new Int32Array(columns.length).fill(highs.constants.variableType.integer),
    );
    // The worth is whole numbers: whoever is less than one from the bound is at it.
    model.options.set({ mip_rel_gap: leftOut ? 1e-5 : 0, mip_abs_gap: 0.999, mip_max_nodes: branches });
    model.setSolution({
      colValue: Float64Array.from(columns, ({ family, municipality }) =>
        known.chosen[family] === municipality ? 1 : 0,
      ),
    });
    run(highs, model);
    const chosen = new Int32Array(sizes.length).fill(-1);
    const { colValue } = model.getSolution();
    for (const [at, { family, municipality }] of columns.entries())
      if ((colValue[at] ?? 0) > 0.5) chosen[family] = municipality;
    const proven = Number(model.info.get('mip_dual_bound'));
    return {
      chosen,
      value: Math.round(model.getObjectiveValue()),
      bound: leftOut ? Math.max(proven, relaxed.optimum - dear) : proven,
    };
  } finally {
    model.dispose();
  }
}

/** The columns to decide on: all of a few, of many those that are not dear, and those of the placing known. */
function columnsToDecide(
  { sizes, places, worth }: Placing,
  { familyWorth, prices }: Relaxed,
  known: Omit<Plan, 'bound'>,
): { readonly columns: readonly Column[]; readonly leftOut: boolean } {
  const all: (Column & { readonly loses: number })[] = [];
  for (let family = 0; family < sizes.length; family += 1)
    for (let municipality = 0; municipality < places.length; municipality += 1) {
      const size = sizes[family] ?? 1;
      const gain = worth[family * places.length + municipality] ?? 0;
      if (gain <= 0 || (places[municipality] ?? 0) < size) continue;
      const loses = (familyWorth[family] ?? 0) + size * (prices[municipality] ?? 0) - gain;
      all.push({ family, municipality, loses });
    }
  if (all.length <= few) return { columns: all, leftOut: false };
  const columns = all.filter(
    ({ family, municipality, loses }) => loses < dear || known.chosen[family] === municipality,
  );
  return { columns, leftOut: columns.length < all.length };
}
