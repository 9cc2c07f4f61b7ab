import { request } from 'undici';
import { type ComparableAnswer, difference, readAnswer } from './answers.js';
import type { Contender, Launched, Pair } from './contenders.js';
import type { BenchDatabase, BenchServer } from './data.js';
import { median } from './figures.js';
import type { Load } from './generator.js';
import type { TokenIssuer } from './identity.js';
import type { Generator } from './load.js';
import { bodiesOf, type Operation } from './operations.js';
import { cpuOf, cpuOfPostgres, memoryOf, patience, untilAnswered } from './processes.js';
import type { ContenderFigures, OperationFigures, PairFigures, ScaleFigures } from './results.js';

/** Where and how is measured. */
export interface Stand {
  readonly server: BenchServer;
  readonly issuer: TokenIssuer;
  readonly generator: Generator;
  readonly rounds: number;
  readonly seconds: number;
  readonly connections: number;
  /** Says what is going on. */
  say(line: string): void;
}

/** A contender that answers. */
interface Running extends Launched {
  readonly contender: Contender;
  readonly pids: readonly number[];
  /** What an operation's load on it consists of; known once its answer is. */
  readonly loads: Map<string, Omit<Load, 'seconds' | 'loop'>>;
  stop(): Promise<void>;
}

type Mutable<Figures> = { -readonly [Key in keyof Figures]: Figures[Key] };
interface Collected {
  readonly figures: ContenderFigures & { readonly memory: number[] };
  readonly operations: Record<string, Mutable<OperationFigures> & CollectedLists>;
}
interface CollectedLists {
  readonly perSecond: number[];
  readonly cpu: number[];
  readonly postgresCpu: number[];
}

/** Operations whose latency is measured at a fixed rate. */
const atRate = ['one-person', 'list-50'];

/**
 * Measures contenders in turn, each round with fresh processes and another one first. The first contender's answers
 * are what the others' must equal; an operation that one answers otherwise is not measured with it.
 */
export async function measureContenders(
  stand: Stand,
  database: BenchDatabase,
  contenders: readonly Contender[],
  operations: readonly Operation[],
): Promise<readonly ContenderFigures[]> {
  const collected = new Map<string, Collected>();
  const wanted = new Map<string, ComparableAnswer>();
  let rates: ReadonlyMap<string, number> | undefined;
  for (let round = 0; round < stand.rounds; round += 1) {
    const turns = [
      ...contenders.slice(round % contenders.length),
      ...contenders.slice(0, round % contenders.length),
    ];
    for (const contender of turns) {
      const so = collected.get(contender.name) ?? nothingYet(contender);
      collected.set(contender.name, so);
      try {
        const running = await launch(stand, database, contender);
        Object.assign(so.figures, { processes: running.processes.length });
        try {
          await checkAnswers(stand, database, running, operations, wanted, so);
          await measureRound(stand, database, running, operations, so, rates);
        } finally {
          await running.stop();
          await database.restore();
        }
      } catch (error) {
        Object.assign(so.figures, { failed: (error as Error).message.split('\n').slice(0, 3).join(' ') });
        stand.say(`${contender.name} failed: ${(error as Error).message}`);
      }
    }
    rates ??= ratesFor([...collected.values()]);
  }
  return contenders.flatMap(({ name }) => {
    const so = collected.get(name);
    return so ? [{ ...so.figures, operations: so.operations }] : [];
  });
}

function nothingYet({ name, title, description }: Contender): Collected {
  return { figures: { name, title, description, processes: 0, memory: [], operations: {} }, operations: {} };
}

async function launch(stand: Stand, database: BenchDatabase, contender: Contender): Promise<Running> {
  const launched = await contender.launch({ ...stand.issuer.environment, DATABASE_URL: database.url });
  const stop = async () => {
    await Promise.all(launched.processes.map((each) => each.stop()));
  };
  return {
    ...launched,
    contender,
    pids: launched.processes.flatMap(({ child }) => child.pid ?? []),
    loads: new Map(),
    stop,
  };
}

