import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Between, standBetween } from '../support/between.js';
import { startTestGateway } from '../support/gateway.js';
import { processToken, spawnGateway } from '../support/gateway-process.js';
import { personToMove } from '../support/person-to-move.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

describe('when PostgreSQL ends connections', () => {
  let database: ScratchDatabase;
  let between: Between;
  beforeEach(async () => {
    database = await scratchDatabase();
    between = await standBetween(database.url);
  });
  afterEach(async () => {
    await between.close();
    await database.drop();
  });

  it('just as they are made, the gateway lives on, says so, and answers when PostgreSQL does', async () => {
    const gateway = await spawnGateway({ DATABASE_URL: between.url });
    onTestFinished(() => {
      gateway.child.kill('SIGKILL');
    });
    const headers = {
      'content-type': 'application/json',
      authorization: `Bearer ${await processToken('nav')}`,
    };
    const body = JSON.stringify({ query: '{ persons(first: 5) { edges { node { id name } } } }' });
    const ask = async () => {
      const answer = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body });
      const { data, errors = [] } = (await answer.json()) as {
        data: { persons: { edges: unknown[] } | null } | null;
        errors?: { extensions: { code: string } }[];
      };
      return { persons: data?.persons?.edges, codes: errors.map(({ extensions }) => extensions.code) };
    };
    expect((await ask()).persons).toHaveLength(5);

    between.endAt("set_config('application_name'");
    await database.owner`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name like 'kompass-%'`;
    const meanwhile = await Promise.all(Array.from({ length: 20 }, ask));
    for (const { persons, codes } of meanwhile) {
      expect([undefined, 5]).toContain(persons?.length);
      expect(codes).toEqual(persons ? [] : ['UNAVAILABLE']);
    }
    expect(meanwhile.some(({ persons }) => persons === undefined)).toBe(true);
    expect(between.ended()).toBeGreaterThan(0);

    between.endAt(undefined);
    await vi.waitFor(async () => expect((await ask()).persons).toHaveLength(5), 20_000);
    expect(gateway.child.exitCode).toBeNull();
    gateway.child.kill('SIGTERM');
    expect(await gateway.ended).toBe(0);
  });

  it('without a word, whoever waits is answered over another, or told', { timeout: 150_000 }, async () => {
    const gateway = await startTestGateway('in-process', { databaseUrl: between.url });
    onTestFinished(() => gateway.close());
    const ask = () => gateway.ask('nav', undefined, '{ persons(first: 5) { edges { node { id } } } }');
    expect((await ask()).data.persons.edges).toHaveLength(5);
    between.fallSilent();
    const { data, errors } = await ask();
    expect(data?.persons?.edges.length ?? errors[0]?.extensions['code']).toEqual(
      data?.persons ? 5 : 'UNAVAILABLE',
    );
    expect((await ask()).data.persons.edges).toHaveLength(5);
  });

  const moments = [
    ['before an act has written anything', 'update "settlement"."person"', 'UNAVAILABLE', 'from'],
    ['as an act is to be committed', 'commit', 'OUTCOME_UNKNOWN', 'from'],
    ['when an act is committed', 'COMMIT', 'OUTCOME_UNKNOWN', 'to'],
  ] as const;
  it.each(moments)(
    '%s, it is not called done, nor undone when it may be done',
    async (_, words, code, where) => {
      const gateway = await startTestGateway('in-process', { databaseUrl: between.url });
      const person = await personToMove(database.owner);
      between.endAt(words);
      const { data, errors } = await person.move(gateway);
      expect(between.ended()).toBeGreaterThan(0);
      expect(data).toEqual({ moveToReceptionCentre: null });
      expect(errors.map(({ extensions }) => extensions['code'])).toEqual([code]);
      await sleep(200); // a backend that nobody listens to any more ends
      expect(await person.centre()).toBe(person[where]);

      between.endAt(undefined);
      if (where === 'from') {
        await vi.waitFor(async () => expect((await person.move(gateway)).errors).toEqual([]), 20_000);
        expect(await person.centre()).toBe(person.to);
      }
      await gateway.close();
    },
  );

  it('or a subgraph’s answer to an act is lost, it may be done, and that is what is said', async () => {
    const before: Between[] = [];
    const gateway = await startTestGateway('over HTTP', {
      databaseUrl: database.url,
      instead: async (url) => {
        const stood = await standBetween(url.href);
        before.push(stood);
        return new URL(stood.url);
      },
    });
    const person = await personToMove(database.owner);
    for (const each of before) each.endAt('"data":{"moveToReceptionCentre"');
    const { errors } = await person.move(gateway);
    expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['OUTCOME_UNKNOWN']);
    expect(await person.centre()).toBe(person.to);

    for (const each of before) await each.close();
    const refused = await person.move(gateway);
    expect(refused.errors.map(({ extensions }) => extensions['code'])).toEqual(['UNAVAILABLE']);
    await gateway.close();
  });
});
