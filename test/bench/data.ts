import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rooms } from '@kompass/gateway';
import { operatedServer, prepareDatabase, progress, startEmbeddedPostgres } from '@kompass/runtime';
import { languageName, occupations } from '@kompass/schema';
import postgres, { type Sql } from 'postgres';
import type { Subjects } from './operations.js';
import { parentOf } from './processes.js';
import { root } from './root.js';

/** The PostgreSQL server that all are measured on. */
export interface BenchServer {
  readonly url: string;
  /** Its first process, to ask the kernel what it has used; unknown where it is another machine's. */
  readonly postmaster: number | undefined;
  readonly version: string;
  /** A database with so many synthetic persons, made anew unless it is large and there already. */
  database(persons: number): Promise<BenchDatabase>;
  leave(): Promise<void>;
}

export interface BenchDatabase {
  readonly url: string;
  readonly persons: number;
  readonly subjects: Subjects;
  /** Undoes what a contender has written: moves and disclosures. */
  restore(): Promise<void>;
  close(): Promise<void>;
}

/** From so many persons on a database is kept for the next run. */
const kept = 50_000;

const folder = fileURLToPath(new URL('.data/bench-postgres', root));

export async function startServer(): Promise<BenchServer> {
  const configured = process.env['DATABASE_URL'];
  const server = configured ? operatedServer(configured) : await startEmbeddedPostgres(folder);
  const admin = postgres(server.url, { max: 1, onnotice: () => {} });
  // Nobody is to be measured while the server tidies up behind another; `restore` tidies up after each instead.
  if (!configured) {
    await admin`alter system set autovacuum = off`;
    await admin`select pg_reload_conf()`;
  }
  const [row] = await admin`select pg_backend_pid() as pid, current_setting('server_version') as version`;
  return {
    url: server.url,
    postmaster: configured ? undefined : parentOf(Number(row?.['pid'])),
    version: String(row?.['version']).split(' ')[0] ?? '',
    database: (persons) => openDatabase(admin, server.url, persons),
    async leave() {
      await admin.end();
      await server.leave();
    },
  };
}

async function openDatabase(admin: Sql, serverUrl: string, persons: number): Promise<BenchDatabase> {
  const name = `kompass_bench_${persons}_${contentHash()}`;
  const [found] = await admin`select 1 from pg_database where datname = ${name}`;
  if (!found || persons < kept) {
    const old = await admin<{ datname: string }[]>`
      select datname from pg_database where starts_with(datname, ${`kompass_bench_${persons}_`})`;
    for (const { datname } of old) await admin`drop database ${admin(datname)} with (force)`;
    await fill(admin, serverUrl, name, persons);
  }
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const sql = postgres(url.href, { max: 1, onnotice: () => {} });
  const subjects = await subjectsOf(sql);
  await restore(sql);
  return {
    url: url.href,
    persons,
    subjects,
    restore: () => restore(sql),
    close: () => sql.end(),
  };
}

/** Filled under another name, so that one that was broken off is not taken for whole. */
async function fill(admin: Sql, serverUrl: string, name: string, persons: number): Promise<void> {
  const unfinished = `${name}_unfinished`;
  await admin`drop database if exists ${admin(unfinished)} with (force)`;
  await admin`create database ${admin(unfinished)}`;
  const url = new URL(serverUrl);
  url.pathname = `/${unfinished}`;
  const bar = progress(`Filling the bench's database with ${persons} synthetic persons`);
  await prepareDatabase(url.href, rooms, { persons, onProgress: bar.update });
  bar.stop();
  const sql = postgres(url.href, { max: 1, onnotice: () => {} });
  await addBenchTables(sql);
  await sql`vacuum (analyze)`;
  await sql`checkpoint`;
  await sql.end();
  await admin`alter database ${admin(unfinished)} rename to ${admin(name)}`;
}

/** What the bench needs besides Kompass' own tables, in a schema of its own. */
export async function addBenchTables(sql: Sql): Promise<void> {
  await sql`create schema bench`;
  await addNames(sql);
  await saveMovable(sql);
}

/** The names of codes that Kompass has in its code and the floor's statements need in tables. */
async function addNames(sql: Sql): Promise<void> {
  await sql`create table bench.occupation (code text primary key, label text not null)`;
  await sql`insert into bench.occupation ${sql([...occupations().values()], 'code', 'label')}`;
  const codes = await sql<{ code: string }[]>`select distinct language as code from profile.language`;
  const languages = codes.map(({ code }) => ({ code, name: languageName(code, 'nb') }));
  await sql`create table bench.language (code text primary key, name text not null)`;
  await sql`insert into bench.language ${sql(languages, 'code', 'name')}`;
}

async function saveMovable(sql: Sql): Promise<void> {
  await sql`create table bench.moved_person as
    select person.* from settlement.person
    where person.status = 'AT_RECEPTION_CENTRE' and not exists (
      select from access.restriction where restriction.person_id = person.id)
    order by person.id limit 100`;
  await sql`create table bench.moved_relation as
    select * from access.relation where person_id in (select id from bench.moved_person)`;
}

/** As it was: a contender's moves and disclosures are undone, and what they left is vacuumed. */
async function restore(sql: Sql): Promise<void> {
  await sql.begin(async (transaction) => {
    await transaction`set local session_replication_role = replica`; // past the log's own guard
    await transaction`truncate consent.disclosure`;
    await transaction`delete from settlement.person where id in (select id from bench.moved_person)`;
    await transaction`insert into settlement.person select * from bench.moved_person`;
    await transaction`delete from settlement.event
      where kind = 'RECEPTION_CENTRE' and person_id in (select id from bench.moved_person)`;
    // Relations with what is kept of them elsewhere.
    await transaction`set local session_replication_role = origin`;
    await transaction`delete from access.relation where person_id in (select id from bench.moved_person)`;
    await transaction`insert into access.relation select * from bench.moved_relation`;
  });
  await sql`vacuum (analyze) access.relation, profile.term, settlement.person, settlement.event,
    consent.disclosure_head`;
  await sql`checkpoint`;
}

export async function subjectsOf(sql: Sql): Promise<Subjects> {
  const deep = await sql<{ id: string }[]>`
    select person.id from profile.person
    join settlement.introduction_programme on introduction_programme.person_id = person.id
    where person.registration_status = 'COMPLETED'
      and exists (select from guidance.result where result.person_id = person.id)
      and not exists (select from access.restriction where restriction.person_id = person.id)
    order by person.id limit 50`;
  const movable = await sql<{ id: string }[]>`select id from bench.moved_person order by id`;
  return { deep: deep.map(({ id }) => id), movable: movable.map(({ id }) => id) };
}

/** Of everything that makes a filled database what it is. */
function contentHash(): string {
  const subgraphs = new URL('subgraphs/', root);
  const files = readdirSync(subgraphs, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /migrations\/[^/]+\.sql$|^[^/]+\/dist\/(seed|synthetic\/[^/]+)\.js$/.test(file),
  );
  const hash = createHash('sha256');
  for (const file of files.sort()) hash.update(readFileSync(new URL(file, subgraphs)));
  return hash.digest('hex').slice(0, 8);
}
