import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@kompass/runtime';
import postgres from 'postgres';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

describe('the embedded PostgreSQL', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kompass-embedded-'));
    await chmod(folder, 0o755); // for its own user, where we are root
  });
  afterEach(async () => {
    const moved = await readFile(join(folder, 'data-is-in'), 'utf8').catch(() => undefined);
    for (const each of [folder, moved?.trim()]) if (each) await rm(each, { recursive: true, force: true });
  });

  const answers = async ({ url }: EmbeddedPostgres) => {
    const sql = postgres(url, { max: 1, connect_timeout: 5, fetch_types: false, onnotice: () => {} });
    const answered = await sql`select 1`.then(
      () => true,
      () => false,
    );
    await sql.end({ timeout: 1 });
    return answered;
  };
  const postmaster = async () => {
    const moved = await readFile(join(folder, 'data-is-in'), 'utf8').catch(() => folder);
    const lines = await readFile(join(moved.trim(), 'cluster', 'postmaster.pid'), 'utf8');
    return Number(lines.split('\n')[0]);
  };

  it('runs until the last who uses it leaves, also those who ask nothing, and also where they leave together', async () => {
    const users = await Promise.all([1, 2, 3, 4, 5].map(() => startEmbeddedPostgres(folder)));
    const [first, ...others] = users;
    if (!first) throw new Error('the test has nobody');
    await first.leave();
    expect(await answers(first)).toBe(true);
    await Promise.all(others.map((each) => each.leave()));
    expect(await answers(first)).toBe(false);
  });

  it.each([
    ['nothing', ''],
    ['the number of a process that runs', String(process.ppid)],
  ])('is not held up by a lock file of an earlier version that says %s', async (_what, says) => {
    await writeFile(join(folder, 'starting.lock'), says);
    await (await startEmbeddedPostgres(folder)).leave();
  });

  it('that cannot be entered is not left running', async () => {
    await (await startEmbeddedPostgres(folder)).leave();
    await writeFile(join(folder, 'password'), 'another');
    await expect(startEmbeddedPostgres(folder)).rejects.toThrow('password authentication failed');
    await expect(postmaster()).rejects.toThrow('ENOENT');
  });

  it('says where it may not write, and what to do about it', async () => {
    const taken = join(folder, 'taken');
    await writeFile(taken, '');
    await expect(startEmbeddedPostgres(taken)).rejects.toThrow(
      `keeps its data in ${taken}, which cannot be made or written to (EEXIST): give the folder to whoever starts Kompass, or set DATABASE_URL`,
    );
  });

  it('that is killed is told of to whoever uses it, and starts again with what was saved', async () => {
    const killed = await startEmbeddedPostgres(folder);
    const sql = postgres(killed.url, { max: 1, onnotice: () => {} });
    await sql`create table kept (id int)`;
    await sql.end();
    process.kill(await postmaster(), 'SIGKILL');
    await expect(killed.ended).rejects.toThrow('The embedded PostgreSQL has ended');
    await killed.leave();
    const again = await startEmbeddedPostgres(folder);
    const anew = postgres(again.url, { max: 1, onnotice: () => {} });
    expect(await anew`select * from kept`).toHaveLength(0);
    await anew.end();
    await again.leave();
  });

  it('that ends a connection, or recovers from a crash of one, is not taken for ended', async () => {
    const server = await startEmbeddedPostgres(folder);
    let ended = false;
    server.ended.catch(() => {
      ended = true;
    });
    const sql = postgres(server.url, { max: 1, connect_timeout: 5, onnotice: () => {} });
    const there = async () => {
      const [row] = await sql<{ pid: number }[]>`
        select pid from pg_stat_activity where application_name = 'kompass-presence'`;
      return row?.pid;
    };
    const before = await there();
    if (!before) throw new Error('nobody is there');
    await sql`select pg_terminate_backend(${before})`;
    let now = await there();
    while (now === undefined || now === before) now = await there();
    process.kill(now, 'SIGKILL');
    let recovered: number | undefined;
    while (recovered === undefined) recovered = await there().catch(() => undefined);
    expect(ended).toBe(false);
    await sql.end({ timeout: 1 });
    await server.leave();
    expect(await answers(server)).toBe(false);
  });
});
