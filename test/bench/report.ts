import { median, ratios, type Spread, spread } from './figures.js';
import type {
  ContenderFigures,
  Measured,
  OperationFigures,
  PairFigures,
  ProfileFigures,
  Results,
  ScaleFigures,
  Share,
  StartUpFigures,
} from './results.js';
import { type Target, targets, thousands } from './targets.js';

const opening = (name: string) => `<!-- prose: ${name} -->`;
const closing = '<!-- end of prose -->';

/**
 * docs/bench.md. All that is measured is written from the results; prose written by hand stays between its markers.
 * @param before the page as it is, for its prose; empty at first
 */
export function report(results: Results, before: string): string {
  const titles = new Map(Object.entries(results.titles));
  const prose = (name: string): string => {
    const [, after = ''] = before.split(`${opening(name)}\n`);
    const kept = after.split(closing)[0]?.trim() ?? '';
    return `${opening(name)}\n\n${kept}\n\n${closing}`;
  };
  const sections = [
    '# Speed, measured',
    'Written by `npm run bench` from `docs/bench.json`; only what stands between the prose markers is written by hand.',
    prose('how it is measured'),
    '## Targets',
    targetsTable(targets(results)),
    ...part('Contenders', results.contenders, (figures) => contendersSection(figures, titles)),
    ...part('What rules and log cost', results.pairs, (figures) => pairsTable(figures, titles)),
    ...part('The engine alone, stores answering from memory', results.engine, (figures) =>
      contendersSection(figures, titles),
    ),
    ...part('Many persons', results.scale, (figures) => scaleTable(figures, titles)),
    ...part('Start-up', results.startUp, startUpTable),
    ...part('Where the time goes', results.profile, (figures) => profileSection(figures, titles)),
    prose('profile'),
  ];
  return `${sections.join('\n\n')}\n`;
}

function part<Figures>(
  title: string,
  measured: Measured<Figures> | undefined,
  section: (figures: Figures) => string,
): string[] {
  if (!measured) return [`## ${title}`, 'Not measured yet.'];
  const { date, commit, machine, node, postgres, rounds, seconds, connections, figures } = measured;
  const circumstances =
    `${date}, at ${commit}; ${machine}; Node.js ${node}, PostgreSQL ${postgres}; ` +
    `${rounds} ${rounds === 1 ? 'round' : 'rounds'}, ${seconds} s each, ${connections} requests at a time.`;
  return [`## ${title}`, circumstances, section(figures)];
}

function targetsTable(all: readonly Target[]): string {
  const rows = all.map(({ title, bound, wanted, unit, found, met }) => [
    title,
    `${bound} ${wanted} ${unit}`,
    found ? spreadOf(found, unit) : '–',
    met === undefined ? 'not measured' : met ? 'met' : '**not met**',
  ]);
  return table(['', 'wanted', 'median (lowest–highest)', ''], rows);
}

function contendersSection(all: readonly ContenderFigures[], titles: ReadonlyMap<string, string>): string {
  const [ours] = all;
  const operations = [...titles.keys()].filter((name) => all.some((each) => each.operations[name]));
  const heads = operations.map((name) => titles.get(name) ?? name);
  const ofAll = (
    cell: (figures: OperationFigures, contender: ContenderFigures, operation: string) => string,
  ) =>
    all.map((contender) => [
      contender.title,
      ...operations.map((operation) => {
        const figures = contender.operations[operation];
        if (!figures) return '–';
        if (figures.differs) return 'answers otherwise';
        return figures.perSecond.length > 0 ? cell(figures, contender, operation) : '–';
      }),
    ]);
  const blocks = [
    all
      .map(
        ({ title, description, processes, failed }) =>
          `- **${title}**: ${description}${processes ? `; ${processes} ${processes === 1 ? 'process' : 'processes'}` : ''}.${failed ? ` Failed: ${failed}` : ''}`,
      )
      .join('\n'),
    '**Answers a second** (median; lowest–highest of the rounds)',
    table(
      ['', ...heads],
      ofAll(({ perSecond }) => rate(spread(perSecond))),
    ),
    `**${ours?.title ?? ''} over each** (throughput, of the same round; median; lowest–highest)`,
    table(
      ['', ...heads],
      ofAll(({ perSecond }, _contender, operation) =>
        ratioCell(ratios(ours?.operations[operation]?.perSecond ?? [], perSecond)),
      ).slice(1),
    ),
    '**CPU an answer**, in milliseconds: the contender’s processes + PostgreSQL’s',
    table(
      ['', ...heads],
      ofAll(({ cpu, postgresCpu }) =>
        cpu.length > 0
          ? `${median(cpu).toFixed(1)} + ${postgresCpu.length > 0 ? median(postgresCpu).toFixed(1) : '?'}`
          : '–',
      ),
    ),
    `**CPU an answer, over that of ${ours?.title ?? ''}** (both parts together; moves less than throughput when something else uses the machine)`,
    table(
      ['', ...heads],
      ofAll((figures, _contender, operation) => {
        const own = ours?.operations[operation];
        return own ? ratioCell(ratios(cpuOf(figures), cpuOf(own))) : '–';
      }).slice(1),
    ),
    ...atRateTable(all, titles),
    '**Bytes an answer**, as it comes / to a client that takes it compressed',
    table(
      ['', ...heads],
      ofAll(({ bytes, compressedBytes }) => `${thousands(bytes)} / ${thousands(compressedBytes)}`),
    ),
    '**Memory** after the load, MiB, all processes of the contender together',
    table(
      ['', 'median (lowest–highest)'],
      all.map(({ title, memory }) => [title, memory.length > 0 ? whole(spread(memory)) : '–']),
    ),
    ...differences(all, titles),
  ];
  return blocks.join('\n\n');
}

