import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { createPlanner, unruledExecutor } from '@kompass/gateway';
import { type ExecutionResult, parse } from 'graphql';
import { expect, it } from 'vitest';
import { spawnGateway } from '../support/gateway-process.js';
import { serveStub } from '../support/serve-stub.js';

const federation = (...directives: string[]) =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ${JSON.stringify(directives)})`;

function compose(subgraphs: readonly { name: string; url?: string; sdl: string }[]): string {
  const { supergraphSdl, errors } = composeServices(
    subgraphs.map(({ name, url = '', sdl }) => ({ name, url, typeDefs: parse(sdl) })),
  );
  if (!supergraphSdl) throw new Error(errors?.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}

it('is served with SUPERGRAPH and RULES=off, its subgraphs asked where it says', async () => {
  const answers: Record<string, object> = {
    books: { data: { book: { __typename: 'Book', id: '1', title: 'Markens grøde' } } },
    prices: { data: { _entities: [{ __typename: 'Book', price: 249 }] } },
  };
  const [books, prices] = await Promise.all(
    ['books', 'prices'].map((name) => serveStub(async () => answers[name] as ExecutionResult)),
  );
  const key = federation('@key');
  const supergraph = compose([
    {
      name: 'books',
      url: books?.url,
      sdl: `${key} type Query { book: Book } type Book @key(fields: "id") { id: ID! title: String }`,
    },
    { name: 'prices', url: prices?.url, sdl: `${key} type Book @key(fields: "id") { id: ID! price: Int }` },
  ]);
  const folder = await mkdtemp(join(tmpdir(), 'kompass-supergraph-'));
  const file = join(folder, 'supergraph.graphql');
  await writeFile(file, supergraph);
  const gateway = await spawnGateway({ SUPERGRAPH: file, RULES: 'off' });
  const answer = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ book { title price } }' }),
  });
  expect(await answer.json()).toEqual({ data: { book: { title: 'Markens grøde', price: 249 } } });
  expect(prices?.asked[0]?.variables).toEqual({ representations: [{ __typename: 'Book', id: '1' }] });
  gateway.child.kill('SIGTERM');
  expect(await gateway.ended).toBe(0);
  for (const subgraph of [books, prices]) subgraph?.close();
  await rm(folder, { recursive: true });
});

it.each([
  ['in production', { NODE_ENV: 'production', SUPERGRAPH: 'x.graphql', RULES: 'off' }, 'SUPERGRAPH'],
  ['in production, rules off', { NODE_ENV: 'production', RULES: 'off' }, 'RULES'],
  ['with the rules on', { SUPERGRAPH: 'x.graphql' }, 'RULES'],
  ['in the place of Kompass', { RULES: 'off' }, 'SUPERGRAPH'],
])('is never served %s', async (_when, variables, named) => {
  const issuer = { MASKINPORTEN_ISSUER: 'x', MASKINPORTEN_JWKS_URL: 'https://maskinporten.no/jwk' };
  const started = spawnGateway({
    ...issuer,
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
    ...variables,
  });
  await expect(started).rejects.toThrow(`${named} must be`);
});

it('lets an entity keep its type where a subgraph knows only its interface', async () => {
  const planner = createPlanner(
    compose([
      {
        name: 'catalogue',
        sdl: `${federation('@key')} type Query { works: [Work] }
          interface Work @key(fields: "id") { id: ID! }
          type Book implements Work @key(fields: "id") { id: ID! pages: Int! }
          type Film implements Work @key(fields: "id") { id: ID! length: Int! }`,
      },
      {
        name: 'reviews',
        sdl: `${federation('@key', '@interfaceObject')}
          type Work @key(fields: "id") @interfaceObject { id: ID! stars: Int }`,
      },
    ]),
  );
  const answers: Record<string, ExecutionResult> = {
    catalogue: { data: { works: [{ __typename: 'Book', id: '1', pages: 322 }] } },
    reviews: { data: { _entities: [{ __typename: 'Work', stars: 5 }] } },
  };
  const prepare = (name: string) => () => async () => answers[name] as ExecutionResult;
  const execute = unruledExecutor(
    planner,
    new Map(Object.keys(answers).map((name) => [name, { prepare: prepare(name) }])),
  );
  const query = '{ works { __typename ... on Book { pages stars } ... on Film { length } } }';
  const request = { document: parse(query), request: {}, operationName: null, queryHash: query };
  expect(await execute(request as never)).toEqual({
    data: { works: [{ __typename: 'Book', pages: 322, stars: 5 }] },
  });
});