/** Asks each operation once, and keeps those that are answered as wanted. */
async function checkAnswers(
  stand: Stand,
  database: BenchDatabase,
  running: Running,
  operations: readonly Operation[],
  wanted: Map<string, ComparableAnswer>,
  so: Collected,
): Promise<void> {
  const { url, processes, loads, contender } = running;
  for (const operation of operations) {
    const officers = await stand.issuer.headers(operation.asker);
    const headers = officers[0] ?? {};
    const bodies = bodiesOf(operation, database.subjects);
    const [body = ''] = bodies;
    const first = loads.size === 0 && operation === operations[0];
    const text = first
      ? await untilAnswered(url, { method: 'POST', headers, body }, processes)
      : await answerTo(url, headers, body);
    const answer = readAnswer(text);
    const reference = wanted.get(operation.name) ?? answer;
    wanted.set(operation.name, reference);
    const differs = difference(reference, answer, contender.name !== 'floor');
    const figures = so.operations[operation.name] ?? {
      perSecond: [],
      failures: 0,
      cpu: [],
      postgresCpu: [],
      bytes: Buffer.byteLength(text),
      compressedBytes: differs ? 0 : await compressedSize(url, headers, body),
    };
    so.operations[operation.name] = figures;
    if (differs) {
      figures.differs = differs;
      stand.say(`${contender.name}, ${operation.name}: ${differs}`);
      continue;
    }
    // Persons differ in how much there is to tell of them.
    const atLeastBytes = Buffer.byteLength(text) * (bodies.length > 1 ? 0.3 : 0.97);
    loads.set(operation.name, {
      url,
      headers: officers,
      bodies,
      atLeastBytes,
      refused: answer.refused.length > 0,
    });
  }
}

const tooLate = JSON.stringify({ data: null, errors: [{ message: 'no answer within a minute' }] });

