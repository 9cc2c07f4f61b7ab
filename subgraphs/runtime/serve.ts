import { createServer } from 'node:http';
import { KompassError } from '@kompass/schema';
import express, { type Express } from 'express';
import { readyDatabase } from './database-server.js';
import { type Duties, startDuties } from './duties.js';
import { readCommonEnvironment, readInteger, readUrl, SettingError } from './environment.js';
import { type IdentityVerifier, remoteIdentityVerifier } from './identity.js';
import { listen } from './listen.js';
import { followSavedPolicy } from './live-policy.js';
import { createLog, type Log } from './log.js';
import { refusalOf } from './refusal.js';
import { type AnyRoom, type OpenRoom, openRoom } from './room.js';
import { runProcess } from './run-process.js';
import { untilSignal } from './signals.js';
import { outliveLostConnections } from './unheard.js';

/** Ports of the subgraphs when they run apart on one machine. */
const ports = { profile: 4001, consent: 4002, guidance: 4003, settlement: 4004 };

/** Larger operations than the gateway's planner ever writes, with 500 representations. */
const bodyLimit = '1mb';

/** What a room answers besides GraphQL; every request has been verified to come from the gateway. */
export interface Annex {
  readonly router: express.Router;
  close(): Promise<void>;
}

/** The HTTP face of a room, for the gateway's signed callers only: `POST /graphql`; and `GET /health` for all. */
export function subgraphApp(room: OpenRoom, verify: IdentityVerifier, log: Log, annex?: Annex): Express {
  const app = express();
  app.disable('x-powered-by');
  app.get('/health', async (_request, response) => {
    const ready = await room.ping().then(
      () => true,
      () => false,
    );
    response.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'unavailable' });
  });
  app.use(async (request, response, next) => {
    const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    try {
      response.locals['caller'] = await verify(token);
    } catch {
      const refusal = new KompassError('UNAUTHENTICATED', 'Subgraphs answer to the gateway only.');
      response.status(401).json({ errors: [refusal] });
      return;
    }
    next();
  });
  app.use(express.json({ limit: bodyLimit }));
  if (annex) app.use(annex.router);
  app.post('/graphql', async (request, response) => {
    const { query, variables, operationName } = request.body ?? {};
    if (typeof query !== 'string') {
      const mistake = new KompassError('BAD_USER_INPUT', 'The body must be JSON with a "query".');
      response.status(400).json({ errors: [mistake] });
      return;
    }
    const result = await room.execute({ query, variables, operationName }, response.locals['caller']);
    response.json(result);
  });
  app.use(
    (
      error: { status?: number },
      _request: express.Request,
      response: express.Response,
      _next: () => void,
    ) => {
      const { status, errors } = refusalOf(error, bodyLimit, log);
      response.status(status).json({ errors });
    },
  );
  return app;
}

/**
 * Runs one subgraph as a service of its own until a signal ends it.
 * @param openAnnex opens what the room answers besides GraphQL
 */
export function serve(room: AnyRoom, openAnnex?: (databaseUrl: string) => Annex): Promise<void> {
  return runProcess(async () => {
    const environment = readCommonEnvironment(process.env);
    const port = readInteger(process.env, 'PORT', ports[room.name], 65_535);
    const jwksUrl = readUrl(process.env, 'GATEWAY_JWKS_URL', ['http:', 'https:']);
    if (environment.production && !jwksUrl) throw new SettingError('GATEWAY_JWKS_URL', 'set in production');
    const verify = remoteIdentityVerifier(jwksUrl ?? new URL('http://localhost:4000/.well-known/jwks.json'));
    const log = createLog(room.name, environment.logLevel, environment.production);
    outliveLostConnections(log);

    const database = await readyDatabase(environment, [room]);
    try {
      const open = openRoom(room, database.url, log);
      await answerUntilSignal(open, openAnnex?.(database.url));
    } finally {
      await database.leave();
    }

    async function answerUntilSignal(open: OpenRoom, annex: Annex | undefined): Promise<void> {
      const server = createServer(subgraphApp(open, verify, log, annex));
      let duties: Duties | undefined;
      try {
        const taken = await listen(server, port);
        duties = await startDuties([open], database.url, log);
        log.info(`${room.name} answers the gateway on port ${taken}`);
        const unfollow = await followSavedPolicy(environment.production);
        await untilSignal();
        unfollow?.();
      } finally {
        await new Promise((resolve) => {
          server.close(resolve);
          server.closeIdleConnections();
        });
        await duties?.close();
        await annex?.close();
        await open.close();
      }
    }
  });
}
