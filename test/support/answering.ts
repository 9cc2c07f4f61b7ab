import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** Answers in a subgraph's place, for as long as the test lasts. */
export function answering(listener: RequestListener): URL {
  const server = createServer(listener).listen(0);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return new URL(`http://localhost:${(server.address() as AddressInfo).port}/graphql`);
}
