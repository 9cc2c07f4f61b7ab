import { type GraphQLDataSource, RemoteGraphQLDataSource } from '@apollo/gateway';
import type { IdentitySigner, Log, OpenRoom } from '@kompass/runtime';
import { type Caller, KompassError, type Policy } from '@kompass/schema';
import { Agent, fetch as undiciFetch } from 'undici';

/** What the gateway's GraphQL context tells a fetch. */
export interface FetchContext {
  readonly caller: Caller;
  /** What the request is answered under, from its beginning to its end. */
  readonly policy: Policy;
  /** The request's id. */
  readonly trace: string;
  /** The caller's signed identity, made once a request, when a subgraph that runs apart is asked. */
  identity(): Promise<string>;
}

/** Asks a room in this process: no HTTP, no serialisation. */
export function inProcess(room: OpenRoom): GraphQLDataSource<FetchContext> {
  return {
    async process({ request, context }) {
      const result = await room.execute(
        {
          query: request.query ?? '',
          variables: request.variables ?? undefined,
          operationName: request.operationName ?? undefined,
        },
        context.caller as Caller,
      );
      return { data: result.data ?? null, ...(result.errors ? { errors: [...result.errors] } : {}) };
    },
  };
}

/** Connections to the subgraphs, all of them: they are kept open between requests. */
export const agent = new Agent({ keepAliveTimeout: 30_000, connections: 64 });

/** Asks a subgraph that runs apart. */
export function overHttp(url: URL, log: Log): GraphQLDataSource<FetchContext> {
  return new RemoteGraphQLDataSource<FetchContext>({
    url: url.href,
    fetcher: (address, init) =>
      undiciFetch(address, { ...init, dispatcher: agent } as Parameters<typeof undiciFetch>[1]) as never,
    didEncounterError(error) {
      log.error(
        { err: error, cause: (error as { cause?: { code?: unknown } }).cause?.code },
        'a subgraph did not answer',
      );
      throw new KompassError('UNAVAILABLE', 'A part of Kompass is down. Try again later.');
    },
    async willSendRequest({ request, context }) {
      if (context.identity) request.http?.headers.set('authorization', `Bearer ${await context.identity()}`);
    },
  });
}

/** Signs a caller at most once. */
export function lazyIdentity(signer: IdentitySigner, caller: Caller): () => Promise<string> {
  let signed: Promise<string> | undefined;
  return () => {
    signed ??= signer.sign(caller);
    return signed;
  };
}
