import { fileURLToPath } from 'node:url';
import { rooms } from '@kompass/gateway';
import { operatedServer, prepareDatabase, startEmbeddedPostgres } from '@kompass/runtime';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** A database with 500 synthetic persons, for tests that only read. */
    databaseUrl: string;
    /** The server's own database, to make scratch copies from. */
    adminUrl: string;
  }
}

const folder = fileURLToPath(new URL('../../.data/test-postgres', import.meta.url));

/** The tests' own PostgreSQL: the embedded one, or the server that `DATABASE_URL` names, in databases of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const configured = process.env['DATABASE_URL'];
  const server = configured ? operatedServer(configured) : await startEmbeddedPostgres(folder);
  const name = `kompass_test_${process.pid}`;
  // Nobody connects to the template, so that copies can be made of it at any time.
  const template = `${name}_template`;
  const sql = postgres(server.url, { max: 1, onnotice: () => {} });
  await sql`create database ${sql(template)}`;
  const url = new URL(server.url);
  url.pathname = `/${template}`;
  await prepareDatabase(url.href, rooms, { persons: 500 });
  await sql`create database ${sql(name)} template ${sql(template)}`;
  url.pathname = `/${name}`;
  project.provide('databaseUrl', url.href);
  project.provide('adminUrl', server.url);
  return async () => {
    await sql`drop database ${sql(name)} with (force)`;
    await sql`drop database ${sql(template)} with (force)`;
    await sql.end();
    await server.leave();
  };
}
