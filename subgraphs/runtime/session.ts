import type { Caller } from '@kompass/schema';
import { sql } from 'drizzle-orm';
import type { Database, Session } from './database.js';

/**
 * Runs work in one transaction that carries the caller, so that row-level security decides which persons exist for
 * it. The settings end with the transaction: a pooled connection never carries the last caller.
 */
export async function inSession<Tables extends Record<string, unknown>, Result>(
  database: Database<Tables>,
  caller: Caller,
  work: (session: Session<Tables>) => Promise<Result>,
): Promise<Result> {
  return database.transaction(async (session) => {
    await session.execute(sql`select
      set_config('kompass.party', ${caller.party}, true),
      set_config('kompass.purpose', ${caller.purpose}, true),
      set_config('kompass.organisation', ${caller.organisation ?? ''}, true),
      set_config('kompass.duf_number', ${caller.dufNumber ?? ''}, true),
      set_config('kompass.clearances', ${caller.clearances.join(',')}, true)`);
    return work(session);
  });
}
