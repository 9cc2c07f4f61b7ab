import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { StubSubgraph } from './stub-subgraph.js';

/** A subgraph on a free port, and what it was asked. */
export interface ServedSubgraph {
  readonly url: string;
  readonly asked: readonly {
    readonly query: string;
    readonly variables: Readonly<Record<string, unknown>>;
  }[];
  close(): void;
}

export async function serveStub(answer: StubSubgraph): Promise<ServedSubgraph> {
  const asked: { query: string; variables: Record<string, unknown> }[] = [];
  const server = createServer(async (request, response) => {
    const body = JSON.parse(await text(request));
    asked.push(body);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(await answer(body.query, body.variables)));
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  return { url, asked, close: () => server.close() };
}
