import type { Caller, SubgraphName } from '@kompass/schema';
import { callerSettings, setCaller } from './caller-settings.js';
import { type Client, type Session, sessionOver } from './database.js';
import { type Lane, openLanes } from './lanes.js';

/** A transaction in which all rooms of this process read for one request, each in its own role. */
export interface RequestTransaction {
  /**
   * Runs what a room reads. A statement that fails ends the transaction for every room: whoever is refused asks again in
   * a transaction of its own.
   */
  in<Tables extends Record<string, unknown>, Result>(
    room: SubgraphName,
    tables: Tables,
    work: (session: Session<Tables>) => Promise<Result>,
  ): Promise<Result>;
}

/** Where requests get their transactions from. */
export interface RequestTransactions {
  /** Runs what one request reads. The transaction begins with its first statement and ends with the work. */
  open<Result>(caller: Caller, work: (transaction: RequestTransaction) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** Begins in a role that may nothing, and becomes the first room. */
const setCallerAndRole = `${setCaller}, set_config('role', $6, true)`;

/**
 * Opens the connections of a process that hosts several rooms. One transaction for a request instead of one for each
 * room: the caller is set once, and whom the caller sees is found out once.
 * @param url connection string; its user must be the owner or be granted the rooms' roles and `kompass_nobody`
 */
export function openRequestTransactions(
  url: string,
  { onStatement }: { readonly onStatement?: ((statement: string) => void) | undefined } = {},
): RequestTransactions {
  const lanes = openLanes(url, 'gateway', 'kompass_nobody', onStatement);
  const opened = new WeakMap<Lane, RoomsOnLane>();
  const roomsOn = (lane: Lane): RoomsOnLane => {
    const known = opened.get(lane) ?? new RoomsOnLane(lane);
    opened.set(lane, known);
    return known;
  };
  return {
    open: (caller, work) =>
      lanes.use(async (lane) => {
        const rooms = roomsOn(lane);
        rooms.begin(caller);
        try {
          const result = await work({ in: (room, tables, read) => read(rooms.session(room, tables)) });
          await rooms.begun;
          return result;
        } finally {
          rooms.end();
        }
      }),
    close: () => lanes.close(),
  };
}

/** The rooms' sessions on one connection, which takes the role of whichever room a statement is of. */
class RoomsOnLane {
  /** Rejects when the transaction did not begin, or not with its caller. */
  begun: Promise<unknown> | undefined;
  #caller: Caller | undefined;
  #role: SubgraphName | undefined;
  readonly #sessions = new Map<SubgraphName, Session<Record<string, unknown>>>();

  constructor(private readonly lane: Lane) {}

  begin(caller: Caller): void {
    this.#caller = caller;
    this.begun = undefined;
    this.#role = undefined;
  }

  end(): void {
    if (this.begun) this.lane.leaving(this.lane.client.unsafe('commit'));
  }

  session<Tables extends Record<string, unknown>>(room: SubgraphName, tables: Tables): Session<Tables> {
    const known = this.#sessions.get(room) ?? sessionOver(this.#clientOf(room), tables);
    this.#sessions.set(room, known);
    return known as Session<Tables>;
  }

  /** Sends each statement at once, so that no other room's comes between it and its role. */
  #clientOf(room: SubgraphName): Client {
    const { client } = this.lane;
    const unsafe = (...statement: Parameters<Client['unsafe']>) => {
      this.#become(room);
      return client.unsafe(...statement).execute();
    };
    return { options: client.options, unsafe: unsafe as Client['unsafe'] };
  }

  #become(room: SubgraphName): void {
    const { client } = this.lane;
    if (!this.begun) {
      const settings = [...callerSettings(this.#caller as Caller), `kompass_${room}`];
      // Heard at the end.
      this.begun = this.lane.beginning(
        Promise.all([
          client.unsafe('begin read only').execute(),
          client.unsafe(setCallerAndRole, settings, { prepare: true }).execute(),
        ]),
      );
    } else if (this.#role !== room) {
      // A role that is not taken ends the transaction, and with it the statement.
      client.unsafe(`set local role kompass_${room}`).catch(() => {});
    }
    this.#role = room;
  }
}
