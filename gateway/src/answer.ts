import { type Log, shortened } from '@kompass/runtime';
import { errorCodes, internalServerError, type KompassError } from '@kompass/schema';
import type { GraphQLFormattedError } from 'graphql';
import { unwrapResolverError } from './apollo-server.js';
import { limits } from './limits.js';

/** Codes of GraphQL and of Apollo Server that tell a client about the client's own request. */
export const clientCodes = [
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
];

/** What of an error's extensions leaves the house. */
const publicExtensions = [
  'code',
  'coordinate',
  'party',
  'purpose',
  'policyVersion',
  'allowed',
  'currentVersion',
];

/**
 * The last gate: what is not written for a client becomes a sentence that tells nothing but the request's id.
 * @param formatted the error as GraphQL would answer it
 * @param trace the request's id, where it is known
 */
export function formatError(
  formatted: GraphQLFormattedError,
  error: unknown,
  log: Log,
  trace: string | undefined,
): GraphQLFormattedError {
  const forClient = writtenForClient(formatted);
  if (forClient) return forClient;
  log.error({ err: unwrapResolverError(error), id: trace }, 'an error was masked');
  return { ...internalServerError().toJSON(), ...placeOf(formatted) };
}

/** An error as it leaves the house; `undefined` where it is not written for a client. */
export function writtenForClient(formatted: GraphQLFormattedError): GraphQLFormattedError | undefined {
  const { message, extensions = {} } = formatted;
  const { code } = extensions;
  const known = typeof code === 'string' && (code in errorCodes || clientCodes.includes(code));
  if (!known || code === 'INTERNAL_SERVER_ERROR') return undefined;
  return { message: shortened(message, limits.message), ...placeOf(formatted), extensions: pick(extensions) };
}

/** The status of an answer that is an error and no more, and the headers that belong to it. */
export function headOf({ code, extensions }: KompassError): {
  readonly status: number;
  readonly headers: Map<string, string>;
} {
  const { http } = extensions as { http?: { status: number; headers?: Map<string, string> } };
  return { status: http?.status ?? errorCodes[code], headers: http?.headers ?? new Map() };
}

function placeOf({ path, locations }: GraphQLFormattedError): Partial<GraphQLFormattedError> {
  return { ...(locations ? { locations } : {}), ...(path ? { path } : {}) };
}

function pick(extensions: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    publicExtensions.flatMap((key) => (key in extensions ? [[key, extensions[key]]] : [])),
  );
}
