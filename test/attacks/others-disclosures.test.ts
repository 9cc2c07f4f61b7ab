import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Caller } from '@kompass/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { organisations, rowCallers } from '../support/callers.js';
import { startTestGateway, type TestGateway } from '../support/gateway.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

/** What a gateway sent to the disclosure log. */
interface Entered {
  readonly door: URL;
  readonly authorization: string;
  readonly body: string;
}

const bergen: Caller = { ...(rowCallers['Bergen as settler'] as Caller), officer: 'officer-1' };

describe('the disclosure log of a subgraph that runs apart', () => {
  const entered: Entered[] = [];
  const servers: Server[] = [];
  let database: ScratchDatabase;
  let gateway: TestGateway;
  beforeAll(async () => {
    database = await scratchDatabase();
    gateway = await startTestGateway('over HTTP', { databaseUrl: database.url, instead: overheard });
  });
  afterAll(async () => {
    await gateway.close();
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
    await database.drop();
  });

  /** Passes on what is sent to a subgraph, and keeps what is for the log. */
  async function overheard(subgraph: URL): Promise<URL> {
    const server = createServer(async (request, response) => {
      const body = await text(request);
      const { authorization = '' } = request.headers;
      const url = new URL(request.url ?? '/', subgraph);
      if (url.pathname === '/disclosures') entered.push({ door: url, authorization, body });
      const answer = await fetch(url, {
        method: request.method ?? 'GET',
        headers: { 'content-type': 'application/json', authorization },
        ...(body ? { body } : {}),
      });
      response.statusCode = answer.status;
      response.end(await answer.text());
    });
    servers.push(server);
    server.listen(0);
    await once(server, 'listening');
    return new URL(`http://localhost:${(server.address() as AddressInfo).port}/graphql`);
  }

  /** What the log is sent when somebody looks at a person. */
  const enteredFor = async (caller: Caller): Promise<Entered> => {
    entered.length = 0;
    const { errors } = await gateway.askAs(caller, '{ persons(first: 1) { edges { node { name } } } }');
    expect(errors).toEqual([]);
    const [one] = entered;
    if (!one) throw new Error('nothing was entered');
    return one;
  };

  it.each<[string, Caller]>([
    ['of another officer', { ...bergen, officer: 'officer-2' }],
    ['for another purpose', { ...bergen, purpose: 'FULL_TIME_PROGRAMME' }],
    ['of another organisation', { ...bergen, organisation: organisations.oslo }],
    ['of another party', { ...(rowCallers['NAV'] as Caller), officer: 'officer-1' }],
  ])('takes in no entry that is %s than the one in the token', async (_what, other) => {
    const theirs = await enteredFor(bergen);
    const { authorization } = await enteredFor(other);
    const count = async () =>
      (await database.owner`select count(*)::int from consent.disclosure`)[0]?.['count'];
    const before = await count();
    const { status } = await fetch(theirs.door, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: theirs.body,
    });
    expect(Math.floor(status / 100)).toBe(4);
    expect(await count()).toBe(before);
  });
});
