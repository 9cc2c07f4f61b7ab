import { Supergraph } from '@apollo/federation-internals';
import { rooms } from '@kompass/gateway';
import { createLog, openRoom } from '@kompass/runtime';
import { readSupergraph } from '@kompass/schema';
import { describe, expect, inject, it } from 'vitest';
import { answering } from '../support/answering.js';
import { startTestGateway, transports } from '../support/gateway.js';
import { callersOf } from '../support/matrix.js';
import { shortestPaths } from '../support/paths.js';
import { scratchDatabase } from '../support/scratch-database.js';

const nav = {
  party: 'NAV',
  purpose: 'EMPLOYMENT_GUIDANCE',
  clearances: [],
  organisation: '889640782',
} as const;

describe('when something breaks', () => {
  it('a room without its database says so, and nothing of SQL, host or user', async () => {
    const url = new URL(inject('databaseUrl'));
    url.port = '1';
    for (const each of rooms) {
      const room = openRoom(each, url.href, createLog('test', 'silent', true));
      const result = await room.execute({ query: '{ __typename }' }, nav);
      expect(result.errors?.map(({ extensions }) => extensions['code'])).toEqual(['UNAVAILABLE']);
      expect(JSON.stringify(result)).not.toMatch(/postgres|127\.0\.0\.1|localhost|ECONN|kompass_|select/i);
      await room.close();
    }
  });

  it('a subgraph that is down costs its own fields only, and its address stays unknown', async () => {
    const gateway = await startTestGateway('over HTTP', { down: ['guidance'] });
    const answer = await gateway.ask(
      'nav',
      undefined,
      '{ persons(first: 2) { edges { node { name guidance { result { goals } } } } } }',
    );
    expect(answer.data.persons.edges[0].node).toMatchObject({ name: expect.any(String), guidance: null });
    expect(answer.errors.map(({ extensions }) => extensions['code'])).toEqual(['UNAVAILABLE']);
    expect(JSON.stringify(answer.errors)).not.toMatch(/localhost|ECONN|guidance'|http:/);
    const health = await fetch(`${gateway.url}/health`);
    expect(health.status).toBe(200);
    expect(await health.json()).toMatchObject({
      status: 'partial',
      rooms: { guidance: 'unavailable', profile: 'ready' },
    });
    await gateway.close();
  });

  it.each(['{}', '[]', '5', 'null', '"x"', '{"data":null}', '{"data":null,"errors":[]}', '<html>'])(
    'a subgraph that answers %s is down, and has not said that there is nothing',
    async (body) => {
      const gateway = await startTestGateway('over HTTP', {
        instead: async (url, subgraph) =>
          subgraph === 'settlement' ? answering((_request, response) => response.end(body)) : url,
      });
      const { data, errors } = await gateway.ask(
        'nav',
        undefined,
        '{ persons(first: 2) { edges { node { name settlement { status } } } } }',
      );
      expect(data.persons.edges[0].node).toEqual({ name: expect.any(String), settlement: null });
      expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['UNAVAILABLE']);
      await gateway.close();
    },
  );

  it('an answer carries no stack trace and no driver error', async () => {
    const gateway = await startTestGateway();
    const broken = [
      '{ person(id: "not-a-uuid") { name } }',
      '{ persons(filter: { updatedSince: "yesterday" }) { totalCount } }',
      '{ persons(first: -1) { totalCount } }',
      '{ personByDufNumber(dufNumber: "123") { name } }',
      '{ persons(filter: { occupation: "%\' or 1=1 --" }) { totalCount } }',
    ];
    for (const query of broken) {
      const answer = await gateway.ask('imdi', 'SETTLEMENT', query);
      expect(JSON.stringify(answer)).not.toMatch(/stack|\.js|syntax|uuid|PostgresError|at Object/);
    }
    await gateway.close();
  });

  /** Every act and question that takes an identifier, by its coordinate. */
  const askedOf = (identifier: string) => {
    const api = Supergraph.build(readSupergraph()).apiSchema().toGraphQLJSSchema();
    const nobody = '00000000-0000-4000-8000-000000000000';
    const asked = new Map(
      [...shortestPaths(api, () => true).values()]
        .filter(({ query }) => query.includes(nobody))
        .map(({ coordinates, query }) => [coordinates[0], query.replaceAll(nobody, identifier)]),
    );
    expect(asked.size).toBeGreaterThan(25);
    return asked;
  };

  it('an identifier in capitals is nobody’s: nothing is done to whose it would be, nor told of them', async () => {
    const database = await scratchDatabase();
    const gateway = await startTestGateway('in-process', { databaseUrl: database.url });
    const { data } = await gateway.ask('person', 'DATA_SUBJECT_RIGHTS', '{ me { id } }');
    const id: string = data.me.id;
    expect(id.toUpperCase()).not.toBe(id);
    const kept = () => database.owner`
      select (select count(*) from consent.disclosure where person_id = ${id}) as told,
        (select json_agg(change) from profile.change where person_id = ${id}) as changes,
        (select json_agg(request) from consent.rights_request as request where person_id = ${id}) as demands,
        (select json_agg(restriction) from access.restriction where person_id = ${id}) as restrictions,
        (select json_agg(referral) from guidance.referral where person_id = ${id}) as referrals,
        (select json_agg(event) from settlement.event where person_id = ${id}) as events`;
    const before = await kept();
    for (const { caller, purposes } of Object.values(callersOf))
      for (const purpose of purposes)
        for (const [coordinate, query] of askedOf(id.toUpperCase())) {
          const answer = await gateway.ask(caller, purpose, query);
          for (const each of Object.values(answer.data ?? {}))
            expect(each, `${caller} ${coordinate}`).toBeNull();
        }
    expect(await kept()).toEqual(before);
    await gateway.close();
    await database.drop();
  });

  it('an identifier in no identifier’s shape names nobody, for every act and question that takes one', async () => {
    const gateway = await startTestGateway();
    const asked = askedOf('no-identifier');
    const reached = new Set<string | undefined>();
    for (const { caller, purposes } of Object.values(callersOf))
      for (const purpose of purposes)
        for (const [coordinate, query] of asked) {
          const { errors } = await gateway.ask(caller, purpose, query);
          const codes = errors.map(({ extensions }) => extensions['code']);
          expect(codes, `${caller} ${coordinate}`).not.toContain('INTERNAL_SERVER_ERROR');
          if (!codes.includes('FORBIDDEN')) reached.add(coordinate);
        }
    expect([...reached].sort()).toEqual([...asked.keys()].sort());
    await gateway.close();
  });

  it('a character that cannot be stored is refused by the name of its argument, whatever takes a text', async () => {
    const gateway = await startTestGateway();
    const api = Supergraph.build(readSupergraph()).apiSchema().toGraphQLJSSchema();
    const asked = [...shortestPaths(api, () => true).values()]
      .filter(({ query }) => query.includes('"'))
      .map(({ coordinates, query }) => [coordinates[0], query.replace(/"[^"]*"/g, '"a\\u0000"')] as const);
    expect(asked.length).toBeGreaterThan(25);
    const refused = new Set<string | undefined>();
    for (const { caller, purposes } of Object.values(callersOf))
      for (const purpose of purposes)
        for (const [coordinate, query] of asked) {
          const { errors } = await gateway.ask(caller, purpose, query);
          const codes = errors.map(({ extensions }) => extensions['code']);
          if (codes.includes('FORBIDDEN')) continue;
          expect(new Set(codes), `${caller} ${coordinate}`).toEqual(new Set(['BAD_USER_INPUT']));
          for (const { message } of errors)
            expect(message).toMatch(/^Argument "[\w.]+"(: \w+ must be | contains a character)/);
          refused.add(coordinate);
        }
    expect([...refused].sort()).toEqual([...new Set(asked.map(([coordinate]) => coordinate))].sort());
    await gateway.close();
  });

  it.each(transports)('so it is in variables, however deep, subgraphs %s', async (transport) => {
    const gateway = await startTestGateway(transport);
    const told = async (caller: string, query: string, variables: object) => {
      const { data, errors } = await gateway.ask(caller, 'REGISTRATION', query, variables);
      expect(Object.values(data ?? {}).filter((answer) => answer !== null)).toEqual([]);
      return errors.map(({ message, extensions }) => `${extensions['code']}: ${message}`);
    };
    const refusal = (where: string) => [
      `BAD_USER_INPUT: Variable "$${where}" contains a character that cannot be stored, U+0000. Leave it out.`,
    ];
    expect(await told('imdi', 'query ($id: ID!) { person(id: $id) { name } }', { id: '\u0000' })).toEqual(
      refusal('id'),
    );
    expect(
      await told('imdi', 'query ($filter: PersonFilter) { persons(filter: $filter) { totalCount } }', {
        filter: { municipality: '46\u000001' },
      }),
    ).toEqual(refusal('filter.municipality'));
    expect(
      await told(
        'imdi',
        'mutation ($input: SaveInterestsInput!) { saveInterests(input: $input) { version } }',
        {
          input: {
            personId: '00000000-0000-4000-8000-000000000000',
            key: 'a-key-of-the-test',
            version: 0,
            interests: [{ description: 'Sjakk' }, { description: 'Foto\u0000' }],
          },
        },
      ),
    ).toEqual(refusal('input.interests.1.description'));
    await gateway.close();
  });

  it.each([
    ['an argument', 'query ($it: ID = "x") { person(id: $it) { name } }'],
    [
      'a field of an input',
      'query ($it: LanguageCode = "ukr") { persons(filter: { language: { language: $it } }) { totalCount } }',
    ],
    ['a directive', 'query ($it: Boolean = true) { persons(first: 1) { totalCount @include(if: $it) } }'],
    [
      'a directive in a fragment',
      'query ($it: Boolean = true) { ...A } fragment A on Query { persons(first: 1) { totalCount @skip(if: $it) } }',
    ],
  ])(
    'a variable that has a default and is given null where there must be a value is refused by name: of %s',
    async (_what, query) => {
      const gateway = await startTestGateway();
      const ask = (variables: object) => gateway.ask('imdi', 'REGISTRATION', query, variables);
      expect((await ask({})).errors).toEqual([]);
      expect(await ask({ it: null })).toMatchObject({
        data: null,
        errors: [
          {
            message: 'Variable "$it" is used where there must be a value: give one, or leave it out.',
            extensions: { code: 'BAD_USER_INPUT' },
          },
        ],
      });
      await gateway.close();
    },
  );

  it('dates and times that PostgreSQL cannot read are refused by the name of the argument', async () => {
    const gateway = await startTestGateway();
    const wrong = [
      'yesterday',
      '2026-12-01 10:00',
      '2026-02-30T10:00:00Z',
      '2026-04-31T23:30:00-02:00',
      '0000-01-01T00:00:00Z',
      '0001-01-01T00:00:00+14:00',
      '9999-12-31T23:00:00-02:00',
      '2026-01-01T00:00:00+23:59',
      `2026-01-01T00:00:00.${'0'.repeat(5_000)}Z`,
    ];
    const expected = 'DateTime must be a point in time with its zone such as "2026-01-31T12:00:00Z".';
    for (const time of wrong) {
      const inline = await gateway.ask(
        'imdi',
        'SETTLEMENT',
        `{ persons(filter: { updatedSince: "${time}" }) { totalCount } }`,
      );
      expect(inline.errors.map(({ message }) => message)).toEqual([
        `Argument "filter.updatedSince": ${expected}`,
      ]);
      const { errors } = await gateway.ask(
        'imdi',
        'SETTLEMENT',
        'query ($since: DateTime) { persons(filter: { updatedSince: $since }) { totalCount } }',
        { since: time },
      );
      expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['BAD_USER_INPUT']);
      expect(errors[0]?.message).toContain('Variable "$since" got invalid value');
    }
    for (const time of ['0001-01-01T00:00:00Z', '9999-12-31T23:59:59.123456789Z', '2026-01-01T00:00+14:00']) {
      const { errors } = await gateway.ask(
        'imdi',
        'SETTLEMENT',
        `{ persons(filter: { updatedSince: "${time}" }) { totalCount } }`,
      );
      expect(errors).toEqual([]);
    }
    await gateway.close();
  });

  it('a person asked for by what is no identifier is nobody, beside others who are found', async () => {
    const gateway = await startTestGateway();
    const { data: known } = await gateway.ask(
      'imdi',
      'SETTLEMENT',
      '{ persons(first: 1) { edges { node { id } } } }',
    );
    const [{ node }] = known.persons.edges;
    const { data, errors } = await gateway.ask(
      'imdi',
      'SETTLEMENT',
      `{ none: person(id: "not-a-uuid") { name } some: person(id: "${node.id}") { id } }`,
    );
    expect(errors).toEqual([]);
    expect(data).toEqual({ none: null, some: { id: node.id } });
    await gateway.close();
  });
});
