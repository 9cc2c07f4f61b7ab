import { composeServices } from '@apollo/composition';
import { createPlanner, unruledExecutor } from '@kompass/gateway';
import { type ExecutionResult, GraphQLError, parse } from 'graphql';
import { expect, it } from 'vitest';

const key = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])';
const { supergraphSdl } = composeServices([
  {
    name: 'books',
    typeDefs: parse(`${key}
      type Query { book(id: ID!): Book latest(shelf: ID): Book }
      type Book @key(fields: "id") { id: ID! title: String }`),
  },
  { name: 'prices', typeDefs: parse(`${key} type Book @key(fields: "id") { id: ID! price: Int }`) },
]);

type Asked = (variables: Readonly<Record<string, unknown>>) => ExecutionResult | Promise<ExecutionResult>;

/** Asks the two subgraphs together. */
function answer(query: string, variables: Record<string, unknown>, books: Asked, prices: Asked) {
  const execute = unruledExecutor(
    createPlanner(supergraphSdl ?? ''),
    new Map(
      Object.entries({ books, prices }).map(([name, ask]) => [
        name,
        { prepare: () => async (given: object) => ask(given as Record<string, unknown>) },
      ]),
    ),
  );
  return execute({
    document: parse(query),
    request: { variables },
    operationName: null,
    queryHash: query,
  } as never);
}

const query = 'query ($id: ID!) { book(id: $id) { title price } }';
const book = (id: string) => ({ data: { book: { __typename: 'Book', id, title: 'Markens grøde' } } });
const price = (amount: number) => ({ data: { _entities: [{ __typename: 'Book', price: amount }] } });
const representing = (id: string) => ({ representations: [{ __typename: 'Book', id }] });

it.each([
  ['in a variable', query],
  ['in the operation', '{ book(id: "1") { title price } }'],
  ['under another name', 'query ($id: ID!) { book(id: $id) { heading: title price } }'],
])(
  'an entity that the request names %s is asked of all subgraphs before any has answered',
  async (_where, asked) => {
    let arrived: () => void = () => {};
    const pricesAsked = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const { data, errors } = await answer(
      asked,
      { id: '1' },
      async () => {
        await pricesAsked;
        return { data: { book: { __typename: 'Book', id: '1', title: 'Sult', heading: 'Sult' } } };
      },
      (variables) => {
        arrived();
        expect(variables).toEqual(representing('1'));
        return price(249);
      },
    );
    expect(errors).toBeUndefined();
    expect(data?.['book']).toMatchObject({ price: 249 });
  },
);

it('what a subgraph says of an entity that the first does not know is told nobody, be it an answer or an error', async () => {
  const nobody = () => ({ data: { book: null } });
  for (const said of [price(249), { data: null, errors: [new GraphQLError('no such book as Sult')] }])
    expect(await answer(query, { id: '1' }, nobody, () => said)).toEqual({ data: { book: null } });
  const fails = async () => {
    throw new Error('lost');
  };
  expect(await answer(query, { id: '1' }, nobody, fails)).toEqual({ data: { book: null } });
});

it('what a subgraph says of another entity than the one that is answered is not taken for it', async () => {
  const asked: unknown[] = [];
  const { data } = await answer(
    query,
    { id: '1' },
    () => book('978-1'),
    (variables) => {
      asked.push(variables);
      return price(asked.length);
    },
  );
  expect(asked).toEqual([representing('1'), representing('978-1')]);
  expect(data).toEqual({ book: { title: 'Markens grøde', price: 2 } });
});

it('an entity that the request does not name by its key is asked for when it is known', async () => {
  const asked: unknown[] = [];
  const { data } = await answer(
    'query ($shelf: ID) { latest(shelf: $shelf) { title price } }',
    { shelf: '1' },
    () => ({ data: { latest: { __typename: 'Book', id: '7', title: 'Sult' } } }),
    (variables) => {
      asked.push(variables);
      return price(99);
    },
  );
  expect(asked).toEqual([representing('7')]);
  expect(data).toEqual({ latest: { title: 'Sult', price: 99 } });
});

it('an error of a subgraph that was asked ahead is told where it is, once it is known of whom', async () => {
  const { data, errors } = await answer(
    query,
    { id: '1' },
    () => book('1'),
    () => ({
      data: { _entities: [{ __typename: 'Book', price: null }] },
      errors: [new GraphQLError('no price', { path: ['_entities', 0, 'price'] })],
    }),
  );
  expect(data).toEqual({ book: { title: 'Markens grøde', price: null } });
  expect(errors?.map(({ message, path }) => ({ message, path }))).toEqual([
    { message: 'no price', path: ['book', 'price'] },
  ]);
});
