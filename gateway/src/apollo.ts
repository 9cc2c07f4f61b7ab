import type {
  GatewayExecutionResult,
  GatewayGraphQLRequestContext,
  GatewayInterface,
} from '@apollo/server-gateway-interface';
import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import { writtenForClient } from './answer.js';
import { type ApolloServerPlugin, type BaseContext, HeaderMap } from './apollo-server.js';
import type { Planner } from './plan.js';

/** What of a request decides how it is answered. */
export type Executed = Pick<
  GatewayGraphQLRequestContext,
  'document' | 'queryHash' | 'operationName' | 'context'
> & { readonly request: Pick<GatewayGraphQLRequestContext['request'], 'variables' | 'operationName'> };

/** Carries an operation out. */
export type Executor = (asked: Executed) => Promise<GatewayExecutionResult>;

/** An executor as Apollo Server takes it; the supergraph never changes while it runs. */
export function asGateway({ schema, supergraphSdl }: Planner, executor: Executor): GatewayInterface {
  return {
    load: async () => ({ executor }),
    onSchemaLoadOrUpdate(listener) {
      listener({ apiSchema: schema, coreSupergraphSdl: supergraphSdl });
      return () => {};
    },
    stop: async () => {},
  };
}

/**
 * The same, answering through a plugin what has no errors but those that are written for a client. What Apollo Server
 * hands to a gateway's executor it makes anew for each request, with a getter; V8 keeps getters where it seldom looks, and
 * with them the whole request, its answer included, long after it has left. To keep as much and look through it again took
 * a tenth of the processor time, and personal data has no business to stay. All else goes the ordinary way.
 */
export function answering<Context extends BaseContext>(
  planner: Planner,
  execute: Executor,
): { readonly gateway: GatewayInterface; readonly plugin: ApolloServerPlugin<Context> } {
  const apolloAnswers = new WeakMap<object, Promise<GatewayExecutionResult>>();
  const plugin: ApolloServerPlugin<Context> = {
    requestDidStart: async () => ({
      responseForOperation: async ({
        document,
        operation,
        queryHash,
        operationName,
        request,
        contextValue,
      }) => {
        if (!operation) return null;
        const context = contextValue as Record<string, unknown>;
        const answer = execute({ document, queryHash, operationName, request, context } as Executed);
        const { data, errors = [], extensions } = await answer.catch(() => failed);
        const written = errors.flatMap(asWritten);
        if (data === undefined || written.length < errors.length) {
          apolloAnswers.set(context, answer);
          return null;
        }
        const singleResult = {
          ...(errors.length > 0 ? { errors: written } : {}),
          data,
          ...(extensions ? { extensions } : {}),
        };
        return {
          http: { status: undefined, headers: new HeaderMap() },
          body: { kind: 'single', singleResult },
        };
      },
    }),
  };
  const executor: Executor = (asked) => apolloAnswers.get(asked.context) ?? execute(asked);
  return { plugin, gateway: asGateway(planner, executor) };
}

/** Nothing, where an error is not written for a client, or decides what the whole answer's status is. */
function asWritten(error: GraphQLError): readonly GraphQLFormattedError[] {
  const written = 'http' in error.extensions ? undefined : writtenForClient(error.toJSON());
  return written ? [written] : [];
}

/** Whoever asks for the answer hears of its failure. */
const failed: GatewayExecutionResult = { errors: [] };
