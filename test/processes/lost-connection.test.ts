import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Between, standBetween } from '../support/between.js';
import { startTestGateway } from '../support/gateway.js';
import { processToken, spawnGateway } from '../support/gateway-process.js';
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

    between.endAt('pg_catalog.pg_type');
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

  it('before an act is committed, nobody is told that it was done', async () => {
    const gateway = await startTestGateway('in-process', { databaseUrl: between.url });
    const [moving] = await database.owner`
      select id, reception_centre_id as centre from settlement.person as person
      where status = 'AT_RECEPTION_CENTRE' and not exists (
        select from access.restriction where restriction.person_id = person.id)
      order by id limit 1`;
    const move = () =>
      gateway.ask(
        'imdi',
        'SETTLEMENT',
        `mutation ($id: ID!, $centre: Int!) {
          moveToReceptionCentre(personId: $id, receptionCentre: $centre) { settlement { receptionCentre { id } } }
        }`,
        { id: moving?.['id'], centre: moving?.['centre'] === 1 ? 2 : 1 },
      );
    const centre = async () =>
      (
        await database.owner`select reception_centre_id as centre from settlement.person where id = ${moving?.['id']}`
      )[0]?.['centre'];

    between.endAt('commit');
    const { data, errors } = await move();
    expect(between.ended()).toBeGreaterThan(0);
    expect(data).toEqual({ moveToReceptionCentre: null });
    expect(errors).toMatchObject([{ extensions: { code: 'UNAVAILABLE' } }]);
    await sleep(200);
    expect(await centre()).toBe(moving?.['centre']);

    between.endAt(undefined);
    await vi.waitFor(async () => expect((await move()).errors).toEqual([]), 20_000);
    expect(await centre()).not.toBe(moving?.['centre']);
    await gateway.close();
  });
});
