import type { SubgraphName } from '@kompass/schema';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { answering } from '../support/answering.js';
import { standBetween } from '../support/between.js';
import { startTestGateway } from '../support/gateway.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

describe('a load balancer asks a gateway for its health', () => {
  let database: ScratchDatabase;
  beforeEach(async () => {
    database = await scratchDatabase();
  });
  afterEach(() => database.drop());

  const get = async (url: string, path: string) => {
    const answer = await fetch(`${url}${path}`);
    return { code: answer.status, ...((await answer.json()) as { status: string; rooms?: object }) };
  };
  const without = async (...down: SubgraphName[]) => {
    const gateway = await startTestGateway('over HTTP', { databaseUrl: database.url, down });
    onTestFinished(() => gateway.close());
    return gateway;
  };

  it('and goes on sending requests while a part of the answers can be given; the body names the rest', async () => {
    const { url, ask } = await without('guidance', 'settlement', 'profile');
    expect(await get(url, '/health')).toEqual({
      code: 200,
      status: 'partial',
      policyVersion: expect.any(String),
      rooms: { profile: 'unavailable', consent: 'ready', guidance: 'unavailable', settlement: 'unavailable' },
    });
    const { data } = await ask('imdi', 'SETTLEMENT', '{ processingPurposes { purpose } }');
    expect(data.processingPurposes.length).toBeGreaterThan(0);
  });

  it('and sends none where the disclosure log cannot be reached, for then nothing is told of anybody', async () => {
    const { url, ask } = await without('consent');
    const { code, status, rooms } = await get(url, '/health');
    expect([code, status]).toEqual([503, 'unavailable']);
    expect(rooms).toMatchObject({ consent: 'unavailable', profile: 'ready' });
    const { data } = await ask('nav', undefined, '{ persons(first: 2) { edges { node { name } } } }');
    expect(data).toBeNull();
  });

  it('and sends them while the rooms cannot read its keys, which may be for want of requests; the body says so', async () => {
    let readable = false;
    const { url, ask, close } = await startTestGateway('over HTTP', {
      databaseUrl: database.url,
      keysAt: (published) =>
        answering(async (_request, response) => {
          if (readable) response.end(await (await fetch(published)).text());
          else response.writeHead(503).end();
        }),
    });
    onTestFinished(close);
    const all = (state: string) => ({ profile: state, consent: state, guidance: state, settlement: state });
    expect(await get(url, '/health')).toMatchObject({
      code: 200,
      status: 'keysUnread',
      rooms: all('keysUnread'),
    });
    const { errors } = await ask('nav', undefined, '{ persons(first: 2) { edges { node { name } } } }');
    expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['UNAVAILABLE']);
    readable = true;
    expect(await get(url, '/health')).toMatchObject({ code: 200, status: 'ready', rooms: all('ready') });
  });

  it('and is told where another gateway, or another room, is taken for a room', async () => {
    const other = await startTestGateway('over HTTP', { databaseUrl: database.url });
    onTestFinished(() => other.close());
    const taken = new Map([
      ['profile', new URL('/graphql', other.url)],
      ['guidance', other.subgraphUrls.get('settlement')],
    ]);
    const { url, close } = await startTestGateway('over HTTP', {
      databaseUrl: database.url,
      instead: async (own, name) => taken.get(name) ?? own,
    });
    onTestFinished(close);
    expect(await get(url, '/health')).toMatchObject({
      code: 200,
      status: 'partial',
      rooms: {
        profile: 'anotherService',
        consent: 'ready',
        guidance: 'anotherService',
        settlement: 'ready',
      },
    });
  });

  it('and sends none where the database of all rooms is gone, though the process is alive', async () => {
    const between = await standBetween(database.url);
    const gateway = await startTestGateway('in-process', { databaseUrl: between.url });
    onTestFinished(() => gateway.close());
    expect(await get(gateway.url, '/health')).toMatchObject({ code: 200, status: 'ready' });
    await between.close();
    expect(await get(gateway.url, '/health')).toMatchObject({ code: 503, status: 'unavailable' });
    expect(await get(gateway.url, '/health/live')).toEqual({ code: 200, status: 'alive' });
  });
});
