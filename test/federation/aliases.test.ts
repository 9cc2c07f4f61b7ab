import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway, transports } from '../support/gateway.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

describe.each(transports)('an alias that is the name of another field, subgraphs %s', (transport) => {
  let database: ScratchDatabase;
  let gateway: TestGateway;
  beforeAll(async () => {
    database = await scratchDatabase();
    gateway = await startTestGateway(transport, { databaseUrl: database.url });
  });
  afterAll(async () => {
    await gateway.close();
    await database.drop();
  });

  it.each(['id', '__typename', 'settlement'])('%s holds what was asked for under it', async (alias) => {
    const plain = await gateway.ask('person', 'REGISTRATION', '{ me { dufNumber registration { status } } }');
    const { data, errors } = await gateway.ask(
      'person',
      'REGISTRATION',
      `{ me { ${alias}: dufNumber homeOf: settlement { status } registration { status } } }`,
    );
    expect(errors).toEqual([]);
    expect(data.me[alias]).toBe(plain.data.me.dufNumber);
    expect(data.me.registration).toEqual(plain.data.me.registration);
    expect(data.me.homeOf.status).toEqual(expect.any(String));
  });
});
