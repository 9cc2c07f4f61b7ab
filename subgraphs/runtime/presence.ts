import { setTimeout as sleep } from 'node:timers/promises';
import postgres, { type Sql } from 'postgres';

/** The server was ended by somebody else: killed, or for want of memory. */
export class EmbeddedPostgresEnded extends Error {
  constructor() {
    super(
      'The embedded PostgreSQL has ended, and was not told to by Kompass: start again. What was saved is kept.',
    );
    this.name = 'EmbeddedPostgresEnded';
  }
}

/**
 * A connection that a process has for as long as it uses the server. By it, whoever leaves sees those who ask nothing just
 * now, and whoever stays sees that the server ends.
 */
export async function enter(url: string) {
  let left = false;
  let connecting = false;
  let hasEnded = false;
  let end: (error: Error) => void = () => {};
  const ended = new Promise<never>((_, reject) => {
    end = reject;
  });
  ended.catch(() => {}); // heard where it is waited for, which commands that end by themselves do not
  const sql = postgres(url, {
    max: 1,
    max_lifetime: null,
    backoff: () => 0, // how long to wait is said below
    fetch_types: false,
    onnotice: () => {},
    onclose: () => void (left || connecting || connectAgain()),
    connection: { application_name: 'kompass-presence' },
  });
  // The connection alone may have been ended, or all of them, while PostgreSQL recovers from a crash of one. It then
  // may refuse connections for a moment.
  const connectAgain = async (): Promise<void> => {
    connecting = true;
    for (let refused = 0; refused < patience.times; await sleep(patience.milliseconds))
      try {
        await sql`select 1`;
        connecting = false;
        return;
      } catch (error) {
        refused = (error as { readonly code?: string }).code === 'ECONNREFUSED' ? refused + 1 : 0;
      }
    hasEnded = true;
    end(new EmbeddedPostgresEnded());
  };
  try {
    await sql`select 1`;
  } catch (error) {
    left = true;
    await sql.end({ timeout: 0 });
    throw error;
  }
  return {
    ended,
    isShared: () => othersConnected(sql),
    /** Whether whoever leaves need not end the server: others use it, or it has ended. */
    async isLeftToOthers(): Promise<boolean> {
      for (;;)
        try {
          return await othersConnected(sql);
        } catch {
          if (hasEnded) return true;
          await sleep(patience.milliseconds); // the connection is being made again
        }
    },
    async leave() {
      left = true;
      await sql.end({ timeout: 5 });
    },
  };
}

async function othersConnected(sql: Sql): Promise<boolean> {
  for (let time = 0; time < patience.times; time += 1) {
    const [row] = await sql<{ others: number }[]>`
      select count(*)::int as others from pg_stat_activity
      where backend_type = 'client backend' and pid <> pg_backend_pid()`;
    if (row?.others === 0) return false;
    await sleep(patience.milliseconds);
  }
  return true;
}

/** Connections that were closed, and processes that were killed, just now are there for a moment longer. */
export const patience = { times: 20, milliseconds: 50 };
