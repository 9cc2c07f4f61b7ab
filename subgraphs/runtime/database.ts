import type { Caller, SubgraphName } from '@kompass/schema';
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import type { Sql } from 'postgres';
import { callerSettings, setCaller } from './caller-settings.js';
import { ConnectionLost, type Lane, openLanes } from './lanes.js';

/** What sends a statement: postgres.js, or in benches a memory of what it once answered. */
export type Client = Pick<Sql, 'unsafe' | 'options'>;

/** A transaction over a room's tables that carries the caller. */
export type Session<Tables extends Record<string, unknown>> = PostgresJsDatabase<Tables> & {
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
  const sessions = new WeakMap<Lane, Session<Tables>>();
  const sessionOn = (lane: Lane): Session<Tables> => {
    const known = sessions.get(lane) ?? sessionOver(lane.client, tables);
    sessions.set(lane, known);
    return known;
  };

  return {
    reading: (caller, work) =>
      lanes.use(async (lane) => {
        // Heard below, after the statements that travelled with it.
        const begun = lane.beginning(
          Promise.all([
            lane.client.unsafe('begin read only'),
            lane.client.unsafe(setCaller, callerSettings(caller), { prepare: true }),
          ]),
        );
        try {
          const result = await work(sessionOn(lane));
          await begun;
          return result;
        } finally {
          lane.leaving(lane.client.unsafe('commit'));
        }
      }),
    acting: async (caller, work) => {
      let committing = false;
      try {
        return await lanes.use(async (lane) => {
          await lane.beginning(lane.client.unsafe('begin'));
          try {
            await lane.client.unsafe(setCaller, callerSettings(caller), { prepare: true });
            const result = await work(sessionOn(lane));
            const commit = lane.client.unsafe('commit').execute();
            committing = true;
            // PostgreSQL takes a commit for a rollback, and says so, when a statement has failed before.
            if ((await commit).command === 'COMMIT') return result;
            committing = false;
            throw new Error('a statement of an act has failed');
          } catch (error) {
            lane.leaving(lane.client.unsafe('rollback'));
            throw error;
          }
        });
      } catch (error) {
        throw committing ? new OutcomeUnknown('a commit was not answered', { cause: error }) : error;
      }
    },
    sealKey: () =>
      lanes.use(async ({ client }) => {
        const [row] = await client.unsafe<{ key: Buffer }[]>('select key from access.seal');
        if (!row) throw new Error('there is no key to seal cursors with');
        return row.key;
      }),
    ping: () =>
      lanes.use(async ({ client }) => {
        await client.unsafe('select 1');
      }),
    close: () => lanes.close(),
  };
}

/** A session whose statements a client sends. */
export function sessionOver<Tables extends Record<string, unknown>>(
  client: Client,
  tables: Tables,
): Session<Tables> {
  return drizzle(client as Sql, { schema: tables }) as Session<Tables>;
}
