import type { Log } from './log.js';
import { WorkIsOver } from './pipeline.js';

/**
 * Lets a process live on for two failures that may have nobody to hear of them; Node.js ends a process for what nobody
 * hears. When PostgreSQL goes away just as a connection is made, postgres.js asks for the array types on its own account:
 * whoever waits for the connection is told, and asks on another. And whoever still asks for a request that was answered is
 * refused.
 */
export function outliveTheUnheard(log: Log): void {
  process.on('unhandledRejection', (reason) => {
    if (isQueryForTypes(reason))
      log.warn({ err: reason }, 'a connection to PostgreSQL was lost as it was made');
    else if (isOver(reason)) log.warn({ err: reason }, 'something was asked for a request that was answered');
    else throw reason;
  });
}

/** drizzle wraps what a statement fails with. */
function isOver(reason: unknown): boolean {
  return reason instanceof WorkIsOver || (reason instanceof Error && reason.cause instanceof WorkIsOver);
}

/** postgres.js notes on an error which query it is of. */
function isQueryForTypes(reason: unknown): boolean {
  const { query } = (reason ?? {}) as { readonly query?: unknown };
  return typeof query === 'string' && query.includes('from pg_catalog.pg_type a');
}
