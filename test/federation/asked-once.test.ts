import { createLog } from '@kompass/runtime';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestGateway, type TestGateway, transports } from '../support/gateway.js';
import { personToMove } from '../support/person-to-move.js';
import { scratchDatabase } from '../support/scratch-database.js';

let gateway: TestGateway;
const statements: string[] = [];
beforeAll(async () => {
  gateway = await startTestGateway('over HTTP', { onStatement: (statement) => statements.push(statement) });
});
afterAll(() => gateway.close());

/** How often guidance asks its database for persons, and what of one the answer holds. */
async function askFor(id: string, ...aliases: string[]) {
  const person = `person(id: "${id}") { id guidance { entitlement } }`;
  statements.length = 0;
  const { data } = await gateway.ask(
    'imdi',
    'SETTLEMENT',
    `{ ${aliases.map((alias) => `${alias}: ${person}`).join(' ')} }`,
  );
  return { data, asked: statements.filter((statement) => /guidance/.test(statement)).length };
}

it('a subgraph apart is asked the same once a request, and each place gets an answer of its own', async () => {
  const listed = await gateway.ask('imdi', 'SETTLEMENT', '{ persons(first: 1) { edges { node { id } } } }');
  const { id } = listed.data.persons.edges[0].node;
  const once = await askFor(id, 'one');
  expect(once.data.one.guidance).not.toBeNull();
  const twice = await askFor(id, 'one', 'other');
  expect(twice.data).toEqual({ one: once.data.one, other: once.data.one });
  expect(twice.asked).toBe(once.asked);
  // Another request is asked anew: nothing is kept.
  expect((await askFor(id, 'one')).asked).toBe(once.asked);
});

it.each(transports)('after an act everything is asked anew, %s', async (transport) => {
  const database = await scratchDatabase();
  const own = await startTestGateway(transport, { databaseUrl: database.url });
  const { id, from, to } = await personToMove(database.owner);
  const settlement = 'settlement { receptionCentre { id } }';
  // Refused, as there is no such county; answers where the person is all the same.
  const refer = `referToCareerCentre(input: { personId: "${id}", county: "99" }) { person { ${settlement} } }`;
  const { data, errors } = await own.ask(
    'imdi',
    'SETTLEMENT',
    `mutation {
      before: ${refer}
      act: moveToReceptionCentre(input: { personId: "${id}", receptionCentre: ${to} }) { person { ${settlement} } }
      after: ${refer}
    }`,
  );
  const at = (centre: number) => ({ settlement: { receptionCentre: { id: centre } } });
  expect(errors).toEqual([]);
  expect(data).toEqual({ before: { person: at(from) }, act: { person: at(to) }, after: { person: at(to) } });
  await own.close();
  await database.drop();
});

it.each(transports)(
  'what is no identifier is nobody’s to any subgraph, and nothing fails, %s',
  async (transport) => {
    const log = createLog('test', 'silent', true);
    const said: unknown[] = [];
    log.error = log.warn = (...words: unknown[]) => said.push(words);
    const own = await startTestGateway(transport, { log });
    for (const id of ['1', 'Ola Nordmann', '00000000-0000-0000-0000-00000000000g'])
      expect(
        await own.ask(
          'imdi',
          'SETTLEMENT',
          `query ($id: ID!) { person(id: $id) { name settlement { status familyGroup { size } } guidance { entitlement }
          processing { restricted } } }`,
          { id },
        ),
      ).toEqual({ status: 200, data: { person: null }, errors: [] });
    expect(said).toEqual([]);
    await own.close();
  },
);
