import {
  type AnyRoom,
  createLog,
  dataFolder,
  followSavedPolicy,
  openRequestTransactions,
  openRoom,
  outliveLostConnections,
  readyDatabase,
  startDuties,
  untilSignal,
} from '@kompass/runtime';
import { createRemoteJWKSet } from 'jose';
import type { Issuer } from './caller.js';
import { demoCallers } from './demo-callers.js';
import { atConsent, inDatabase } from './disclosure.js';
import { type GatewayEnvironment, readGatewayEnvironment } from './environment.js';
import { demoCaller, developmentIssuer } from './issuer.js';
import { landing } from './landing.js';
import { type Shadow, shadowOf } from './shadow.js';
import { welcome } from './welcome.js';

const environment = readGatewayEnvironment(process.env, process.argv.includes('--apart'));
const log = createLog('gateway', environment.logLevel, environment.production);
outliveLostConnections(log);

await (environment.unruledSupergraph ? serveUnruled(environment.unruledSupergraph) : serveKompass());
log.info('stopped');

async function serveKompass(): Promise<void> {
  const issuer = environment.production
    ? undefined
    : await developmentIssuer(dataFolder, environment.audience, environment.production);
  const hosted = await roomsToHost(environment);
  // PostgreSQL starts and is brought up to date while Apollo Server and the planner are loaded, which takes as long.
  const preparing = hosted.length > 0 ? readyDatabase(environment, hosted) : undefined;
  preparing?.catch(() => {}); // is thrown where it is waited for
  const { kompassPlanner, startGateway } = await import('./server.js');
  kompassPlanner();
  const database = await preparing;
  const rooms = database ? hosted.map((room) => openRoom(room, database.url, log)) : [];
  const transactions = database && openRequestTransactions(database.url);
  const consentUrl = environment.subgraphUrls.get('consent');
  const disclosures = consentUrl ? atConsent(consentUrl) : inDatabase(database?.url ?? '');
  // From the first answer on we are stopped in order, also while the rest still starts.
  const stopped = untilSignal();
  const gateway = await startGateway({
    ...environment,
    rooms,
    transactions,
    disclosures,
    issuers: [...configuredIssuers(environment), ...(issuer ? [issuer.trusted] : [])],
    shadow: await shadowIn(environment),
    log,
    landing: landing(
      issuer && {
        callers: demoCallers(),
        mint: (name) => issuer.mint(demoCaller(name)),
      },
    ),
  });
  const duties = database && (await startDuties(rooms, database.url, log));
  if (issuer) await welcome(gateway.url, await issuer.mint(demoCaller('nav')));
  else log.info({ url: gateway.url }, 'the gateway is ready');
  const unfollow = await followSavedPolicy(environment.production);

  await stopped;
  unfollow?.();
  log.info('draining');
  await gateway.close();
  await duties?.close();
  await disclosures.close();
  await transactions?.close();
  for (const room of rooms) await room.close();
  await database?.leave();
}

async function serveUnruled(supergraphFile: string): Promise<void> {
  const { startUnruledGateway } = await import('./unruled.js');
  const gateway = await startUnruledGateway(supergraphFile, environment.port);
  log.warn(`another supergraph, without rules, callers or log, is ready at ${gateway.url}`);
  await untilSignal();
  await gateway.close();
}

/** @throws PolicyMistakes when the candidate is not whole */
async function shadowIn({ shadowPolicy }: GatewayEnvironment): Promise<Shadow | undefined> {
  if (!shadowPolicy) return undefined;
  const { candidateIn } = await import('@kompass/schema/load-policy');
  return shadowOf(candidateIn(shadowPolicy));
}

/** The rooms are loaded only where they are hosted. */
async function roomsToHost({ subgraphUrls }: GatewayEnvironment): Promise<readonly AnyRoom[]> {
  if (subgraphUrls.size === 4) return [];
  const { rooms: all } = await import('./rooms.js');
  return all.filter(({ name }) => !subgraphUrls.has(name));
}

function configuredIssuers({ maskinporten, idporten }: GatewayEnvironment): Issuer[] {
  const trust = (trusted: GatewayEnvironment['maskinporten'], vouchesFor: Issuer['vouchesFor']): Issuer[] =>
    trusted ? [{ issuer: trusted.issuer, keys: createRemoteJWKSet(trusted.jwksUrl), vouchesFor }] : [];
  return [...trust(maskinporten, ['organisation']), ...trust(idporten, ['person'])];
}