const cpuOf = ({ cpu, postgresCpu }: OperationFigures): number[] =>
  cpu.map((own, round) => own + (postgresCpu[round] ?? 0));

function atRateTable(all: readonly ContenderFigures[], titles: ReadonlyMap<string, string>): string[] {
  const names = [...titles.keys()].filter((name) => all.some(({ operations }) => operations[name]?.atRate));
  if (names.length === 0) return [];
  const rateOf = (name: string) =>
    all.flatMap(({ operations }) => operations[name]?.atRate?.perSecond ?? [])[0] ?? 0;
  return [
    '**Latency at a fixed rate**, in milliseconds from when the request was due: p50 / p99 (medians of the rounds)',
    table(
      ['', ...names.map((name) => `${titles.get(name)}, ${rateOf(name)} a second`)],
      all.map(({ title, operations }) => [
        title,
        ...names.map((name) => {
          const found = operations[name]?.atRate;
          return found ? `${median(found.p50).toFixed(1)} / ${median(found.p99).toFixed(1)}` : '–';
        }),
      ]),
    ),
  ];
}

/** What was not measured because it is not answered alike, and answers that failed under load. */
function differences(all: readonly ContenderFigures[], titles: ReadonlyMap<string, string>): string[] {
  const lines = all.flatMap(({ title, operations }) =>
    Object.entries(operations).flatMap(([name, { differs, failures }]) => [
      ...(differs ? [`- ${title}, ${titles.get(name) ?? name}: not measured, for ${differs}.`] : []),
      ...(failures > 0
        ? [`- ${title}, ${titles.get(name) ?? name}: ${failures} answers failed under load.`]
        : []),
    ]),
  );
  return lines.length > 0 ? [lines.join('\n')] : ['All answers were equal, and none failed under load.'];
}

function pairsTable(pairs: readonly PairFigures[], titles: ReadonlyMap<string, string>): string {
  const operations = [...titles.keys()].filter((name) => pairs.some(({ ratios: of }) => of[name]));
  return table(
    ['throughput', ...operations.map((name) => titles.get(name) ?? name)],
    pairs.map(({ title, ratios: of }) => [title, ...operations.map((name) => ratioCell(of[name] ?? []))]),
  );
}

function scaleTable(
  { persons, comparedWith, p50 }: ScaleFigures,
  titles: ReadonlyMap<string, string>,
): string {
  return table(
    [
      'p50, ms',
      `${thousands(comparedWith)} persons`,
      `${thousands(persons)} persons`,
      'ratio (lowest–highest)',
    ],
    Object.entries(p50).map(([name, { small, large }]) => [
      titles.get(name) ?? name,
      milliseconds(median(small)),
      milliseconds(median(large)),
      ratioCell(ratios(large, small)),
    ]),
  );
}

/** Who asks waits a minute at most. */
const milliseconds = (figure: number) => (figure >= 60_000 ? 'none in 60,000' : figure.toFixed(1));

function startUpTable(figures: readonly StartUpFigures[]): string {
  return table(
    ['', 'milliseconds (lowest–highest)'],
    figures.map(({ title, times }) => [title, whole(spread(times))]),
  );
}

function profileSection(
  { operation, parts, functions }: ProfileFigures,
  titles: ReadonlyMap<string, string>,
): string {
  const shares = (all: readonly Share[]) =>
    all.map(({ title, share }) => [title, `${(share * 100).toFixed(1)} %`]);
  return [
    `Kompass in one process, ${titles.get(operation) ?? operation}: self time of its JavaScript thread by V8's sampling profiler, shares of the time in which it was not idle. PostgreSQL's part is in the table of CPU above.`,
    table(['by origin', ''], shares(parts)),
    table(['by function', ''], shares(functions)),
  ].join('\n\n');
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map((_, at) => (at === 0 ? '---' : '--:'))), ...rows.map(line)].join('\n');
}

const ratioCell = (figures: readonly number[]) => (figures.length > 0 ? spreadOf(spread(figures), '×') : '–');
const spreadOf = ({ median: middle, min, max }: Spread, unit: Target['unit']) =>
  `${middle.toFixed(2)} ${unit} (${min.toFixed(2)}–${max.toFixed(2)})`;
const rate = ({ median: middle, min, max }: Spread) =>
  middle < 100
    ? `${middle.toFixed(1)} (${min.toFixed(1)}–${max.toFixed(1)})`
    : whole({ median: middle, min, max });
const whole = ({ median: middle, min, max }: Spread) =>
  `${thousands(middle)} (${thousands(min)}–${thousands(max)})`;
