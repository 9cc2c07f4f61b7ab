import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { stepsOf } from './duties.js';
import { prepareQueues } from './queue.js';
import type { AnyRoom } from './room.js';
import { seedIfEmpty } from './synthetic/seed.js';

/** Any number, the same for all our processes: what a start holds while it prepares the database. */
const preparing = 4_217_001;

export interface PrepareOptions {
  /** How many synthetic persons an empty database is filled with; none in production. */
  readonly persons: number;
  /** Told how far the filling has come. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * Brings the database to this version, and an empty one to life with synthetic persons. Several processes may call
 * it at once: one works, the others wait.
 * @param url the owner's connection string; a user that may only take one subgraph's role cannot migrate, and
 *   finds the database as `npm run migrate` left it
 * @throws Error when a migration fails; it is rolled back
 */
export async function prepareDatabase(
  url: string,
  rooms: readonly AnyRoom[],
  { persons, onProgress }: PrepareOptions,
): Promise<void> {
  const sql = postgres(url, {
    max: 1,
    onnotice: () => {},
    connection: { application_name: 'kompass-prepare' },
  });
  try {
    await sql`select pg_advisory_lock(${preparing})`;
    const folders = [
      { name: 'access', migrations: new URL('../access/migrations', import.meta.url) },
      ...rooms,
    ];
    for (const { name, migrations } of folders)
      await migrate(drizzle(sql), {
        migrationsFolder: fileURLToPath(migrations),
        migrationsSchema: 'migrations',
        migrationsTable: name,
      });
    await prepareQueues(
      url,
      rooms.flatMap(({ name, duties }) => [stepsOf(name), ...duties.map((duty) => duty.name)]),
    );
    for (const room of rooms) await room.reference(sql);
    if (persons > 0) await seedIfEmpty(sql, rooms, persons, onProgress);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
