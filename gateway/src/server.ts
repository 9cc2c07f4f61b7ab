import type { KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import {
  createIdentitySigner,
  type Log,
  listen,
  type OpenRoom,
  type RequestTransactions,
  refusalOf,
} from '@kompass/runtime';
import { type Language, policyInForce, readSupergraph, type SubgraphName } from '@kompass/schema';
import accepts from 'accepts';
import express from 'express';
import type { GraphQLError } from 'graphql';
import { formatError } from './answer.js';
import { answering } from './apollo.js';
import {
  ApolloServer,
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginDrainHttpServer,
  ApolloServerPluginLandingPageDisabled,
} from './apollo-server.js';
import { type Issuer, statePurpose } from './caller.js';
import type { DisclosureSink } from './disclosure.js';
import { exportRouter } from './export/router.js';
import { expectNoMore, type FetchContext, inOneTransaction, inProcess, overHttp } from './fetch.js';
import { graphqlOverHttp, nothingHere } from './graphql-http.js';
import { health, liveness } from './health.js';
import { onlyIntrospects } from './introspection.js';
import { knownTokens } from './known-tokens.js';
import { limitRules, limits } from './limits.js';
import { createPlanner, type Planner } from './plan.js';
import { ruledExecutor, type Sources } from './ruled-gateway.js';
import { type Shadow, shadowReport } from './shadow.js';
import { unruledExecutor } from './unruled.js';

/** What a gateway is made of. */
export interface GatewayOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** Rooms hosted in this process, and where the others are; together all four. */
  readonly rooms: readonly OpenRoom[];
  readonly subgraphUrls: ReadonlyMap<SubgraphName, URL>;
  /** In which the rooms of this process read, one a request; without, each reads in a transaction of its own. */
  readonly transactions?: RequestTransactions | undefined;
  /** What subgraphs that run apart are told with who asks: private Ed25519 keys, or one of this process's own. */
  readonly signingKeys?: readonly KeyObject[] | undefined;
  /** Where the disclosure log is. */
  readonly disclosures: DisclosureSink;
  readonly issuers: readonly Issuer[];
  readonly audience: string;
  readonly production: boolean;
  readonly log: Log;
  /** A policy beside the one in force, to be counted by. */
  readonly shadow?: Shadow | undefined;
  /** What `GET /` shows. */
  readonly landing: express.Router;
  /** Leaves the rules and the log out, to measure what they cost. Refused in production. */
  readonly rules?: 'off';
}

export interface Gateway {
  readonly url: string;
  /** Answers the requests under way, then stops. */
  close(): Promise<void>;
}

/** Empty for a developer who looks at the schema. */
type Context = FetchContext | Record<string, never>;

