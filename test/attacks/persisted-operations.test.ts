import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { startTestGateway } from '../support/gateway.js';
import { scratchDatabase } from '../support/scratch-database.js';

const query = 'query Names { persons(first: 2) { edges { node { name interests { description } } } } }';

it('a persisted operation goes the same way: rules, rows and log; a batch is not served', async () => {
  const database = await scratchDatabase();
  const gateway = await startTestGateway('in-process', { databaseUrl: database.url });
  const headers = { authorization: `Bearer ${await gateway.token('nav')}` };
  const extensions = {
    persistedQuery: { version: 1, sha256Hash: createHash('sha256').update(query).digest('hex') },
  };
  await gateway.send(headers, { query, extensions });
  const persisted = await gateway.send(headers, { extensions });
  expect(persisted.data.persons.edges).toHaveLength(2);
  expect(persisted.errors).toMatchObject([
    { extensions: { code: 'FORBIDDEN', coordinate: 'Person.interests' } },
  ]);
  const logged = await database.owner`select operation, coordinates from consent.disclosed`;
  expect([...logged]).toEqual(Array(4).fill({ operation: 'Names', coordinates: ['Person.name'] }));

  const batch = await gateway.send(headers, [{ query }, { query }]);
  expect(batch).toMatchObject({ status: 400, data: null });
  const anonymous = await gateway.send({}, { extensions });
  expect(anonymous.data).toBeNull();
  await gateway.close();
  await database.drop();
});
