import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import type PgBoss from 'pg-boss';
import postgres, { type Sql } from 'postgres';
import type { Log } from './log.js';

/** pg-boss' schema in the database. */
const schema = 'jobs';
const minute = 60;
const day = 24 * 60 * minute;

/**
 * How a job without content is tried. 14 times from 2 seconds up are the greater part of a day: so long nobody puts the
 * same in the queue again.
 */
const tried = { retryLimit: 14, retryDelay: 2, retryBackoff: true, expireInSeconds: minute };

/** A queue of jobs that outlives every process. A job holds identifiers of what is to be done, never of a person. */
export interface Queue {
  /**
   * The next job of a queue, if there is one. It is this process's for a minute; after that, or when it is said to have
   * failed, it comes again, a little later each time.
   */
  next(name: string): Promise<Job | undefined>;
  /** Puts a job without content in a queue, once in so many seconds however many processes ask for it. */
  oncePer(seconds: number, name: string): Promise<void>;
  close(): Promise<void>;
}

export interface Job {
  readonly data: Readonly<Record<string, string>> | null;
  done(): Promise<void>;
  failed(): Promise<void>;
}

/** What those who do the jobs may do. */
const grants = `
  grant usage on schema ${schema} to kompass_jobs;
  grant select, insert, update, delete on ${schema}.job, ${schema}.archive to kompass_jobs;
  grant select, update on ${schema}.version to kompass_jobs;
  grant select on ${schema}.queue to kompass_jobs`;

/** What was set up besides the queues; kept in the database as a comment on the schema. */
const setUp = (() => {
  const { schema: version } = createRequire(import.meta.url)('pg-boss/version.json') as { schema: number };
  return `pg-boss ${version}, grants ${createHash('sha256').update(grants).digest('hex').slice(0, 12)}`;
})();

/**
 * Sets the queues up; done by the owner while the database is prepared. pg-boss is loaded only when something is missing.
 * @param owner a connection to the same database
 * @param names of the queues
 */
export async function prepareQueues(owner: Sql, url: string, names: readonly string[]): Promise<void> {
  if (await areSetUp(owner, names)) return;
  const sql = connect(url, {});
  const { default: PgBoss } = await import('pg-boss');
  const boss = new PgBoss({ schema, db: asPgBossWants(sql), supervise: false, schedule: false });
  try {
    await boss.start();
    for (const name of names) await boss.createQueue(name);
    await sql.unsafe(`${grants}; comment on schema ${schema} is '${setUp}'`);
  } finally {
    await boss.stop({ graceful: false });
    await sql.end({ timeout: 5 });
  }
}

async function areSetUp(owner: Sql, names: readonly string[]): Promise<boolean> {
  const [kept] = await owner`select obj_description(to_regnamespace(${schema}), 'pg_namespace') as comment`;
  if (kept?.['comment'] !== setUp) return false;
  const there = await owner`select name from ${owner(schema)}.queue where name = any(${[...names]})`;
  return there.length === names.length;
}

/** Opens the queues in a prepared database. */
export async function openQueue(url: string, log: Log): Promise<Queue> {
  const sql = connect(url, { role: 'kompass_jobs' });
  const { default: PgBoss } = await import('pg-boss');
  const boss = new PgBoss({
    schema,
    db: asPgBossWants(sql),
    migrate: false,
    schedule: false, // its clock skips what falls due while nobody runs; see oncePer
    maintenanceIntervalSeconds: minute,
    archiveCompletedAfterSeconds: 2 * day, // longer than any time that oncePer looks back
    deleteAfterDays: 7,
  });
  boss.on('error', (err) => log.warn({ err }, 'the queue of jobs failed'));
  await boss.start();
  return {
    async next(name) {
      const [job] = await boss.fetch<Record<string, string>>(name);
      if (!job) return undefined;
      return {
        data: job.data,
        done: async () => {
          await boss.complete(name, job.id);
        },
        failed: async () => {
          await boss.fail(name, job.id);
        },
      };
    },
    async oncePer(seconds, name) {
      await boss.send(name, {}, { ...tried, singletonSeconds: seconds });
    },
    async close() {
      await boss.stop({ graceful: false });
      await sql.end({ timeout: 5 });
    },
  };
}

/** One connection, for pg-boss opens transactions of its own; JSON goes as pg-boss writes it. */
function connect(url: string, connection: { role?: string }): Sql {
  return postgres(url, {
    max: 1,
    onnotice: () => {},
    connection: { application_name: 'kompass-jobs', ...connection },
    types: {
      json: {
        to: 114,
        from: [114, 3802],
        serialize: (text: string) => text,
        parse: (text: string) => JSON.parse(text),
      },
    },
  });
}

/** postgres.js in the place of pg: no value is `undefined`, and objects are written as JSON. */
function asPgBossWants(sql: Sql): PgBoss.Db {
  const written = (value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value) && !(value instanceof Date)
      ? JSON.stringify(value)
      : (value ?? null);
  return {
    executeSql: async (text: string, values: unknown[] = []) => ({
      rows: await sql.unsafe(text, values.map(written) as never[]),
    }),
  };
}
