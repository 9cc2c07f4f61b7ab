import type { IdentitySigner, OpenRoom, RoomState } from '@kompass/runtime';
import { type Caller, policyInForce, type SubgraphName } from '@kompass/schema';
import type { RequestHandler } from 'express';
import { sendToSubgraph } from './subgraph-http.js';

/** Longer than this, in milliseconds, a room that answers is not well. */
const patience = 2_000;

/** How a room is, as it says itself; `anotherService` means that what answers at its URL is not this room. */
type State = RoomState | 'anotherService';

/** As whom a room is asked whether it knows our key: a person without a number, who is nobody. */
const nobody: Caller = { party: 'PERSON', purpose: 'REGISTRATION', clearances: [] };

/** Without its disclosure log nothing is told of anybody; without another room, what the others hold still is. */
const indispensable: SubgraphName = 'consent';

/**
 * Whether requests are to be sent here, for a load balancer: 200 as long as something can be answered, which takes the
 * disclosure log, and 503 else and while the gateway stops. A room may be able to read our keys only once we are sent
 * requests, so that its not having read them takes nothing away. The body says how each room is, and the policy's version.
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
    const status = isDraining() ? 'unavailable' : statusOf(new Map(states));
    response.status(status === 'unavailable' ? 503 : 200).json({
      status,
      policyVersion: policyInForce().version,
      rooms,
    });
  };
}

/** Whether this process is to be left running: it answers at all, whatever has become of rooms and databases. */
export const liveness: RequestHandler = (_request, response) => {
  response.json({ status: 'alive' });
};

function statusOf(
  states: ReadonlyMap<SubgraphName, State>,
): 'ready' | 'partial' | 'keysUnread' | 'unavailable' {
  const log = states.get(indispensable);
  if (log === 'keysUnread') return log;
  if (log !== 'ready') return 'unavailable';
  return [...states.values()].every((state) => state === 'ready') ? 'ready' : 'partial';
}

async function ping(room: OpenRoom): Promise<State> {
  await room.ping();
  return 'ready';
}

async function ask(name: SubgraphName, url: URL, signer: IdentitySigner): Promise<State> {
  const { status, text } = await sendToSubgraph(new URL('/health', url), {
    method: 'GET',
    headers: { authorization: `Bearer ${await signer.sign(nobody, name, '')}` },
    signal: AbortSignal.timeout(patience),
  });
  if (status >= 500) return 'unavailable'; // be it said by what stands before the room
  const said = read(text);
  if (said.room !== name) return 'anotherService';
  if (status === 401) return 'refused';
  return said.status === 'keysUnread' ? said.status : 'ready';
}

function read(text: string): { readonly room?: unknown; readonly status?: unknown } {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {}; // not a room's words
  }
}

function inTime(check: () => Promise<State>): Promise<State> {
  const late = new Promise<State>((resolve) => setTimeout(resolve, patience, 'unavailable').unref());
  return Promise.race([check().catch((): State => 'unavailable'), late]);
}