/**
 * The door. A request goes: caller → limits → rules → plan → fetch → answer.
 * @throws Error when the port is taken, a subgraph has nobody to answer for it, or the rules are off in production
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { rooms, subgraphUrls, issuers, audience, production, log, rules } = options;
  if (rules === 'off' && production) throw new Error('The rules are never off in production.');
  const signer = await createIdentitySigner(options.signingKeys);
  const verify = knownTokens(issuers, audience);
  const planner = kompassPlanner();
  const sources = sourcesOf(planner, rooms, subgraphUrls, log);
  const around = inOneTransaction(options.transactions);
  const executor =
    rules === 'off'
      ? unruledExecutor(planner, sources, around, expectNoMore)
      : ruledExecutor(planner, sources, around, options.disclosures, log, options.shadow);
  const contextOf = async (
    request: IncomingMessage,
    response: ServerResponse,
    purpose: string | undefined,
  ): Promise<FetchContext> => {
    const credentials = await verify(request.headers.authorization);
    const caller = { ...statePurpose(credentials, purpose), language: languageOf(request) };
    return {
      caller,
      policy: policyInForce(),
      trace: String(response.getHeader(requestId)),
      identity: (addressee, body) => signer.sign(caller, addressee, body),
      asked: new Map(),
    };
  };
  const app = express();
  let draining = false;
  const http = createServer((request, response) => {
    // A request may name the host before the path (RFC 9112, § 3.2.2).
    request.url = request.url?.replace(/^https?:\/\/[^/?]*\/?/i, '/');
    logRequest(request, response, log);
    // A client that is told so sends its next request elsewhere, and not into a connection that is being ended.
    if (draining) response.shouldKeepAlive = false;
    // Most requests by far; past Express they cost a tenth less.
    if (isGraphql(request)) void answerGraphql(request, response).catch(refuse(response, log));
    else app(request, response);
  });
  // Apollo Server does not say of which request the error is that it has formatted.
  const traces = new WeakMap<GraphQLError, string>();
  const { gateway, plugin } = answering<Context>(planner, executor);
  const apollo = new ApolloServer<Context>({
    gateway,
    introspection: true, // the rules answer it: to each caller the schema of that caller
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: production,
    csrfPrevention: true,
    stringifyResult: JSON.stringify,
    parseOptions: { maxTokens: limits.tokens },
    validationRules: limitRules,
    formatError: (formatted, error) => formatError(formatted, error, log, traces.get(error as GraphQLError)),
    stopOnTerminationSignals: false,
    logger: { debug() {}, info() {}, warn() {}, error: (message) => log.error(String(message)) },
    plugins: [
      plugin,
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginDrainHttpServer({ httpServer: http, stopGracePeriodMillis: 10_000 }),
      {
        requestDidStart: async () => ({
          didResolveOperation: async ({ contextValue, document }) => {
            // Only developers reach this without a caller, and only for the schema.
            if (!contextValue.caller && !onlyIntrospects(document))
              throw await verify(undefined).catch((error: unknown) => error);
          },
          didEncounterErrors: async ({ contextValue, errors }) => {
            for (const error of errors) if (contextValue.trace) traces.set(error, contextValue.trace);
          },
        }),
      },
    ],
  });

  app.disable('x-powered-by');
  app.get(
    '/health',
    health(rooms, subgraphUrls, signer, () => draining),
  );
  app.get('/health/live', liveness);
  app.get('/.well-known/jwks.json', (_request, response) => {
    response.json(signer.jwks);
  });
  if (options.shadow) app.get('/shadow', shadowReport(options.shadow, verify));
  await apollo.start();
  const answerGraphql = graphqlOverHttp(
    apollo,
    limits.body,
    async (request, response): Promise<Context> =>
      !production && !request.headers.authorization
        ? {}
        : contextOf(request, response, request.headers['kompass-purpose']?.toString()),
  );
  app.use(
    exportRouter({
      schema: planner.schema,
      execute: executor,
      contextOf: (request, response) =>
        contextOf(request, response, request.get('kompass-purpose') ?? 'DATA_SUBJECT_RIGHTS'),
      log,
    }),
  );
  app.use(options.landing);
  app.use(nothingHere);
  app.use(((error, _request, response, _next) => {
    refuse(response, log)(error);
  }) satisfies express.ErrorRequestHandler);

  const port = await listen(http, options.port);
  return {
    url: `http://localhost:${port}`,
    async close() {
      // What clients have sent already is read and answered; health tells the load balancer to send no more.
      draining = true;
      await sleep(graceMillis);
      // Where we were too busy to read in that time: a turn to accept connections, one to read them, one to spare.
      for (let turn = 0; turn < 3; turn += 1) await setImmediate();
      await apollo.stop();
    },
  };
}

let planner: Planner | undefined;

/** The planner of Kompass' supergraph, made once a process. */
export function kompassPlanner(): Planner {
  planner ??= createPlanner(readSupergraph());
  return planner;
}

function sourcesOf(
  { subgraphs }: Planner,
  rooms: readonly OpenRoom[],
  urls: ReadonlyMap<SubgraphName, URL>,
  log: Log,
): Sources {
  return new Map(
    subgraphs.map(({ name }) => {
      const room = rooms.find((each) => each.name === name);
      if (room) return [name, inProcess(room)];
      for (const [apart, url] of urls) if (apart === name) return [name, overHttp(apart, url, log)];
      throw new Error(`Nobody answers for the subgraph ${name}.`);
    }),
  );
}

/** How long requests that are on their way when we are told to stop are still read. */
const graceMillis = 250;

const requestId = 'x-request-id';

/** The language that texts are wanted in, from `Accept-Language`. */
function languageOf(request: IncomingMessage): Language {
  return request.headers['accept-language'] !== undefined &&
    accepts(request).languages('nb', 'no', 'nn', 'en') === 'en'
    ? 'en'
    : 'nb';
}

function isGraphql({ url = '' }: IncomingMessage): boolean {
  return /^\/graphql(?:[/?]|$)/i.test(url);
}

const pages =
  /^\/(?:graphql|graphiql|health|shadow|export\.(?:json|html)|\.well-known\/jwks\.json|landing|development\/token)?(?=[/?]|$)/;

/** A line a request: its id, what became of it and how long it took; never who, whom or what. */
function logRequest(request: IncomingMessage, response: ServerResponse, log: Log): void {
  const id = crypto.randomUUID();
  const began = performance.now();
  const { method, url = '' } = request;
  // Without the query, and what is none of ours not at all: both may hold somebody's number.
  const path = pages.exec(url)?.[0] ?? 'another';
  response.setHeader(requestId, id);
  response.once('close', () => {
    const ms = Math.round(performance.now() - began);
    const left = response.writableFinished ? {} : { aborted: true };
    log.info({ id, method, path, status: response.statusCode, ms, ...left }, 'request');
  });
}

/** Answers requests that could not be read. */
function refuse(response: ServerResponse, log: Log): (error: { readonly status?: number }) => void {
  return (error) => {
    const { status, errors } = refusalOf(error, limits.body, log, response.getHeader(requestId)?.toString());
    if (response.headersSent) {
      response.destroy();
      return;
    }
    response.statusCode = status;
    response.setHeader('content-type', 'application/json; charset=utf-8');
    response.end(JSON.stringify({ errors }));
  };
}
