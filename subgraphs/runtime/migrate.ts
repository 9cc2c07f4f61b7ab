import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import postgres, { type Sql } from 'postgres';
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
  /** Breaks it off where the next start goes on. */
  readonly stopping?: AbortSignal | undefined;
}

const migrationsSchema = 'migrations';

/** A database that was made by other migrations than this version's; bringing it further would lead nobody knows where. */
export class MigrationsDiffer extends Error {}

/**
 * Brings the database to this version, and an empty one to life with synthetic persons. Several processes may call
 * it at once: one works, the others wait.
 * @param url the owner's connection string
 * @throws MigrationsDiffer when what was carried out on the database is not what these migrations say, or more than they
 *   say; it is not touched then. Error when one fails, which is then rolled back. The reason of `stopping` once it is aborted
 */
export async function prepareDatabase(
  url: string,
  rooms: readonly AnyRoom[],
  { persons, onProgress, stopping }: PrepareOptions,
): Promise<void> {
  const sql = postgres(url, {
    max: 1,
    onnotice: () => {},
    connection: { application_name: 'kompass-prepare' },
  });
  try {
    await untilAlone(sql, stopping);
    const folders = [
      { name: 'access', migrations: new URL('../access/migrations', import.meta.url) },
      ...rooms,
    ].map(({ name, migrations }) => ({
      migrationsFolder: fileURLToPath(migrations),
      migrationsSchema,
      migrationsTable: name,
    }));
    // All before any: brought halfway, it would be refused by the version that made it too.
    const complete = await Promise.all(folders.map((folder) => isComplete(sql, folder)));
    // drizzle asks the database several times before it knows that there is nothing to do.
    for (const [at, folder] of folders.entries()) {
      stopping?.throwIfAborted();
      if (!complete[at]) await migrate(drizzle(sql), folder);
    }
    stopping?.throwIfAborted();
    await prepareQueues(
      sql,
      url,
      rooms.flatMap(({ name, duties }) => [stepsOf(name), ...duties.map((duty) => duty.name)]),
    );
    for (const room of rooms) await room.reference(sql);
    if (persons > 0) await seedIfEmpty(sql, rooms, persons, onProgress, stopping);
    stopping?.throwIfAborted();
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** Asked for again and again: PostgreSQL would let a connection wait on that nobody waits with any more. */
async function untilAlone(sql: Sql, stopping: AbortSignal | undefined): Promise<void> {
  for (;;) {
    stopping?.throwIfAborted();
    const [row] = await sql<{ alone: boolean }[]>`select pg_try_advisory_lock(${preparing}) as alone`;
    if (row?.alone) return;
    await sleep(50);
  }
}

/**
 * Whether all migrations of a folder were carried out. drizzle looks at when the last migration was made: neither at what
 * it said nor at what is missing before it.
 * @throws MigrationsDiffer
 */
async function isComplete(
  sql: Sql,
  {
    migrationsFolder,
    migrationsTable,
  }: { readonly migrationsFolder: string; readonly migrationsTable: string },
): Promise<boolean> {
  const table = `${migrationsSchema}.${migrationsTable}`;
  const [there] = await sql`select to_regclass(${table}) is not null as known`;
  if (!there?.['known']) return false;
  const applied = await sql<{ hash: string; made: number }[]>`
    select hash, created_at::float8 as made from ${sql(migrationsSchema)}.${sql(migrationsTable)}`;
  const theirs = new Map(applied.map(({ hash, made }) => [made, hash]));
  const ours = new Map(
    readMigrationFiles({ migrationsFolder }).map(({ hash, folderMillis }) => [folderMillis, hash]),
  );
  const last = Math.max(...theirs.keys());
  const differs = [...ours.keys(), ...theirs.keys()]
    .filter((made) => made <= last && ours.get(made) !== theirs.get(made))
    .sort((a, b) => a - b)[0];
  if (differs === undefined) return [...ours.keys()].every((made) => theirs.has(made));
  throw new MigrationsDiffer(
    `The database was made by another version of ${migrationsTable}'s migrations, of ${new Date(differs).toISOString()}. Use the version that made it, or in development: npm run reset`,
  );
}
