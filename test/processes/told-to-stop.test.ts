import { readFileSync } from 'node:fs';
import { startEmbeddedPostgres } from '@kompass/runtime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type KompassCopy, kompassCopy, until } from '../support/kompass-copy.js';

describe('whoever is told to stop before they are done', { timeout: 120_000 }, () => {
  let copy: KompassCopy;
  beforeEach(() => {
    copy = kompassCopy();
  });
  afterEach(() => copy.remove());

  const isMaking = () => copy.exists('initial-password');
  const isFilling = () =>
    copy.exists('cluster/postmaster.pid') &&
    /^ready/m.test(readFileSync(copy.file('cluster/postmaster.pid'), 'utf8'));
  /** So many that nobody is done filling the database when they are told to stop. */
  const many = { SEED_PERSONS: '200000' };
  const isReady = /is ready at|on port \d+/;

  it.each([
    ['start', 'makes', 'SIGINT'],
    ['start', 'fills', 'SIGINT'],
    ['start', 'fills', 'SIGTERM'],
    ['start:subgraph', 'makes', 'SIGTERM'],
    ['start:subgraph', 'fills', 'SIGINT'],
  ] as const)(
    'as npm run %s that %s the database, by %s, leaves no PostgreSQL, and the next start works',
    async (program, what, signal) => {
      const first = copy.run(program, many);
      await until(what === 'makes' ? isMaking : isFilling);
      first.kill(signal);
      const { status, said } = await first.ended;
      expect(said).not.toMatch(isReady);
      expect(said).not.toMatch(/^ +at /m);
      expect([status, copy.postmaster()]).toEqual([0, undefined]);

      const next = copy.run(program);
      await next.says(isReady);
      next.kill('SIGTERM');
      expect((await next.ended).status).toBe(0);
      expect(copy.postmaster()).toBeUndefined();
    },
  );

  it('as npm run reset says so, leaves no PostgreSQL, and the next start works', async () => {
    const reset = copy.run('reset', many);
    await until(isFilling);
    reset.kill('SIGINT');
    expect(await reset.ended).toEqual({ status: 1, said: 'Told to stop before it was done.\n' });
    expect(copy.postmaster()).toBeUndefined();
    const next = copy.run('start');
    await next.says(isReady);
    next.kill('SIGTERM');
    expect((await next.ended).status).toBe(0);
  });

  it('leaves the PostgreSQL that another process uses', async () => {
    const first = copy.run('start', many);
    await until(isFilling);
    const other = await startEmbeddedPostgres(copy.postgres);
    first.kill('SIGINT');
    expect((await first.ended).status).toBe(0);
    expect(copy.postmaster()).toBeDefined();
    await other.leave();
    expect(copy.postmaster()).toBeUndefined();
  });
});
