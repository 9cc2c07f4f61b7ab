import { internalServerError } from '@kompass/schema';
import { type ExecutionResult, GraphQLError } from 'graphql';
import type { Log } from './log.js';

/** A new row about a person whom the caller does not see, or who is being erased; drizzle wraps what PostgreSQL says. */
function refusedByRowSecurity(error: Error): boolean {
  const said = (error.cause ?? error) as { readonly code?: string; readonly message?: string };
  return said.code === '42501' && /row-level security/.test(said.message ?? '');
}

/** An identifier in a shape that no identifier has names nobody and nothing. */
function namesNothing(error: Error): boolean {
  const said = (error.cause ?? error) as { readonly code?: string; readonly message?: string };
  return said.code === '22P02' && /type uuid/.test(said.message ?? '');
}

/** Whether a resolver threw what was not meant for a client. */
export function isUnforeseen(error: GraphQLError): error is GraphQLError & { readonly originalError: Error } {
  return error.originalError !== undefined && !(error.originalError instanceof GraphQLError);
}

/**
 * What of a room's answer leaves it: each refusal once, whatever the number of rows, and nothing that is not meant for a
 * client, which goes to the log instead.
 * @param trace the request's id
 */
export function maskErrors(result: ExecutionResult, log: Log, trace: string | undefined): ExecutionResult {
  if (!result.errors) return result;
  const refused = new Set<string>();
  const errors = result.errors.flatMap((error) => {
    if (error.extensions['code'] === 'FORBIDDEN') {
      if (refused.has(error.message)) return [];
      refused.add(error.message);
      return [error];
    }
    if (!isUnforeseen(error)) return [error];
    const missing = refusedByRowSecurity(error.originalError)
      ? 'There is no such person that you may write about.'
      : namesNothing(error.originalError) && 'Nobody and nothing that you may see has this identifier.';
    if (missing)
      return [
        new GraphQLError(missing, {
          nodes: error.nodes,
          path: error.path,
          extensions: { code: 'NOT_FOUND' },
        }),
      ];
    log.error(
      { err: error.originalError, id: trace, path: error.path?.filter((key) => typeof key === 'string') },
      'a resolver failed',
    );
    return [internalServerError({ nodes: error.nodes, path: error.path })];
  });
  return { ...result, errors };
}
