import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.js';

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
