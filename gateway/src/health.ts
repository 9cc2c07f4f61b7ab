import type { IdentitySigner, OpenRoom } from '@kompass/runtime';
import { type Caller, policyInForce, type SubgraphName } from '@kompass/schema';
import type { RequestHandler } from 'express';
import { sendToSubgraph } from './subgraph-http.js';

/** Longer than this, in milliseconds, a room that answers is not well. */
const patience = 2_000;

/** What a room is: `refused` means that it does not know the key with which this gateway says who asks. */
type State = 'ready' | 'unavailable' | 'refused';

/** As whom a room is asked whether it knows our key: a person without a number, who is nobody. */
const nobody: Caller = { party: 'PERSON', purpose: 'REGISTRATION', clearances: [] };

/** Without its disclosure log nothing is told of anybody; without another room, what the others hold still is. */
const indispensable: SubgraphName = 'consent';

/**
 * Whether requests are to be sent here, for a load balancer: 200 as long as something can be answered, which takes the
 * disclosure log, and 503 else and while the gateway stops. The body says how each room is, and the policy's version.
 */
export function health(
  rooms: readonly OpenRoom[],
  urls: ReadonlyMap<SubgraphName, URL>,
  signer: IdentitySigner,
  isDraining: () => boolean,
): RequestHandler {
  const hosted = rooms.map((room) => [room.name, () => ping(room)] as const);
  const apart = [...urls].map(([name, url]) => [name, () => ask(name, url, signer)] as const);
  const checks = new Map([...apart, ...hosted]);
  return async (_request, response) => {
    const states = await Promise.all(
      [...checks].map(async ([name, check]) => [name, await inTime(check)] as const),
    );
    const rooms = Object.fromEntries(states);
    const answers = !isDraining() && rooms[indispensable] === 'ready';
    const whole = states.every(([, state]) => state === 'ready');
    response.status(answers ? 200 : 503).json({
      status: !answers ? 'unavailable' : whole ? 'ready' : 'partial',
      policyVersion: policyInForce().version,
      rooms,
    });
  };
}

/** Whether this process is to be left running: it answers at all, whatever has become of rooms and databases. */
export const liveness: RequestHandler = (_request, response) => {
  response.json({ status: 'alive' });
};

async function ping(room: OpenRoom): Promise<State> {
  await room.ping();
  return 'ready';
}

async function ask(name: SubgraphName, url: URL, signer: IdentitySigner): Promise<State> {
  const { status } = await sendToSubgraph(new URL('/health', url), {
    method: 'GET',
    headers: { authorization: `Bearer ${await signer.sign(nobody, name, '')}` },
    signal: AbortSignal.timeout(patience),
  });
  if (status === 401) return 'refused';
  return status === 200 ? 'ready' : 'unavailable';
}

function inTime(check: () => Promise<State>): Promise<State> {
  const late = new Promise<State>((resolve) => setTimeout(resolve, patience, 'unavailable').unref());
  return Promise.race([check().catch((): State => 'unavailable'), late]);
}
