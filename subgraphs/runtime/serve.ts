import { createServer } from 'node:http';
import { errorCodes, KompassError, unavailable } from '@kompass/schema';
import express, { type Express } from 'express';
import { addressOf } from './address.js';
import { readArguments, runCommand } from './command-line.js';
import { type StartedDatabase, startDatabase } from './database-server.js';
import { type Duties, startDuties } from './duties.js';
import { readCommonEnvironment, readInteger, readUrl, SettingError } from './environment.js';
import { isUuid } from './identifier.js';
import { type Addressee, type IdentityVerifier, remoteIdentityVerifier } from './identity.js';
import { expectFree, listen } from './listen.js';
import { followSavedPolicy } from './live-policy.js';
import { createLog, type Log } from './log.js';
import { KeysUnavailable } from './published-keys.js';
import { refusalOf } from './refusal.js';
import { type AnyRoom, type OpenRoom, openRoom } from './room.js';
import { Interrupted, stopSignal, untilSignal } from './signals.js';
import { outliveTheUnheard } from './unheard.js';

/** Ports of the subgraphs when they run apart on one machine. */
const ports = { profile: 4001, consent: 4002, guidance: 4003, settlement: 4004 };

/** Larger operations than the gateway's planner ever writes, with 500 representations. */
const bodyLimit = '1mb';

/** What a room answers besides GraphQL, to the gateway alone. */
export interface Annex {
  /** Where it is posted to. */
  readonly path: string;
  /** Whom the gateway's identity must be meant for. */
  readonly addressee: Addressee;
  /** The body is read, and `response.locals.caller` is who asks. */
  readonly answer: express.RequestHandler;
  close(): Promise<void>;
}

/**
 * How a room says that it is. `refused` means that it does not know the key with which a gateway says who asks, and
 * `keysUnread` that it could not read the gateway's keys, so that it answers nothing yet.
 */
export type RoomState = 'ready' | 'keysUnread' | 'refused' | 'unavailable';

const healthCodes = {
  ready: 200,
  keysUnread: 200, // the gateways' address may lead nowhere until they are healthy
  refused: 401,
  unavailable: 503,
} as const satisfies Record<RoomState, number>;

/** The HTTP face of a room, for the gateway's signed callers only: `POST /graphql`; and `GET /health` for all. */
export function subgraphApp(room: OpenRoom, verify: IdentityVerifier, log: Log, annex?: Annex): Express {
  const app = express();
  app.disable('x-powered-by');
  app.get('/health', async (request, response) => {
    const known = request.headers.authorization ? await regards(request, room.name, verify) : 'ready';
    const status =
      known === 'refused'
        ? known
        : await room.ping().then(
            () => known,
            (): RoomState => 'unavailable',
          );
    response.status(healthCodes[status]).json({ room: room.name, status });
  });
  const readBody = express.raw({ type: () => true, limit: bodyLimit });
  if (annex) app.post(annex.path, readBody, onlyGateway(annex.addressee, verify), annex.answer);
  app.post('/graphql', readBody, onlyGateway(room.name, verify), async (request, response) => {
    const { query, variables, operationName } = request.body ?? {};
    if (typeof query !== 'string') {
      const mistake = new KompassError('BAD_USER_INPUT', 'The body must be JSON with a "query".');
      response.status(400).json({ errors: [mistake] });
      return;
    }
    const result = await room.execute({ query, variables, operationName }, response.locals['caller'], {
      trace: traceOf(request),
    });
    response.json(result);
  });
  app.use(
    (error: { status?: number }, request: express.Request, response: express.Response, _next: () => void) => {
      const { status, errors } = refusalOf(error, bodyLimit, log, traceOf(request));
      response.status(status).json({ errors });
    },
  );
  return app;
}

/** Lets pass what the gateway has signed for this addressee, and reads its body. */
function onlyGateway(addressee: Addressee, verify: IdentityVerifier): express.RequestHandler {
  return async (request, response, next) => {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    try {
      response.locals['caller'] = await verify(bearerOf(request), addressee, body);
    } catch (error) {
      const refusal =
        error instanceof KeysUnavailable
          ? unavailable()
          : new KompassError('UNAUTHENTICATED', 'Subgraphs answer to the gateway only.');
      response.status(errorCodes[refusal.code]).json({ errors: [refusal] });
      return;
    }
    try {
      request.body = JSON.parse(body.toString());
    } catch {
      next({ status: 400 });
      return;
    }
    next();
  };
}

/** How the gateway's identity is regarded here; as long as its keys cannot be read, nothing speaks against it. */
function regards(
  request: express.Request,
  addressee: Addressee,
  verify: IdentityVerifier,
): Promise<RoomState> {
  return verify(bearerOf(request), addressee, Buffer.alloc(0)).then(
    () => 'ready',
    (error: unknown) => (error instanceof KeysUnavailable ? 'keysUnread' : 'refused'),
  );
}

/**
 * The id of the client's request, as the gateway names it. Anybody can send the header: what has not an id's shape is
 * none, so that nobody writes lines of their own into the log.
 */
function traceOf({ headers }: express.Request): string | undefined {
  const sent = headers['x-request-id']?.toString() ?? '';
  return isUuid(sent) ? sent : undefined;
}

function bearerOf({ headers }: express.Request): string {
  return /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1] ?? '';
}

/**
 * Runs one subgraph as a service of its own until a signal ends it.
 * @param openAnnex opens what the room answers besides GraphQL
 */
export function serve(room: AnyRoom, openAnnex?: (databaseUrl: string) => Annex): Promise<void> {
  const usage = `npm run start:subgraph -- ${room.name} answers the gateway at port ${ports[room.name]}.
What else can be set is set by variables of the environment, as PORT; README.md lists them.
`;
  return runCommand(usage, async (given) => {
    readArguments(given, {}, 0);
    const environment = readCommonEnvironment(process.env);
    const port = readInteger(process.env, 'PORT', ports[room.name], 65_535);
    const jwksUrl = readJwksUrl(environment.production);
    const log = createLog(room.name, environment.logLevel, environment.production);
    const verify = remoteIdentityVerifier(jwksUrl, log);
    outliveTheUnheard(log);

    await expectFree(port);
    const stopping = stopSignal();
    let database: StartedDatabase | undefined;
    try {
      database = await startDatabase(environment, [room], stopping);
      const open = openRoom(room, database.url, log);
      await answerUntilSignal(database, open, openAnnex?.(database.url));
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error;
    } finally {
      await database?.leave();
    }

    async function answerUntilSignal(
      database: StartedDatabase,
      open: OpenRoom,
      annex: Annex | undefined,
    ): Promise<void> {
      const server = createServer(subgraphApp(open, verify, log, annex));
      let duties: Duties | undefined;
      try {
        await database.ready;
        const taken = await listen(server, port);
        duties = await startDuties([open], database.url, log);
        log.info(
          `${room.name} answers the gateway on port ${taken}, and reads its keys at ${addressOf(jwksUrl)}`,
        );
        const unfollow = await followSavedPolicy(environment.production);
        await Promise.race([untilSignal(stopping), database.ended]);
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

/** Where the gateway publishes its keys: at its own port on this machine where nothing else is said. */
function readJwksUrl(production: boolean): URL {
  const url = readUrl(process.env, 'GATEWAY_JWKS_URL', ['http:', 'https:']);
  if (production && !url) throw new SettingError('GATEWAY_JWKS_URL', 'set in production');
  return url ?? new URL('http://localhost:4000/.well-known/jwks.json');
}
