import { createHash } from 'node:crypto';
import { createLog } from '@kompass/runtime';
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

it('a persisted operation that cannot be one is the client’s mistake, which is told so, and no error of ours', async () => {
  const log = createLog('test', 'silent', true);
  const logged: unknown[] = [];
  log.error = (...entry: unknown[]) => logged.push(entry);
  const gateway = await startTestGateway('in-process', { log });
  const headers = { authorization: `Bearer ${await gateway.token('nav')}` };
  const hash = createHash('sha256').update(query).digest('hex');
  for (const persistedQuery of [
    5,
    [],
    {},
    { version: 2, sha256Hash: hash },
    { version: 1 },
    { version: 1, sha256Hash: 7 },
    { version: 1, sha256Hash: { toString: 'x' } },
    { version: 1, sha256Hash: hash.replace(/^./, 'x') },
  ])
    for (const asked of [{ query }, {}])
      expect(await gateway.send(headers, { ...asked, extensions: { persistedQuery } })).toEqual({
        status: 400,
        data: null,
        errors: [
          {
            message:
              'A persisted operation has "version" 1 and in "sha256Hash" the SHA-256 of its "query", as 64 hexadecimal digits.',
            extensions: { code: 'BAD_REQUEST' },
          },
        ],
      });
  const another = { version: 1, sha256Hash: hash.replace(/^./, (digit) => (digit === '0' ? '1' : '0')) };
  expect(await gateway.send(headers, { query, extensions: { persistedQuery: another } })).toMatchObject({
    status: 400,
    errors: [{ extensions: { code: 'BAD_REQUEST' } }],
  });
  expect(await gateway.send(headers, { extensions: { persistedQuery: another } })).toMatchObject({
    errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }],
  });
  expect(logged).toEqual([]);
  await gateway.close();
});
