import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { PoolClient } from 'pg';
import type { Client } from './pipeline.js';

/** A transaction over a room's tables that carries the caller. */
export type Session<Tables extends Record<string, unknown>> = NodePgDatabase<Tables> & {
  readonly $client: Client;
};

/** A session whose statements a client sends. */
export function sessionOver<Tables extends Record<string, unknown>>(
  client: Client,
  tables: Tables,
): Session<Tables> {
  return drizzle(client as unknown as PoolClient, { schema: tables }) as unknown as Session<Tables>;
}
