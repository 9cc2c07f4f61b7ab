import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway, transports } from '../support/gateway.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

describe.each(transports)('a list that all requests share, subgraphs %s', (transport) => {
  let database: ScratchDatabase;
  let gateway: TestGateway;
  beforeEach(async () => {
    database = await scratchDatabase();
    gateway = await startTestGateway(transport, { databaseUrl: database.url });
  });
  afterEach(async () => {
    await gateway.close();
    await database.drop();
  });
  const ask = (query: string, variables?: object) => gateway.ask('imdi', 'SETTLEMENT', query, variables);
  const inMunicipalities =
    '{ persons(first: 3) { edges { node { settlement { municipality { name } } } } } }';

  it('is read for others where whoever asked first is answered before it is there', async () => {
    const nobody = '00000000-0000-4000-8000-000000000000';
    const query = 'query ($id: ID!) { person(id: $id) { name settlement { municipality { name } } } }';
    expect((await ask(query, { id: nobody })).data).toEqual({ person: null });
    expect((await ask(inMunicipalities)).errors).toEqual([]);
  });

  it('is read although those who wait for it hold all connections that requests have', async () => {
    const warm = '{ persons(first: 1) { edges { node { settlement { status } } } } }';
    expect((await ask(warm)).errors).toEqual([]);
    const waiting: Promise<readonly unknown[]>[] = [];
    const wait = (query: string) => waiting.push(ask(query).then(({ errors }) => errors));
    await database.owner.begin(async (sql) => {
      await sql`lock table profile.person in access exclusive mode`;
      for (let client = 0; client < 8; client += 1) wait(inMunicipalities);
      await sleep(500); // each has a connection
      wait('{ municipalities { name } }');
      await sleep(200);
    });
    expect(await Promise.all(waiting)).toEqual(waiting.map(() => []));
  });
});