async function answerTo(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<string> {
  const signal = AbortSignal.timeout(patience);
  return fetch(url, { method: 'POST', headers, body, signal }).then(
    (answer) => answer.text(),
    () => tooLate,
  );
}

/** Bytes of the body that a client gets that takes it compressed. */
async function compressedSize(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<number> {
  const compressed = { ...headers, 'accept-encoding': 'gzip, br' };
  const answer = await request(url, { method: 'POST', headers: compressed, body });
  return (await answer.body.arrayBuffer()).byteLength;
}

async function measureRound(
  stand: Stand,
  database: BenchDatabase,
  running: Running,
  operations: readonly Operation[],
  so: Collected,
  rates: ReadonlyMap<string, number> | undefined,
): Promise<void> {
  const { generator, server, seconds } = stand;
  for (const operation of operations) {
    const load = running.loads.get(operation.name);
    const loop = closed(stand, operation);
    if (!load) continue;
    // As long as it is measured, for V8 compiles what has run often; and each person is asked for once at least, for
    // what can be remembered is.
    const atLeastRequests = load.bodies.length;
    await generator.send({ ...load, seconds, atLeastRequests, loop });
  }
  await database.restore();
  for (const operation of operations) {
    const { name } = operation;
    const load = running.loads.get(name);
    const figures = so.operations[name];
    if (!load || !figures) continue;
    const [cpu, postgresCpu] = [cpuOf(running.pids), cpuOfPostgres(server.postmaster)];
    const outcome = await generator.send({ ...load, seconds, loop: closed(stand, operation) });
    const [cpuAfter, postgresCpuAfter] = [cpuOf(running.pids), cpuOfPostgres(server.postmaster)];
    figures.perSecond.push(outcome.answers / outcome.seconds);
    figures.failures += outcome.failures;
    if (cpu !== undefined && cpuAfter !== undefined) figures.cpu.push((cpuAfter - cpu) / outcome.answers);
    if (postgresCpu !== undefined && postgresCpuAfter !== undefined)
      figures.postgresCpu.push((postgresCpuAfter - postgresCpu) / outcome.answers);
    stand.say(
      `${running.contender.name}, ${name}: ${(outcome.answers / outcome.seconds).toFixed(1)} answers/s` +
        (outcome.failures > 0 ? `, ${outcome.failures} failures: ${outcome.failure}` : ''),
    );
  }
  const memory = memoryOf(running.pids);
  if (memory !== undefined) so.figures.memory.push(memory);
  for (const [name, perSecond] of rates ?? []) {
    const load = running.loads.get(name);
    const figures = so.operations[name];
    if (!load || !figures) continue;
    const { p50, p99 } = await generator.send({ ...load, seconds: seconds * 1.5, loop: { perSecond } });
    figures.atRate = {
      perSecond,
      p50: [...(figures.atRate?.p50 ?? []), p50],
      p99: [...(figures.atRate?.p99 ?? []), p99],
    };
  }
}

const closed = ({ connections }: Stand, operation: Operation) => ({
  connections: Math.min(connections, operation.connections ?? connections),
});

/** Half of what the slowest answered in the first round. */
function ratesFor(collected: readonly Collected[]): ReadonlyMap<string, number> {
  return new Map(
    atRate.flatMap((name) => {
      const first = collected.flatMap(({ operations }) => operations[name]?.perSecond[0] ?? []);
      return first.length > 0 ? [[name, Math.max(1, Math.floor(Math.min(...first) / 2))] as const] : [];
    }),
  );
}

/** Turns that each of two takes in a round. What they differ by is a few hundredths, and one turn is off by as much. */
const turnsEach = 8;

/** Measures two that differ in one thing, both up, in short turns: what they differ by is less than two rounds do. */
export async function measurePair(
  stand: Stand,
  database: BenchDatabase,
  { name, title, over, under }: Pair,
  operations: readonly Operation[],
): Promise<PairFigures> {
  const wanted = new Map<string, ComparableAnswer>();
  const both: Running[] = [];
  const ratios: Record<string, number[]> = {};
  try {
    for (const contender of [over, under]) {
      const running = await launch(stand, database, contender);
      both.push(running);
      const so = nothingYet(contender);
      await checkAnswers(stand, database, running, operations, wanted, so);
      const odd = Object.values(so.operations).find(({ differs }) => differs);
      if (odd) throw new Error(`${contender.name} answers otherwise: ${odd.differs}`);
    }
    const turn = async (running: Running, operation: Operation, seconds: number): Promise<number> => {
      const load = running.loads.get(operation.name);
      if (!load) throw new Error(`${operation.name} was not checked`);
      const loop = closed(stand, operation);
      const { answers, seconds: took } = await stand.generator.send({ ...load, seconds, loop });
      return answers / took;
    };
    const [one, other] = both as [Running, Running];
    for (const operation of operations) {
      for (const running of both) await turn(running, operation, stand.seconds);
      const found: number[] = [];
      ratios[operation.name] = found;
      for (let at = 0; at < stand.rounds * turnsEach; at += 1) {
        await database.restore();
        const order = at % 2 === 0 ? [one, other] : [other, one];
        const rates = new Map<Running, number>();
        for (const running of order) rates.set(running, await turn(running, operation, stand.seconds / 2));
        found.push((rates.get(one) ?? 0) / (rates.get(other) ?? Number.NaN));
      }
      stand.say(`${title}, ${operation.name}: ${median(found).toFixed(2)}`);
    }
  } finally {
    for (const running of both) await running.stop();
    await database.restore();
  }
  return { name, title, ratios };
}

/** Measures one contender on two databases, one request at a time, in turn. */
export async function measureScale(
  stand: Stand,
  contender: Contender,
  small: BenchDatabase,
  large: BenchDatabase,
  operations: readonly Operation[],
): Promise<ScaleFigures> {
  const p50: Record<string, { small: number[]; large: number[] }> = {};
  const both: Running[] = [];
  try {
    for (const database of [small, large]) {
      const running = await launch(stand, database, contender);
      both.push(running);
      await checkAnswers(stand, database, running, operations, new Map(), nothingYet(contender));
    }
    const [onSmall, onLarge] = both as [Running, Running];
    const turn = async (running: Running, name: string, seconds: number): Promise<number> => {
      const load = running.loads.get(name);
      if (!load) return patience; // and more: the one who asked has gone
      return (await stand.generator.send({ ...load, seconds, loop: { connections: 1 } })).p50;
    };
    for (const { name } of operations) {
      for (const running of both) await turn(running, name, stand.seconds);
      const found = { small: [] as number[], large: [] as number[] };
      p50[name] = found;
      for (let at = 0; at < Math.max(3, stand.rounds); at += 1) {
        found.small.push(await turn(onSmall, name, stand.seconds));
        found.large.push(await turn(onLarge, name, stand.seconds));
      }
      stand.say(
        `${name}: p50 ${median(found.small).toFixed(1)} ms at ${small.persons} persons, ${median(found.large).toFixed(1)} ms at ${large.persons}`,
      );
    }
  } finally {
    for (const running of both) await running.stop();
    await small.restore();
    await large.restore();
  }
  return { persons: large.persons, comparedWith: small.persons, p50 };
}
