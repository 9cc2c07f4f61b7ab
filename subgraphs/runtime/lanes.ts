import pg from 'pg';
import { Pipeline } from './pipeline.js';

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

/** A connection was lost before what was sent over it was answered. */
export class ConnectionLost extends Error {}

/** Connections, each of which one transaction has for itself. */
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
    Client: PromptClient,
    // Not among the options of the connection, in whose place an address may have options of its own.
    onConnect: async (connection) => {
      connection.on('error', () => {}); // whoever waits for an answer is told
      await connection.query(`select ${settings(name, role).join(', ')}`);
    },
  });
  pool.on('error', () => {}); // of a connection that nobody uses, which is given up
  const turns = takeTurns();
  const pipelines = new WeakMap<pg.PoolClient, Pipeline>();
  const pipelineOn = (connection: pg.PoolClient): Pipeline => {
    const known = pipelines.get(connection) ?? new Pipeline(connection, onStatement);
    pipelines.set(connection, known);
    return known;
  };

  return {
    async use(work) {
      await turns.begin();
      const connection = await pool.connect().catch((cause: unknown) => {
        turns.end();
        throw new ConnectionLost('there is no connection to PostgreSQL', { cause });
      });
      const pipeline = pipelineOn(connection);
      pipeline.open();
      const refuseWhenLost = (cause?: unknown) => {
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
        // Nobody waits for the end of a transaction, but whoever has the connection next.
        void pipeline.sync().then(() => {
          connection.release(pipeline.lost);
          turns.end();
        });
      }
    },
    close: () => pool.end(),
  };
}

/** Lets as many in as are {@link enough}, and whoever has been patient. */
function takeTurns() {
  let inside = 0;
  const waiting = new Set<() => void>();
  const turn = () =>
    new Promise<void>((resolve) => {
      const go = () => {
        clearTimeout(timer);
        waiting.delete(go);
        resolve();
      };
      const timer = setTimeout(go, patience);
      waiting.add(go);
    });
  return {
    async begin(): Promise<void> {
      if (inside >= enough) await turn();
      inside += 1;
    },
    end(): void {
      inside -= 1;
      const [next] = waiting;
      if (inside < enough) next?.();
    },
  };
}

/** Gives up a server that does not answer; the pool's own time limit would be for waiting for others' connections, too. */
class PromptClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super({ ...config, connectionTimeoutMillis: 5_000 });
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
