import { internalServerError } from '@kompass/schema';
import { GraphQLError } from 'graphql';
import type { Log } from './log.js';

/** What is answered to a request that never became an operation. */
export interface Refusal {
  readonly status: number;
  readonly errors: readonly GraphQLError[];
}

/**
 * Why a request's body was not read, as its sender may be told; what is our fault goes to the log.
 * @param error what the body's reader threw: an error with an HTTP `status`, or anything else
 * @param limit how large a request may be, as `256kb`
 * @param trace the request's id
 */
export function refusalOf(
  error: { readonly status?: number },
  limit: string,
  log: Log,
  trace: string | undefined,
): Refusal {
  const { status = 500 } = error;
  if (status >= 500) {
    log.error({ err: error, id: trace }, 'a request failed');
    return { status, errors: [internalServerError()] };
  }
  const message =
    status === 413
      ? `The request is larger than ${limit}.`
      : 'The request could not be read: send JSON with a "query".';
  return { status, errors: [new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } })] };
}
