import postgres, { type Sql } from 'postgres';

/**
 * Connections of one room, or of all rooms' requests together. Of 3, 5, 6, 8, 10, 12 and 16, eight answered the most
 * with 16 requests under way on two cores. With all of a process's well below PostgreSQL's default of 100.
 */
const most = 8;

/** What was answered within a transaction counts for nothing: its connection was lost. */
export class ConnectionLost extends Error {}

/** A connection that one transaction has for itself. */
export interface Lane {
  /** Sends in order, without waiting for the answer to the one before. Refuses once the connection was lost. */
  readonly client: Pick<Sql, 'unsafe' | 'options'>;
  /** The last statement of a transaction that nobody waits for: until it is done the lane is not anybody else's. */
  leaving(end: Promise<unknown>): void;
  /** The first statements of a transaction: where they fail nothing more goes over this connection, whosever it is. */
  beginning<Result>(begun: Promise<Result>): Promise<Result>;
}

/** Lanes, and those who wait for one. */
export interface Lanes {
  /** @throws ConnectionLost when the connection was lost meanwhile, whatever else failed then */
  use<Result>(work: (lane: Lane) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/**
 * A pool whose transactions are pipelined. postgres.js' own waits for `begin` before it lets a statement follow, which
 * makes four waits of one; with one connection each, its clients send in order whatever is handed to them.
 *
 * A client whose connection was lost is given up. postgres.js would connect again, and send what was handed to it for the
 * lost one to the new one, without its beginning; where something was about to be written, it would never write again.
 * @param url connection string; its user must be the owner or be granted the role
 * @param name whose connections they are, for whoever looks at the server
 * @param role which each connection takes as it starts
 * @param onStatement called with each statement sent
 */
export function openLanes(
  url: string,
  name: string,
  role: string,
  onStatement?: (statement: string) => void,
): Lanes {
  const open = (onclose: () => void) =>
    postgres(url, {
      max: 1,
      idle_timeout: 60,
      connect_timeout: 5, // seconds that a request waits for a server that does not answer
      onnotice: () => {},
      onclose,
      connection: {
        application_name: `kompass-${name}`,
        role,
        TimeZone: 'UTC',
        // Names are written out. And a function's plans are made for one path: those of ours that are called by functions
        // without one, and by statements, would be planned again whenever the other calls.
        search_path: '""',
        jit: false,
        // Statements are written so that one plan is right for all their parameters.
        plan_cache_mode: 'force_generic_plan',
        // Milliseconds. What takes longer has lost its client, and keeps others from this connection.
        statement_timeout: 30_000,
      },
      ...(onStatement ? { debug: (_connection, statement) => onStatement(statement) } : {}),
    });
  const all = new Set<Opened>();
  // The one last used is taken first, so that the others may close when they are idle.
  const free: Opened[] = [];
  const waiting: ((lane: Opened) => void)[] = [];

  const openAnother = (): Opened => {
    const lane = openLane(open);
    all.add(lane);
    return lane;
  };
  const giveUp = (lane: Opened): void => {
    all.delete(lane);
    lane.sql.end({ timeout: 0 }).catch(() => {});
  };
  const take = (): Promise<Opened> | Opened => {
    for (let lane = free.pop(); lane; lane = free.pop()) {
      if (!lane.isLost()) return lane;
      giveUp(lane);
    }
    return all.size < most ? openAnother() : new Promise((resolve) => waiting.push(resolve));
  };
  const give = (lane: Opened): void => {
    if (lane.isLost()) giveUp(lane);
    const next = waiting.shift();
    if (next) next(all.has(lane) ? lane : openAnother());
    else if (all.has(lane)) free.push(lane);
  };

  return {
    async use(work) {
      const lane = await take();
      lane.begin();
      try {
        const result = await work(lane).catch((error: unknown) => {
          lane.refuseWhenLost(error);
          throw error;
        });
        lane.refuseWhenLost();
        return result;
      } finally {
        if (lane.end) lane.end.then(() => give(lane));
        else give(lane);
      }
    },
    close: async () => {
      // postgres.js would wait for a lost connection to say goodbye.
      await Promise.all([...all].map(({ sql, isLost }) => sql.end({ timeout: isLost() ? 0 : 5 })));
    },
  };
}

interface Opened extends Lane {
  readonly sql: Sql;
  end: Promise<void> | undefined;
  begin(): void;
  isLost(): boolean;
  /** @throws ConnectionLost when what was answered may come from another connection than the one that the transaction began on */
  refuseWhenLost(cause?: unknown): void;
}

function openLane(open: (onClose: () => void) => Sql): Opened {
  let lost = false;
  const lose = () => {
    lost = true;
  };
  const sql = open(lose);
  const refuseWhenLost = (cause?: unknown) => {
    if (lost)
      throw new ConnectionLost('the connection to PostgreSQL was lost within a transaction', { cause });
  };
  const lane: Opened = {
    sql,
    end: undefined,
    begin() {
      lane.end = undefined;
    },
    isLost: () => lost,
    refuseWhenLost,
    leaving(end) {
      lane.end = end.then(
        () => {},
        () => {},
      );
    },
    beginning(begun) {
      begun.catch(lose);
      return begun;
    },
    client: {
      options: sql.options,
      unsafe: ((...statement: Parameters<Sql['unsafe']>) => {
        refuseWhenLost();
        return sql.unsafe(...statement);
      }) as Sql['unsafe'],
    },
  };
  return lane;
}
