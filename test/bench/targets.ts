import { ratios, type Spread, spread } from './figures.js';
import type { ContenderFigures, Results } from './results.js';

/** What issue 6 wants, and whether it is so. */
export interface Target {
  readonly title: string;
  /** The figure must be at least, or at most, so much. */
  readonly bound: 'at least' | 'at most';
  readonly wanted: number;
  readonly unit: '×' | 's';
  /** Not there when it was not measured. */
  readonly found?: Spread;
  /** `undefined` when it was not measured. */
  readonly met?: boolean;
}

/** The targets, judged by the medians. */
export function targets(results: Results): readonly Target[] {
  const onPostgres = results.contenders?.figures;
  const inMemory = results.engine?.figures;
  const over = (
    figures: readonly ContenderFigures[] | undefined,
    one: string,
    other: string,
    operation: string,
  ) => {
    const rates = (name: string) =>
      figures?.find((each) => each.name === name)?.operations[operation]?.perSecond ?? [];
    return ratios(rates(one), rates(other));
  };
  const pair = (name: string, operation: string) =>
    results.pairs?.figures.find((each) => each.name === name)?.ratios[operation] ?? [];
  const perPerson = () => {
    const rates = (operation: string) =>
      onPostgres?.find(({ name }) => name === 'ours')?.operations[operation]?.perSecond ?? [];
    // Time per person: of 500 over of 50.
    return ratios(rates('list-50'), rates('list-500')).map((ratio) => ratio / 10);
  };
  const scale = Object.entries(results.scale?.figures.p50 ?? {});
  const second = results.startUp?.figures.find(({ title }) => title.startsWith('second'))?.times ?? [];
  const judge = (
    title: string,
    bound: Target['bound'],
    wanted: number,
    figures: readonly number[],
    unit: Target['unit'] = '×',
  ): Target => {
    if (figures.length === 0) return { title, bound, wanted, unit };
    const found = spread(figures);
    return {
      title,
      bound,
      wanted,
      unit,
      found,
      met: bound === 'at least' ? found.median >= wanted : found.median <= wanted,
    };
  };
  return [
    judge('Kompass over stock, list of 50', 'at least', 4, over(onPostgres, 'ours', 'stock', 'list-50')),
    judge(
      'Kompass over Hive with the Rust planner, list of 50',
      'at least',
      1.5,
      over(onPostgres, 'ours', 'hive-rust', 'list-50'),
    ),
    judge(
      'Kompass over the floor, list of 50',
      'at least',
      0.5,
      over(onPostgres, 'ours', 'floor', 'list-50'),
    ),
    judge(
      'Kompass over the floor, one person deep',
      'at least',
      0.5,
      over(onPostgres, 'ours', 'floor', 'one-person'),
    ),
    judge(
      'from memory: Kompass over stock, list of 50',
      'at least',
      8,
      over(inMemory, 'ours-memory', 'stock-memory', 'list-50'),
    ),
    judge(
      'from memory: Kompass over Hive with the Rust planner, list of 50',
      'at least',
      2,
      over(inMemory, 'ours-memory', 'hive-rust-memory', 'list-50'),
    ),
    ...(['one-person', 'list-50'] as const).flatMap((operation) => [
      judge(`rules on over off, ${operation}`, 'at least', 0.95, pair('rules', operation)),
      judge(`disclosure log on over off, ${operation}`, 'at least', 0.9, pair('log', operation)),
    ]),
    ...(scale.length > 0
      ? scale.map(([operation, { small, large }]) =>
          judge(
            `${thousands(results.scale?.figures.persons ?? 0)} persons over ${thousands(results.scale?.figures.comparedWith ?? 0)}: p50, ${operation}`,
            'at most',
            1.3,
            ratios(large, small),
          ),
        )
      : [judge('1,000,000 persons over 1,000: p50 of every operation', 'at most', 1.3, [])]),
    judge('list of 500 over list of 50: time per person', 'at most', 1, perPerson()),
    judge(
      'second `npm start` to the first answer',
      'at most',
      2,
      second.map((each) => each / 1_000),
      's',
    ),
  ];
}

export const thousands = (figure: number): string =>
  figure.toLocaleString('en-GB', { maximumFractionDigits: 0 });
