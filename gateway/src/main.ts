import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  type AnyRoom,
  createLog,
  type Duties,
  dataFolder,
  expectFree,
  followSavedPolicy,
  Interrupted,
  type Log,
  type OpenRoom,
  openRequestTransactions,
  openRoom,
  outliveTheUnheard,
  publishedKeys,
  readArguments,
  runCommand,
  type StartedDatabase,
  startDatabase,
  startDuties,
  stopSignal,
  untilSignal,
} from '@kompass/runtime';
import { subgraphNames } from '@kompass/schema';
import type { Issuer } from './caller.js';
import { demoCallers } from './demo-callers.js';
import { atConsent, inDatabase } from './disclosure.js';
import { type GatewayEnvironment, readGatewayEnvironment } from './environment.js';
import { demoCaller, developmentIssuer } from './issuer.js';
import { landing } from './landing.js';
import type { Gateway } from './server.js';
import { type Shadow, shadowOf } from './shadow.js';
import { welcome } from './welcome.js';

const usage = `npm start answers at http://localhost:4000.
npm run start:gateway answers there too, and asks subgraphs that run apart.
What else can be set is set by variables of the environment, as PORT; README.md lists them.
`;

await runCommand(usage, async (given) => {
  const { values } = readArguments(given, { apart: { type: 'boolean' } }, 0);
  const environment = readGatewayEnvironment(process.env, values.apart ?? false);
  const log = createLog('gateway', environment.logLevel, environment.production);
  outliveTheUnheard(log);
  await (environment.unruledSupergraph
    ? serveUnruled(environment.unruledSupergraph, environment.port, log)
    : serveKompass(environment, log));
  log.info('stopped');
});

async function serveKompass(environment: GatewayEnvironment, log: Log): Promise<void> {
  await expectFree(environment.port);
  const stopping = stopSignal();
  const hosted = await roomsToHost(environment);
  // PostgreSQL starts and is brought up to date while Apollo Server and the planner are loaded, which takes as long.
  const starting = hosted.length > 0 ? startDatabase(environment, hosted, stopping) : undefined;
  starting?.catch(() => {}); // is thrown where it is waited for
  try {
    const { kompassPlanner } = await import('./server.js');
    kompassPlanner();
    await answerUntilSignal(environment, log, hosted, await starting, stopping);
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
  } finally {
    const database = await starting?.catch(() => undefined);
    await database?.leave();
  }
}

async function answerUntilSignal(
  environment: GatewayEnvironment,
  log: Log,
  hosted: readonly AnyRoom[],
  database: StartedDatabase | undefined,
  stopping: AbortSignal,
): Promise<void> {
  const { startGateway } = await import('./server.js');
  const issuer = environment.developmentIssuer
    ? await developmentIssuer(dataFolder, environment.audience, environment.production)
    : undefined;
  const shadow = await shadowIn(environment, log);
  const rooms: OpenRoom[] = [];
  if (database)
    for (const room of hosted) {
      rooms.push(openRoom(room, database.url, log));
      await setImmediate(); // the database goes on being brought up to date
    }
  const transactions = database && openRequestTransactions(database.url);
  const consentUrl = environment.subgraphUrls.get('consent');
  const disclosures = consentUrl ? atConsent(consentUrl) : inDatabase(database?.url ?? '');
  let gateway: Gateway | undefined;
  let duties: Duties | undefined;
  try {
    await database?.ready;
    gateway = await startGateway({
      ...environment,
      rooms,
      transactions,
      disclosures,
      issuers: [...configuredIssuers(environment, log), ...(issuer ? [issuer.trusted] : [])],
      shadow,
      log,
      landing: landing(
        issuer && {
          callers: demoCallers(),
          mint: (name) => issuer.mint(demoCaller(name)),
        },
      ),
    });
    duties = database && (await startDuties(rooms, database.url, log));
    const apart = environment.subgraphUrls.size > 0;
    if (issuer) await welcome(gateway.url, await issuer.mint(demoCaller('nav')), apart);
    else log.info({ url: gateway.url }, 'the gateway is ready');
    const unfollow = await followSavedPolicy(environment.production);
    const stopped = untilSignal(stopping);
    await Promise.race([stopped, database?.ended ?? stopped]);
    unfollow?.();
    log.info('draining');
  } finally {
    await gateway?.close();
    await duties?.close();
    await disclosures.close();
    await transactions?.close();
    for (const room of rooms) await room.close();
  }
}

async function serveUnruled(supergraphFile: string, port: number, log: Log): Promise<void> {
  const { startUnruledGateway } = await import('./unruled.js');
  const gateway = await startUnruledGateway(supergraphFile, port);
  log.warn(`another supergraph, without rules, callers or log, is ready at ${gateway.url}`);
  await untilSignal(stopSignal());
  await gateway.close();
}

/** @throws PolicyMistakes when the candidate is not whole */
async function shadowIn({ shadowPolicy }: GatewayEnvironment, log: Log): Promise<Shadow | undefined> {
  if (!shadowPolicy) return undefined;
  const { candidateIn } = await import('@kompass/schema/load-policy');
  const shadow = shadowOf(candidateIn(shadowPolicy));
  log.info(
    { version: shadow.candidateVersion, folder: fileURLToPath(shadowPolicy) },
    'a shadow policy is counted by, and decides nothing',
  );
  return shadow;
}

/** The rooms are loaded only where they are hosted. */
async function roomsToHost({ subgraphUrls }: GatewayEnvironment): Promise<readonly AnyRoom[]> {
  if (subgraphUrls.size === subgraphNames.length) return [];
  const { rooms: all } = await import('./rooms.js');
  return all.filter(({ name }) => !subgraphUrls.has(name));
}

function configuredIssuers({ maskinporten, idporten }: GatewayEnvironment, log: Log): Issuer[] {
  // Maskinporten's and ID-porten's tokens last two minutes, or up to an hour where a scope says so.
  const maxTokenAge = 3_600;
  const trust = (trusted: GatewayEnvironment['maskinporten'], vouchesFor: Issuer['vouchesFor']): Issuer[] =>
    trusted
      ? [{ issuer: trusted.issuer, keys: publishedKeys(trusted.jwksUrl, log), maxTokenAge, vouchesFor }]
      : [];
  return [...trust(maskinporten, ['organisation']), ...trust(idporten, ['person'])];
}
