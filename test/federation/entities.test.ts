import { rooms } from '@kompass/gateway';
import { type AnyRoom, createLog, openRoom } from '@kompass/runtime';
import type { Caller } from '@kompass/schema';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

const imdi: Caller = {
  party: 'IMDI',
  purpose: 'SETTLEMENT',
  clearances: [],
  organisation: '987879696',
};
const query =
  'query ($of: [_Any!]!) { _entities(representations: $of) { __typename ... on Person { id settlement { status } } } }';
type Resolve = (reference: { id: string }, ...asked: unknown[]) => unknown;

/** Settlement's room, which breaks at one person. */
function breakingAt(id: string): AnyRoom {
  const room = rooms.find(({ name }) => name === 'settlement');
  const resolvers = room?.resolvers as { Person: { __resolveReference: Resolve } };
  const { __resolveReference: resolve } = resolvers.Person;
  const breaking: Resolve = async (reference, ...asked) => {
    if (reference.id === id) throw new Error('a secret of the house');
    return resolve(reference, ...asked);
  };
  return {
    ...(room as AnyRoom),
    resolvers: { ...resolvers, Person: { ...resolvers.Person, __resolveReference: breaking } },
  };
}

it('references to persons by different keys, in one fetch, each find their person', async () => {
  const profile = rooms.find(({ name }) => name === 'profile');
  if (!profile) throw new Error('the room is gone');
  const room = openRoom(profile, inject('databaseUrl'), createLog('test', 'silent', true));
  const sql = postgres(inject('databaseUrl'), { max: 1 });
  const [one, other] = await sql<{ id: string; duf: string }[]>`
    select id, duf_number as duf from profile.person
    where not exists (select from access.restriction where restriction.person_id = person.id) order by id limit 2`;
  await sql.end();
  const { data, errors } = await room.execute(
    {
      query: 'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Person { id dufNumber } } }',
      variables: {
        of: [
          { __typename: 'Person', dufNumber: one?.duf },
          { __typename: 'Person', id: other?.id },
        ],
      },
    },
    imdi,
  );
  expect(errors).toBeUndefined();
  expect(data).toEqual({
    _entities: [
      { id: one?.id, dufNumber: one?.duf },
      { id: other?.id, dufNumber: other?.duf },
    ],
  });
  await room.close();
});

describe('the entities of one fetch', () => {
  let ids: readonly string[];
  beforeAll(async () => {
    const sql = postgres(inject('databaseUrl'), { max: 1 });
    const found = await sql<{ id: string }[]>`
      select id from settlement.person
      where not exists (select from access.restriction where restriction.person_id = person.id) order by id limit 3`;
    ids = found.map(({ id }) => id);
    await sql.end();
  });

  describe.each([
    { path: 'compiled', shieldAlways: false },
    { path: 'by graphql-js', shieldAlways: true },
  ])('$path', ({ shieldAlways }) => {
    let room: ReturnType<typeof openRoom>;
    beforeAll(() => {
      const log = createLog('test', 'silent', true);
      room = openRoom(breakingAt(ids[1] ?? ''), inject('databaseUrl'), log, { shieldAlways });
    });
    afterAll(() => room.close());
    const ask = (...of: readonly object[]) => room.execute({ query, variables: { of } }, imdi);
    const person = (id: string | undefined) => ({ __typename: 'Person', id });
    const answered = (id: string | undefined) => ({
      ...person(id),
      settlement: { status: expect.any(String) },
    });

    it('come in the order asked; one that breaks is missing alone, and its error says where', async () => {
      const unknown = '00000000-0000-4000-8000-000000000000';
      const { data, errors } = await ask(
        person(ids[0]),
        person(ids[1]),
        person(ids[2]),
        person(unknown),
        person(ids[0]),
      );
      expect(data).toEqual({
        _entities: [answered(ids[0]), null, answered(ids[2]), null, answered(ids[0])],
      });
      expect(errors?.map(({ message, path }) => [message, path])).toEqual([
        ['Something went wrong on our side.', ['_entities', 1]],
      ]);
    });

    it('are refused together when one is of a type that is no entity', async () => {
      const { data, errors } = await ask(person(ids[0]), { __typename: 'Secret', id: ids[0] });
      expect(data).toBeNull();
      expect(errors?.map(({ message }) => message)).toEqual(['Something went wrong on our side.']);
    });
  });
});
