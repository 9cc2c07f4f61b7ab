import type { Caller, SubgraphName } from '@kompass/schema';
import { callerSettings, readingFor } from './caller-settings.js';
import { type Session, sessionOver } from './database.js';
import { openLanes } from './lanes.js';
import type { Answer, Client, Pipeline, SentStatement } from './pipeline.js';

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
const readingAs = { text: `${readingFor}, set_config('role', $6, true)`, name: 'reading_as' };
const become = { text: `select set_config('role', $1, true)`, name: 'become' };

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
  const opened = new WeakMap<Pipeline, RoomsOnPipeline>();
  const roomsOn = (pipeline: Pipeline): RoomsOnPipeline => {
    const known = opened.get(pipeline) ?? new RoomsOnPipeline(pipeline);
    opened.set(pipeline, known);
    return known;
  };
  return {
    open: (caller, work) =>
      lanes.use((pipeline) => {
        const rooms = roomsOn(pipeline);
        rooms.begin(caller);
        return work({ in: (room, tables, read) => read(rooms.session(room, tables)) });
      }),
    close: () => lanes.close(),
  };
}

/** The rooms' sessions on one connection, which takes the role of whichever room a statement is of. */
class RoomsOnPipeline {
  #caller: Caller | undefined;
  #role: SubgraphName | undefined;
  readonly #sessions = new Map<SubgraphName, Session<Record<string, unknown>>>();

  constructor(private readonly pipeline: Pipeline) {}

  begin(caller: Caller): void {
    this.#caller = caller;
    this.#role = undefined;
  }

  session<Tables extends Record<string, unknown>>(room: SubgraphName, tables: Tables): Session<Tables> {
    const known = this.#sessions.get(room) ?? sessionOver(this.#clientOf(room), tables);
    this.#sessions.set(room, known);
    return known as Session<Tables>;
  }

  /** Sends each statement at once, so that no other room's comes between it and its role. */
  #clientOf(room: SubgraphName): Client {
    return {
      query: <Row extends Record<string, unknown>>(statement: SentStatement, values?: readonly unknown[]) => {
        this.#become(room);
        return this.pipeline.query(statement, values) as Promise<Answer<Row>>;
      },
    };
  }

  /** What follows is skipped where it fails. */
  #become(room: SubgraphName): void {
    if (this.#role === room) return;
    const role = `kompass_${room}`;
    const became = this.#role
      ? this.pipeline.query(become, [role])
      : this.pipeline.query(readingAs, [...callerSettings(this.#caller as Caller), role]);
    became.catch(() => {});
    this.#role = room;
  }
}
