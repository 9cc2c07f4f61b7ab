import type { Caller, SubgraphName } from '@kompass/schema';
import { actingFor, callerSettings } from './caller-settings.js';
import { ConnectionLost, openLanes } from './lanes.js';
import { NotCommitted, type Pipeline } from './pipeline.js';
import { prepared } from './prepared.js';
import { ReadingRoles } from './reading-roles.js';
import { type Session, sessionOver } from './session.js';

/** A transaction was to be committed, and whether it was is not known. */
export class OutcomeUnknown extends ConnectionLost {}

/** Connections in a subgraph's role, which can touch that subgraph's schema only. */
export interface Database<Tables extends Record<string, unknown>> {
  /**
   * Runs work that only reads, in one transaction that carries the caller, so that row-level security decides which
   * persons exist for it. Its beginning travels with the first statements, and nobody waits for its end: a fetch of one
   * statement waits for PostgreSQL once.
   */
  reading<Result>(caller: Caller, work: Work<Tables, Result>): Promise<Result>;
  /**
   * Runs work that may write, done whole when the promise resolves, and not at all when it rejects.
   * @throws OutcomeUnknown when the connection was lost with the commit under way: then the work may have been done
   */
  acting<Result>(caller: Caller, work: Work<Tables, Result>): Promise<Result>;
  /** The key that seals cursors, the same for all processes; no caller's to see. */
  sealKey(): Promise<Buffer>;
  /** @throws Error when the server does not answer */
  ping(): Promise<void>;
  close(): Promise<void>;
}

type Work<Tables extends Record<string, unknown>, Result> = (session: Session<Tables>) => Promise<Result>;

export interface DatabaseOptions {
  /** Called with each statement sent; lets a test count them. */
  readonly onStatement?: ((statement: string) => void) | undefined;
  /** What these connections are called, for whoever looks at the server; as the room by default. */
  readonly pool?: string;
}

/**
 * Opens a room's connections. Each takes the room's role as it starts, whoever it logged in as.
 * @param url connection string; its user must be the owner or be granted the room's role
 */
export function openDatabase<Tables extends Record<string, unknown>>(
  url: string,
  room: SubgraphName,
  tables: Tables,
  { onStatement, pool = room }: DatabaseOptions = {},
): Database<Tables> {
  const lanes = openLanes(url, pool, `kompass_${room}`, onStatement);
  const onPipelines = new WeakMap<Pipeline, { reading: ReadingRoles; acting: Session<Tables> }>();
  const on = (pipeline: Pipeline) => {
    const known = onPipelines.get(pipeline) ?? {
      reading: new ReadingRoles(pipeline),
      acting: sessionOver(pipeline, tables),
    };
    onPipelines.set(pipeline, known);
    return known;
  };

  return {
    reading: (caller, work) =>
      lanes.use((pipeline) => {
        const { reading } = on(pipeline);
        reading.begin(caller);
        pipeline.last(); // most fetches are one statement, or some at a time
        return work(reading.session(room, tables));
      }),
    acting: async (caller, work) => {
      let committing = false;
      try {
        return await lanes.use(async (pipeline) => {
          await Promise.all([
            pipeline.begin(),
            pipeline.query(prepared(`select ${actingFor}`), callerSettings(caller)),
          ]);
          const result = await work(on(pipeline).acting);
          committing = true;
          await pipeline.commit();
          return result;
        });
      } catch (error) {
        throw committing && !(error instanceof NotCommitted)
          ? new OutcomeUnknown('a commit was not answered', { cause: error })
          : error;
      }
    },
    sealKey: () =>
      lanes.use(async (pipeline) => {
        const { rows } = await pipeline.query<{ key: Buffer }>({ text: 'select key from access.seal' });
        const [row] = rows;
        if (!row) throw new Error('there is no key to seal cursors with');
        return row.key;
      }),
    ping: () =>
      lanes.use(async (pipeline) => {
        await pipeline.query({ text: 'select 1' });
      }),
    close: () => lanes.close(),
  };
}
