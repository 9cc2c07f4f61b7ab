import type { Log } from './log.js';

/**
 * Lets a process live on when PostgreSQL goes away just as a connection is made. postgres.js asks for the array types
 * then, on its own account, and nobody hears when that fails; Node.js ends a process for what nobody hears. Whoever waits
 * for the connection is told, and asks on another.
 */
export function outliveLostConnections(log: Log): void {
  process.on('unhandledRejection', (reason) => {
    if (!isQueryForTypes(reason)) throw reason;
    log.warn({ err: reason }, 'a connection to PostgreSQL was lost as it was made');
  });
}

/** postgres.js notes on an error which query it is of. */
function isQueryForTypes(reason: unknown): boolean {
  const { query } = (reason ?? {}) as { readonly query?: unknown };
  return typeof query === 'string' && query.includes('from pg_catalog.pg_type a');
}
