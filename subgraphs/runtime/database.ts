import type { SubgraphName } from '@kompass/schema';
import type { ExtractTablesWithRelations } from 'drizzle-orm';
import type { PgTransaction } from 'drizzle-orm/pg-core';
import type { PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js';
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';

/** A transaction over a room's tables that carries the caller. */
export type Session<Tables extends Record<string, unknown>> = PgTransaction<
  PostgresJsQueryResultHKT,
  Tables,
  ExtractTablesWithRelations<Tables>
>;

/** A pool of connections in a subgraph's role, which can touch that subgraph's schema only. */
export interface Database<Tables extends Record<string, unknown>> {
  transaction<Result>(work: (session: Session<Tables>) => Promise<Result>): Promise<Result>;
  /** @throws Error when the server does not answer */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** Called with each statement sent; lets a test count them. */
  readonly onStatement?: ((statement: string) => void) | undefined;
}

/** Connections a room keeps: with four rooms in one process well below PostgreSQL's default of 100. */
const poolSize = 12;

/**
 * Opens a room's pool. Every connection takes the room's role as it starts, whoever it logged in as.
 * @param url connection string; its user must be the owner or be granted the room's role
 */
export function openDatabase<Tables extends Record<string, unknown>>(
  url: string,
  room: SubgraphName,
  tables: Tables,
  { onStatement }: DatabaseOptions = {},
): Database<Tables> {
  const sql = postgres(url, {
    max: poolSize,
    idle_timeout: 60,
    onnotice: () => {},
    connection: { application_name: `kompass-${room}`, role: `kompass_${room}`, jit: false },
    ...(onStatement ? { debug: (_connection, statement) => onStatement(statement) } : {}),
  });
  const db = drizzle(sql, { schema: tables });
  return {
    transaction: (work) => db.transaction((session) => work(session)),
    ping: async () => {
      await sql`select 1`;
    },
    close: () => sql.end({ timeout: 5 }),
  };
}
