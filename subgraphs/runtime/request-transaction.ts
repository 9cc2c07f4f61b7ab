import type { Caller, SubgraphName } from '@kompass/schema';
import { openLanes } from './lanes.js';
import type { Pipeline } from './pipeline.js';
import { ReadingRoles } from './reading-roles.js';
import type { Session } from './session.js';

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
  /** Says that nothing more is expected than what is about to be sent. What is asked nevertheless has another transaction. */
  last(): void;
}

/** Where requests get their transactions from. */
export interface RequestTransactions {
  /** Runs what one request reads. The transaction begins with its first statement and ends with the work. */
  open<Result>(caller: Caller, work: (transaction: RequestTransaction) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/**
 * Opens the connections of a process that hosts several rooms, in a role that may read nothing. One transaction for a request instead of one for each
 * room: the caller is set once, and whom the caller sees is found out once.
 * @param url connection string; its user must be the owner or be granted the rooms' roles and `kompass_nobody`
 */
export function openRequestTransactions(
  url: string,
  { onStatement }: { readonly onStatement?: ((statement: string) => void) | undefined } = {},
): RequestTransactions {
  const lanes = openLanes(url, 'gateway', 'kompass_nobody', onStatement);
  const roles = new WeakMap<Pipeline, ReadingRoles>();
  const rolesOn = (pipeline: Pipeline): ReadingRoles => {
    const known = roles.get(pipeline) ?? new ReadingRoles(pipeline);
    roles.set(pipeline, known);
    return known;
  };
  return {
    open: (caller, work) =>
      lanes.use((pipeline) => {
        const reading = rolesOn(pipeline);
        reading.begin(caller);
        return work({
          in: (room, tables, read) => read(reading.session(room, tables)),
          last: () => pipeline.last(),
        });
      }),
    close: () => lanes.close(),
  };
}
