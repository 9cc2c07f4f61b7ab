import pg from 'pg';
import { Lane } from './lane.js';
import { Pipeline } from './pipeline.js';
import type { Columns, Run } from './run.js';

/**
 * Connections of one room, or of all rooms' requests together. With all of a process's well below PostgreSQL's default of
 * 100.
 */
const most = 8;

/**
 * As many are used where statements are prompt: with 16 requests under way on two cores, four answer the most. Processes of
 * PostgreSQL that take turns on a core take it from each other's caches.
 */
const enough = 4;

/** Milliseconds after which statements are not prompt, and whoever waits takes another connection. */
const patience = 5;

/** Milliseconds for which PostgreSQL may be silent: more than a statement may take. */
const longestSilence = 35_000;

/** A connection was lost before what was sent over it was answered. */
export class ConnectionLost extends Error {}

/** Connections for transactions. */
export interface Lanes {
  /** @throws ConnectionLost when there is no connection, or it was lost meanwhile, whatever else failed then */
  use<Result>(work: (pipeline: Pipeline) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/**
 * Opens a pool.
 * @param url connection string; its user must be the owner or be granted the role
 * @param name whose connections they are, for whoever looks at the server
 * @param role which each connection takes before it is used
 * @param onStatement called with each statement sent
 */
export function openLanes(
  url: string,
  name: string,
  role: string,
  onStatement?: (statement: string) => void,
): Lanes {
  const pool = new pg.Pool({
    connectionString: asLibpqReads(url),
    max: most,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    Client: PromptClient,
    // Not among the options of the connection, in whose place an address may have options of its own.
    onConnect: async (connection) => {
      connection.on('error', () => {}); // whoever waits for an answer is told
      const text = `select ${settings(name, role).join(', ')}`;
      await connection.query({ text, query_timeout: connectTimeout } as pg.QueryConfig);
    },
  });
  pool.on('error', () => {}); // of a connection that nobody uses, which is given up
  const prepared = new WeakMap<pg.PoolClient, Map<string, Columns>>();
  const preparedOn = (connection: pg.PoolClient): Map<string, Columns> => {
    const known = prepared.get(connection) ?? new Map<string, Columns>();
    prepared.set(connection, known);
    return known;
  };

  // Arrays, and not a Map or Set: what V8 replaces one's table by, the old table refers to, so that one that is kept until
  // the next full collection keeps all that come after it, and whatever was in them.
  const lanes: Lane[] = [];
  const openLane = (): Lane => {
    const lane = new Lane((changed) => {
      const place = lanes.indexOf(changed);
      if (changed.isEmpty && place >= 0) {
        lanes.splice(place, 1);
        changed.close();
      }
      serve();
    });
    lanes.push(lane);
    pool.connect().then(
      (connection) => lane.open(connection, preparedOn(connection)),
      (cause: unknown) => lane.lose(new ConnectionLost('there is no connection to PostgreSQL', { cause })),
    );
    return lane;
  };
  // A connection whose other end is gone without a word, as with its machine, is waited for by the kernel for hours.
  const watch = setInterval(() => {
    for (const lane of lanes.filter(({ silence }) => silence > longestSilence)) lane.abandon();
  }, 1_000).unref();
  const free = (limit: number) => (lanes.length < limit ? openLane() : undefined);
  const shared = () => lanes.find((lane) => lane.takesAnother);
  const laneFor = ({ isBrief, limit }: Run) =>
    isBrief ? (shared() ?? free(limit)) : (free(limit) ?? shared());

  /** In the order of their coming. */
  const waiting: Run[] = [];
  const serve = () => {
    for (let run = waiting[0]; run; run = waiting[0]) {
      const lane = laneFor(run);
      if (!lane) return; // nor for those behind
      waiting.shift();
      lane.add(run);
      lane.advance();
    }
  };
  const wait = (run: Run) => {
    run.limit = enough;
    waiting.push(run);
    serve();
    if (run.lane) return;
    setTimeout(() => {
      run.limit = most;
      serve();
    }, patience);
  };

  // What a transaction begins with is known when the turn of the event loop is over in which it does.
  let soon = new Set<Run>();
  const writeSoon = (run: Run) => {
    if (soon.size === 0) setImmediate(write);
    soon.add(run);
  };
  const write = () => {
    const runs = soon;
    soon = new Set();
    for (const run of runs) {
      if (run.lane) run.lane.advance();
      else if (run.limit === 0) wait(run);
    }
  };

  const idle: Pipeline[] = [];
  return {
    async use(work) {
      const pipeline = idle.pop() ?? new Pipeline(writeSoon, onStatement);
      pipeline.open();
      const refuseWhenLost = (cause?: unknown) => {
        if (cause instanceof ConnectionLost) throw cause;
        if (pipeline.lost) throw new ConnectionLost('a connection to PostgreSQL was lost', { cause });
      };
      try {
        const result = await work(pipeline).catch((error: unknown) => {
          refuseWhenLost(error);
          throw error;
        });
        refuseWhenLost(); // whoever waited for an answer may have made something of its failure
        return result;
      } finally {
        // Nobody waits for the end of a transaction.
        void pipeline.sync().then(() => {
          if (!pipeline.retired) idle.push(pipeline);
        });
      }
    },
    close: () => {
      clearInterval(watch);
      return pool.end();
    },
  };
}

/** Milliseconds. */
const connectTimeout = 5_000;

/** Gives up a server that does not answer; the pool's own time limit would be for waiting for others' connections, too. */
class PromptClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super({ ...config, connectionTimeoutMillis: connectTimeout });
  }
}

/** `sslmode=require` encrypts, as libpq and postgres.js have it; who is to be verified says `verify-full`. */
function asLibpqReads(url: string): string {
  const address = new URL(url);
  address.searchParams.set('uselibpqcompat', 'true');
  return address.href;
}

function settings(name: string, role: string): string[] {
  return Object.entries({
    application_name: `kompass-${name}`,
    role,
    TimeZone: 'UTC',
    // Names are written out. And a function's plans are made for one path: those of ours that are called by functions
    // without one, and by statements, would be planned again whenever the other calls.
    search_path: '""',
    jit: 'off',
    // Rows are found by index, in memory or on a disk without a head. PostgreSQL's 4 is a disk's that has one: it then reads
    // bitmaps of pages, and sorts what an index has in order.
    random_page_cost: '1.1',
    // Statements are written so that one plan is right for all their parameters.
    plan_cache_mode: 'force_generic_plan',
    // What takes longer has lost its client, and keeps others from this connection.
    statement_timeout: '30s',
  }).map(([setting, value]) => `set_config('${setting}', '${value}', false)`);
}
