import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { removeEmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.js';
import type { CommonEnvironment } from './environment.js';
import { prepareDatabase } from './migrate.js';
import { onOperatedServer } from './operated-server.js';
import { progress } from './progress.js';
import type { AnyRoom } from './room.js';

/** Where the embedded server keeps its data between starts: `.data/postgres` of the repository. */
export const dataFolder = fileURLToPath(new URL('../../../.data/', import.meta.url));
export const postgresFolder = `${dataFolder}postgres`;

/** A PostgreSQL server that is ready for the rooms. */
export interface DatabaseServer {
  readonly url: string;
  /** Rejects when the server ends that only Kompass starts; for any other, to come back is its operator's business. */
  readonly ended: Promise<never>;
  leave(): Promise<void>;
}

/** A PostgreSQL server that runs and is being made ready. */
export interface StartedDatabase extends DatabaseServer {
  /**
   * Resolves when it is migrated and, when empty, filled; rejects as {@link prepareDatabase} and, where `DATABASE_URL`
   * names it, {@link onOperatedServer} do.
   */
  readonly ready: Promise<void>;
}

/**
 * Starts the embedded server where `DATABASE_URL` names none, and begins to bring it up to date.
 * @param stopping has it break that off, so that `ready` rejects
 */
export async function startDatabase(
  environment: CommonEnvironment,
  rooms: readonly AnyRoom[],
  stopping: AbortSignal,
): Promise<StartedDatabase> {
  const server = environment.databaseUrl
    ? operatedServer(environment.databaseUrl)
    : await startEmbeddedPostgres(postgresFolder, stopping);
  const bar = progress('Filling the database with synthetic persons');
  const prepare = () =>
    prepareDatabase(server.url, rooms, {
      persons: environment.seedPersons,
      onProgress: bar.update,
      stopping,
    });
  const ready = (environment.databaseUrl ? onOperatedServer(server.url, prepare) : prepare()).finally(() =>
    bar.stop(),
  );
  ready.catch(() => {}); // is thrown where it is waited for
  return {
    url: server.url,
    ended: server.ended,
    ready,
    async leave() {
      // It is not stopped under what is still being prepared.
      await ready.catch(() => {});
      await server.leave();
    },
  };
}

/** The server that `DATABASE_URL` names, or the embedded one, migrated and, when empty, filled. */
export async function readyDatabase(
  environment: CommonEnvironment,
  rooms: readonly AnyRoom[],
  stopping: AbortSignal,
): Promise<DatabaseServer> {
  const server = await startDatabase(environment, rooms, stopping);
  try {
    await server.ready;
  } catch (error) {
    await server.leave();
    throw error;
  }
  return server;
}

/** A server that somebody else starts and stops. */
export function operatedServer(url: string): DatabaseServer {
  return { url, ended: new Promise(() => {}), leave: async () => {} };
}

/**
 * Throws every person away: the embedded server's data, or our schemas on the server that `DATABASE_URL` names.
 * @param stopping gives up waiting until it can be done
 * @throws Error while another of our processes uses the embedded server; SettingError as {@link onOperatedServer} does
 */
export async function resetDatabase(databaseUrl: string | undefined, stopping?: AbortSignal): Promise<void> {
  await (databaseUrl
    ? onOperatedServer(databaseUrl, () => dropSchemas(databaseUrl))
    : removeEmbeddedPostgres(postgresFolder, stopping));
}

async function dropSchemas(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await sql`drop schema if exists profile, consent, guidance, settlement, access, jobs, migrations cascade`;
  } finally {
    await sql.end();
  }
}
