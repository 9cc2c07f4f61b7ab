import { type Dispatcher, Pool } from 'undici';
import { percentile } from './figures.js';
import { patience } from './processes.js';

// The load generator: a process of its own, so that what it costs is not charged to anybody measured, and its garbage
// is not collected in the middle of an answer of theirs. Closed loop for throughput, open loop for latency: there a
// request counts from the moment it was due, however late it could be sent.

/** What to send, and how. */
export interface Load {
  readonly url: string;
  /** Of officers who ask in turn. */
  readonly headers: readonly Readonly<Record<string, string>>[];
  /** Sent in turn. */
  readonly bodies: readonly string[];
  /** A shorter answer than so many bytes is none. */
  readonly atLeastBytes: number;
  /** Whether the right answer holds refusals. */
  readonly refused: boolean;
  readonly seconds: number;
  /** Goes on longer until so many requests are sent. */
  readonly atLeastRequests?: number;
  readonly loop: { readonly connections: number } | { readonly perSecond: number };
}

/** What came of it. */
export interface Outcome {
  readonly answers: number;
  /** Other statuses than 200, errors instead of data, and answers that are too short. */
  readonly failures: number;
  /** What the first failure was. */
  readonly failure?: string;
  readonly seconds: number;
  readonly bytes: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

process.on('message', (load: Load) => {
  run(load).then(
    (outcome) => process.send?.(outcome),
    (error: Error) => process.send?.({ error: error.message }),
  );
});

async function run(load: Load): Promise<Outcome> {
  const { origin, pathname } = new URL(load.url);
  const closed = 'connections' in load.loop;
  const pool = new Pool(origin, {
    connections: closed ? load.loop.connections : 64,
    pipelining: 1,
    headersTimeout: patience,
  });
  const latencies: number[] = [];
  let [sent, failures, bytes] = [0, 0, 0];
  let failure: string | undefined;

  const send = async (due: number): Promise<void> => {
    const body = load.bodies[sent % load.bodies.length] ?? '';
    const headers = load.headers[sent % load.headers.length] ?? {};
    sent += 1;
    const answer = await ask(pool, { path: pathname, method: 'POST', headers, body }, load.refused);
    latencies.push(performance.now() - due);
    bytes += answer.size;
    if (answer.failure === undefined && answer.size >= load.atLeastBytes) return;
    failures += 1;
    failure ??= answer.failure ?? `an answer of ${answer.size} bytes`;
  };

  const began = performance.now();
  const until = began + load.seconds * 1_000;
  const { atLeastRequests = 0 } = load;
  if ('connections' in load.loop)
    await Promise.all(
      Array.from({ length: load.loop.connections }, async () => {
        while (performance.now() < until || sent < atLeastRequests) await send(performance.now());
      }),
    );
  else await sendWhenDue(send, load.loop.perSecond, began, load.seconds);
  const seconds = (performance.now() - began) / 1_000;
  await pool.destroy();
  return {
    answers: latencies.length - failures,
    failures,
    ...(failure === undefined ? {} : { failure }),
    seconds,
    bytes: latencies.length > 0 ? bytes / latencies.length : 0,
    p50: latencies.length > 0 ? percentile(latencies, 0.5) : 0,
    p99: latencies.length > 0 ? percentile(latencies, 0.99) : 0,
  };
}

async function sendWhenDue(
  send: (due: number) => Promise<void>,
  perSecond: number,
  began: number,
  seconds: number,
): Promise<void> {
  const underWay: Promise<void>[] = [];
  const total = Math.round(perSecond * seconds);
  while (underWay.length < total) {
    const due = began + (underWay.length / perSecond) * 1_000;
    const wait = due - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    underWay.push(send(due));
  }
  await Promise.all(underWay);
}

interface Answer {
  readonly size: number;
  readonly failure?: string;
}

function ask(pool: Pool, request: Dispatcher.DispatchOptions, refused: boolean): Promise<Answer> {
  return new Promise((resolve) => {
    let size = 0;
    let failure: string | undefined;
    pool.dispatch(request, {
      onRequestStart() {},
      onResponseStart(_controller, status) {
        if (status !== 200) failure = `status ${status}`;
      },
      onResponseData(_controller, chunk) {
        if (!refused && chunk.includes('"errors":')) failure ??= chunk.toString('utf8').slice(0, 500);
        size += chunk.length;
      },
      onResponseEnd() {
        resolve(failure === undefined ? { size } : { size, failure });
      },
      onResponseError(_controller, error) {
        resolve({ size, failure: error.message });
      },
    });
  });
}
