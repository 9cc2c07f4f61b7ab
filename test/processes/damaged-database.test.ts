import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { chmod, copyFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@kompass/runtime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type KompassCopy, kompassCopy, until } from '../support/kompass-copy.js';

describe('a database', { timeout: 120_000 }, () => {
  let copy: KompassCopy;
  beforeEach(() => {
    copy = kompassCopy();
  });
  afterEach(() => copy.remove());

  const make = async () => (await startEmbeddedPostgres(copy.postgres)).leave();
  const makeAndKill = async () => {
    const server = await startEmbeddedPostgres(copy.postgres);
    process.kill(copy.postmaster() ?? 0, 'SIGKILL');
    await expect(server.ended).rejects.toThrow('has ended');
    await server.leave();
  };
  const starts = async () => {
    const next = copy.run('start');
    await next.says(/is ready at/);
    next.kill('SIGTERM');
    expect((await next.ended).status).toBe(0);
  };
  const reset = async () =>
    expect(await copy.run('reset').ended).toEqual({
      status: 0,
      said: 'The database is new, with 0 synthetic persons.\n',
    });
  const mends = 'Restore a copy of its files, or begin anew, which loses what is in it: npm run reset\n';

  it('that is damaged is told of, with what mends it, by whoever starts, and a reset makes a new one', async () => {
    await makeAndKill();
    await writeFile(copy.file('cluster/global/pg_control'), 'damaged');
    for (const program of ['start', 'start:subgraph'] as const) {
      const { status, said } = await copy.run(program).ended;
      expect(status).toBe(1);
      expect(said).toMatch(/^The embedded PostgreSQL in \S+cluster cannot be used: it .*pg_control.*\n/);
      expect(said.split('\n').slice(1).join('\n')).toBe(mends);
    }
    await reset();
    await starts();
  });

  it('of which a file is missing is left as it is, and is whole again when the file is restored', async () => {
    await make();
    const [version, kept] = [copy.file('cluster/PG_VERSION'), copy.file('kept')];
    await copyFile(version, kept);
    await rm(version);
    const { status, said } = await copy.run('start').ended;
    expect([status, said]).toEqual([
      1,
      `The embedded PostgreSQL in ${copy.file('cluster')} cannot be used: PG_VERSION is missing.\n${mends}`,
    ]);
    await copyFile(kept, version);
    await chmod(version, 0o644);
    await starts();
  });

  it('that another password opens is told of, also while it runs and nobody uses it, and can be reset', async () => {
    const killed = copy.run('start');
    await killed.says(/is ready at/);
    killed.kill('SIGKILL');
    await killed.ended;
    await writeFile(`${copy.postgres}/password`, 'another');
    const { status, said } = await copy.run('start').ended;
    expect(status).toBe(1);
    expect(said).toContain('password authentication failed');
    expect(said).toContain(mends);
    expect(said).not.toMatch(/^ +at /m);
    await reset();
    await starts();
  });

  it.each(['which', 'whose password is not known, and which'])(
    'that is used, %s is not reset',
    async (how) => {
      const server = await startEmbeddedPostgres(copy.postgres);
      if (how !== 'which') await writeFile(`${copy.postgres}/password`, 'another');
      expect(await copy.run('reset').ended).toEqual({
        status: 1,
        said: 'The database is in use: stop the gateway and the subgraphs first.\n',
      });
      expect(copy.postmaster()).toBeDefined();
      await server.leave();
    },
  );

  it('that was killed while it was made is made anew, for nothing was in it', async () => {
    const killed = copy.run('start');
    const isHalfMade = () =>
      copy.exists('initial-password') &&
      readdirSync(copy.file('.')).some((each) => copy.exists(join(each, 'PG_VERSION')));
    await until(isHalfMade);
    const [initdb] = execFileSync('pgrep', ['-P', String(killed.pid)], { encoding: 'utf8' }).split('\n');
    for (const each of [killed.pid, Number(initdb)]) process.kill(each, 'SIGKILL');
    await killed.ended;
    await starts();
    expect(readdirSync(copy.file('.')).filter((each) => copy.exists(join(each, 'PG_VERSION')))).toEqual([
      'cluster',
    ]);
  });
});
