import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { listen } from '@kompass/runtime';
import { readAsked, readingOf } from '@kompass/schema';
import express from 'express';
import { type ExecutionResult, GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';
import { asGateway, type Executor } from './apollo.js';
import { ApolloServer, ApolloServerPluginDrainHttpServer } from './apollo-server.js';
import { operationReader } from './asked.js';
import type { Around, Source } from './execute.js';
import { graphqlOverHttp } from './graphql-http.js';
import { makeReady, type ReadyOperation } from './operation.js';
import { createPlanner, type Planner } from './plan.js';
import { sendToSubgraph } from './subgraph-http.js';

/**
 * The gateway's way of carrying operations out, on any supergraph and without rules, callers or log: for holding it
 * against others. Kompass itself is never answered this way.
 */
export function unruledExecutor<Context>(
  planner: Planner,
  sources: ReadonlyMap<string, Source<Context>>,
  around: Around<Context> = (_definition, context, run) => run(context),
  whenLast?: (context: Context) => void,
): Executor {
  const { schema } = planner;
  const nothing = readingOf({ reads: {}, lists: {} });
  const operations = new LRUCache<string, ReadyOperation<Context>>({ max: 500 });
  const readOperation = operationReader(schema, nothing);
  return async ({ document, queryHash, request, context }) => {
    const { variables: raw = {}, operationName = null } = request;
    const { operation, coerce, decides } = readOperation(document, operationName);
    const { coerced, errors } = coerce(raw);
    if (!coerced) return { errors };
    const key = `${queryHash} ${operationName ?? ''} ${decides(coerced)}`;
    const ready =
      operations.get(key) ??
      makeReady(
        planner,
        sources,
        operation,
        readAsked(schema, operation, coerced, nothing, () => false),
        false,
        () => schema,
        whenLast,
      );
    operations.set(key, ready);
    const fetched = await around(operation.definition, context as Context, (within) =>
      ready.execute(raw, within),
    );
    try {
      const { data, misfits } = ready.shape(fetched.data, ready.describe(coerced));
      if (fetched.errors.length > 0) return { data, errors: fetched.errors };
      return misfits.length > 0 ? { data, extensions: { valueCompletion: misfits } } : { data };
    } catch (error) {
      return { errors: [new GraphQLError((error as Error).message, { originalError: error as Error })] };
    }
  };
}

/**
 * Serves a supergraph, whose subgraphs are where it says.
 * @returns the address, and how to stop
 */
export async function startUnruledGateway(
  supergraphFile: URL | string,
  port: number,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const planner = createPlanner(readFileSync(supergraphFile, 'utf8'));
  const sources = new Map(planner.subgraphs.map(({ name, url }) => [name, anywhere(url ?? '')]));
  const app = express();
  const http = createServer(app);
  const apollo = new ApolloServer({
    gateway: asGateway(planner, unruledExecutor(planner, sources)),
    stopOnTerminationSignals: false,
    plugins: [ApolloServerPluginDrainHttpServer({ httpServer: http })],
  });
  await apollo.start();
  app.get('/health', (_request, response) => {
    response.json({ status: 'ready' });
  });
  app.use(
    '/graphql',
    graphqlOverHttp(apollo, '1mb', async () => ({})),
  );
  const taken = await listen(http, port);
  return {
    url: `http://localhost:${taken}`,
    close: () => apollo.stop(),
  };
}

function anywhere(url: string): Source<undefined> {
  return {
    prepare: (query, operationName) => async (variables) => {
      const { status, text } = await sendToSubgraph(new URL(url), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables, operationName }),
      });
      if (status !== 200) throw new GraphQLError(`${status}: ${url}`);
      return JSON.parse(text) as ExecutionResult;
    },
  };
}
