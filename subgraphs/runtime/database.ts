import type { Caller, SubgraphName } from '@kompass/schema';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { PoolClient } from 'pg';
import { callerSettings, readingFor, setCaller } from './caller-settings.js';
import { ConnectionLost, openLanes } from './lanes.js';
import { type Client, NotCommitted, type Pipeline } from './pipeline.js';

/** A transaction over a room's tables that carries the caller. */
export type Session<Tables extends Record<string, unknown>> = NodePgDatabase<Tables> & {
  readonly $client: Client;
};

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
}

/**
 * Opens a room's connections. Each takes the room's role as it starts, whoever it logged in as.
 * @param url connection string; its user must be the owner or be granted the room's role
 */
export function openDatabase<Tables extends Record<string, unknown>>(
  url: string,
  room: SubgraphName,
  tables: Tables,
  { onStatement }: DatabaseOptions = {},
): Database<Tables> {
  const lanes = openLanes(url, room, `kompass_${room}`, onStatement);
  const sessions = new WeakMap<Pipeline, Session<Tables>>();
  const sessionOn = (pipeline: Pipeline): Session<Tables> => {
    const known = sessions.get(pipeline) ?? sessionOver(pipeline, tables);
    sessions.set(pipeline, known);
    return known;
  };

  return {
    reading: (caller, work) =>
      lanes.use((pipeline) => {
        // What follows is skipped where it fails.
        pipeline.query({ text: readingFor, name: 'reading_for' }, callerSettings(caller)).catch(() => {});
        return work(sessionOn(pipeline));
      }),
    acting: async (caller, work) => {
      let committing = false;
      try {
        return await lanes.use(async (pipeline) => {
          await Promise.all([
            pipeline.begin(),
            pipeline.query({ text: setCaller, name: 'acting_for' }, callerSettings(caller)),
          ]);
          const result = await work(sessionOn(pipeline));
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

/** A session whose statements a client sends. */
export function sessionOver<Tables extends Record<string, unknown>>(
  client: Client,
  tables: Tables,
): Session<Tables> {
  return drizzle(client as unknown as PoolClient, { schema: tables }) as unknown as Session<Tables>;
}
