import { Supergraph } from '@apollo/federation-internals';
import { rooms } from '@kompass/gateway';
import { createLog, openRoom } from '@kompass/runtime';
import { readSupergraph } from '@kompass/schema';
import { describe, expect, inject, it } from 'vitest';
import { startTestGateway } from '../support/gateway.js';
import { callersOf } from '../support/matrix.js';
import { shortestPaths } from '../support/paths.js';

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
    expect(health.status).toBe(503);
    expect(await health.json()).toMatchObject({ rooms: { guidance: 'unavailable', profile: 'ready' } });
    await gateway.close();
  });

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

  it('an identifier in no identifier’s shape names nobody, for every act and question that takes one', async () => {
    const gateway = await startTestGateway();
    const api = Supergraph.build(readSupergraph()).apiSchema().toGraphQLJSSchema();
    const nobody = '00000000-0000-4000-8000-000000000000';
    const asked = new Map(
      [...shortestPaths(api, () => true).values()]
        .filter(({ query }) => query.includes(nobody))
        .map(({ coordinates, query }) => [coordinates[0], query.replaceAll(nobody, 'no-identifier')]),
    );
    expect(asked.size).toBeGreaterThan(25);
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
});
