import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { rooms } from '@kompass/gateway';
import { type AnyRoom, createLog, type Log, openRoom, subgraphApp } from '@kompass/runtime';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { rowCallers } from '../support/callers.js';
import { startTestGateway, transports } from '../support/gateway.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

/** What is logged as an error: the request's id, and what is said. */
function errorsIn(log: Log): { readonly id: unknown; readonly says: unknown }[] {
  const logged: { id: unknown; says: unknown }[] = [];
  log.error = (of: { readonly id?: unknown }, says?: unknown) => {
    logged.push({ id: of.id, says });
  };
  return logged;
}

describe('the id that a client is told finds what went wrong', () => {
  let database: ScratchDatabase;
  beforeEach(async () => {
    database = await scratchDatabase();
  });
  afterEach(() => database.drop());

  it.each(transports)('in the room as in the gateway, subgraphs %s', async (transport) => {
    const log = createLog('test', 'silent', true);
    const logged = errorsIn(log);
    const gateway = await startTestGateway(transport, { databaseUrl: database.url, log });
    onTestFinished(() => gateway.close());
    await database.owner`alter table settlement.reception_centre rename to gone`;
    const answer = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await gateway.token('nav')}` },
      body: JSON.stringify({
        query: '{ persons(first: 5) { edges { node { settlement { receptionCentre { name } } } } } }',
      }),
    });
    const id = answer.headers.get('x-request-id');
    expect(JSON.stringify(await answer.json())).toContain('INTERNAL_SERVER_ERROR');
    expect(logged).toContainEqual({ id, says: 'a resolver failed' });
    expect(logged).toContainEqual({ id, says: 'an error was masked' });
    expect(new Set(logged.map((each) => each.id))).toEqual(new Set([id]));
  });

  it('and nobody writes into a room’s log with it', async () => {
    const log = createLog('test', 'silent', true);
    const logged = errorsIn(log);
    const room = openRoom(rooms.find(({ name }) => name === 'settlement') as AnyRoom, database.url, log);
    const nav = rowCallers['NAV'];
    if (!nav) throw new Error('the test has no caller');
    const server = createServer(subgraphApp(room, async () => nav, log)).listen(0);
    onTestFinished(async () => {
      server.closeAllConnections();
      server.close();
      await room.close();
    });
    await database.owner`alter table settlement.municipality rename to gone`;
    const url = `http://localhost:${(server.address() as AddressInfo).port}/graphql`;
    const ask = async (id: string) => {
      logged.length = 0;
      await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-request-id': id },
        body: JSON.stringify({ query: '{ municipality(number: "4601") { name } }' }),
      });
      return logged.map((each) => each.id);
    };
    const id = '6f1c1f4e-6d1e-4a63-9b06-0d2f0e6a4a11';
    expect(await ask(id)).toEqual([id]);
    for (const forged of [
      `${id}\t{"level":50,"msg":"all is well"}`,
      `${id}, ${id}`,
      '200205705502',
      'x'.repeat(5_000),
    ])
      expect(await ask(forged)).toEqual([undefined]);
  });
});
