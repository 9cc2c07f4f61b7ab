import type { OpenRoom } from '@kompass/runtime';
import { policyInForce, type SubgraphName } from '@kompass/schema';
import type { RequestHandler } from 'express';
import { sendToSubgraph } from './subgraph-http.js';

/** Longer than this, in milliseconds, a room that answers is not well. */
const patience = 2_000;

/** 200 once every room is ready, 503 before and while the gateway stops; with the policy's version. */
export function health(
  rooms: readonly OpenRoom[],
  urls: ReadonlyMap<SubgraphName, URL>,
  isDraining: () => boolean,
): RequestHandler {
  const hosted = new Map(rooms.map((room) => [room.name, () => room.ping()]));
  const apart = [...urls].map(([name, url]) => [name, () => ask(url)] as const);
  const checks = new Map([...apart, ...hosted]);
  return async (_request, response) => {
    const states = await Promise.all(
      [...checks].map(async ([name, check]) => [name, await isReady(check)] as const),
    );
    const ready = !isDraining() && states.every(([, state]) => state);
    response.status(ready ? 200 : 503).json({
      status: ready ? 'ready' : 'unavailable',
      policyVersion: policyInForce().version,
      rooms: Object.fromEntries(states.map(([name, state]) => [name, state ? 'ready' : 'unavailable'])),
    });
  };
}

async function ask(url: URL): Promise<void> {
  const { status } = await sendToSubgraph(new URL('/health', url), {
    method: 'GET',
    signal: AbortSignal.timeout(patience),
  });
  if (status !== 200) throw new Error('not ready');
}

function isReady(check: () => Promise<void>): Promise<boolean> {
  const late = new Promise<boolean>((resolve) => setTimeout(resolve, patience, false).unref());
  return Promise.race([
    check().then(
      () => true,
      () => false,
    ),
    late,
  ]);
}
