import type { KeyObject } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { disclosureAnnex } from '@kompass/consent/disclosure-annex';
import {
  atConsent,
  type DemoCaller,
  type DevelopmentIssuer,
  type DisclosureSink,
  demoCaller,
  demoCallers,
  developmentIssuer,
  inDatabase,
  landing,
  rooms,
  type Shadow,
  startGateway,
} from '@kompass/gateway';
import {
  createLog,
  type IdentityVerifier,
  type Log,
  type OpenRoom,
  openRequestTransactions,
  openRoom,
  type RoomOptions,
  remoteIdentityVerifier,
  startDuties,
  subgraphApp,
} from '@kompass/runtime';
import type { Caller, Purpose, SubgraphName } from '@kompass/schema';
import { inject } from 'vitest';

/** Both ways that the subgraphs can run. */
export const transports = ['in-process', 'over HTTP'] as const;
export type Transport = (typeof transports)[number];

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the shape of an answer is what tests are about
  readonly data: any;
  readonly errors: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
}

export interface TestGateway {
  readonly url: string;
  readonly subgraphUrls: ReadonlyMap<SubgraphName, URL>;
  readonly issuer: DevelopmentIssuer;
  token(caller: string): Promise<string>;
  /** A token made for any caller. */
  tokenFor(caller: Caller): Promise<string>;
  /** Asks as a demo caller. */
  ask(caller: string, purpose: Purpose | undefined, query: string, variables?: object): Promise<Answer>;
  /** Asks as any caller, with a token made for it. */
  askAs(caller: Caller, query: string, variables?: object): Promise<Answer>;
  /** Asks with any headers. */
  send(headers: Record<string, string>, body: unknown): Promise<Answer>;
  close(): Promise<void>;
}

export const audience = 'https://kompass.imdi.no';

/** A whole Kompass on free ports: real HTTP, real tokens, real PostgreSQL. */
export async function startTestGateway(
  transport: Transport = 'in-process',
  options: RoomOptions & {
    readonly production?: boolean;
    readonly databaseUrl?: string;
    readonly landing?: 'development';
    /** Another disclosure log than the real one. */
    readonly disclosures?: DisclosureSink;
    /** Does what is to be done unasked, as a process in operation does. */
    readonly duties?: boolean;
    /** A policy that is counted by and decides nothing. */
    readonly shadow?: Shadow;
    /** Subgraphs that nobody answers for. */
    readonly down?: readonly SubgraphName[];
    /** What gateways that run beside one another sign with. */
    readonly signingKeys?: readonly KeyObject[];
    /** Where the gateway and the rooms log to; nowhere by default. */
    readonly log?: Log;
    /** Where subgraphs are asked instead. */
    readonly instead?: (url: URL, subgraph: SubgraphName) => Promise<URL>;
    /** Where the rooms read the gateway's keys instead. */
    readonly keysAt?: (url: URL) => URL;
  } = {},
): Promise<TestGateway> {
  const log = options.log ?? createLog('test', process.env['LOG_LEVEL'] ?? 'silent', true);
  const folder = await mkdtemp(join(tmpdir(), 'kompass-test-'));
  const issuer = await developmentIssuer(folder, audience, false);
  const databaseUrl = options.databaseUrl ?? inject('databaseUrl');
  const open = rooms.map((room) => openRoom(room, databaseUrl, log, options));
  let verify: IdentityVerifier = () => Promise.reject(new Error('the gateway is not up yet'));
  const apart =
    transport === 'over HTTP'
      ? await serveApart(open, databaseUrl, (...asked) => verify(...asked), log)
      : undefined;
  const subgraphUrls = apart?.urls ?? new Map<SubgraphName, URL>();
  for (const [name, url] of subgraphUrls) subgraphUrls.set(name, (await options.instead?.(url, name)) ?? url);
  for (const name of options.down ?? []) await apart?.stop(name);
  const consentUrl = subgraphUrls.get('consent');
  const disclosures = options.disclosures ?? (consentUrl ? atConsent(consentUrl) : inDatabase(databaseUrl));
  const transactions = apart ? undefined : openRequestTransactions(databaseUrl, options);
  const gateway = await startGateway({
    port: 0,
    rooms: apart ? [] : open,
    transactions,
    disclosures,
    subgraphUrls,
    signingKeys: options.signingKeys,
    issuers: [issuer.trusted],
    shadow: options.shadow,
    audience,
    production: options.production ?? false,
    log,
    landing: landing(
      options.landing && { callers: demoCallers(), mint: (name) => issuer.mint(demoCaller(name)) },
    ),
  });
  const duties = options.duties ? await startDuties(open, databaseUrl, log) : undefined;
  const published = new URL('/.well-known/jwks.json', gateway.url);
  verify = remoteIdentityVerifier(options.keysAt?.(published) ?? published, log);

  const tokens = new Map<string, Promise<string>>();
  const token = (caller: string) => {
    const minted = tokens.get(caller) ?? issuer.mint(demoCaller(caller));
    tokens.set(caller, minted);
    return minted;
  };
  const tokenFor = (caller: Caller) => issuer.mint(demoCallerFor(caller));
  const send: TestGateway['send'] = async (headers, body) => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const { data = null, errors = [] } = (await response.json()) as Partial<Answer>;
    return { status: response.status, data, errors };
  };
  return {
    url: gateway.url,
    subgraphUrls,
    issuer,
    token,
    tokenFor,
    send,
    ask: async (caller, purpose, query, variables) =>
      send(
        {
          authorization: `Bearer ${await token(caller)}`,
          ...(purpose ? { 'kompass-purpose': purpose } : {}),
        },
        { query, variables },
      ),
    askAs: async (caller, query, variables) =>
      send(
        {
          authorization: `Bearer ${await tokenFor(caller)}`,
          'kompass-purpose': caller.purpose,
        },
        { query, variables },
      ),
    async close() {
      await gateway.close();
      await duties?.close();
      await disclosures.close();
      await transactions?.close();
      await apart?.close();
      for (const room of open) await room.close();
      await rm(folder, { recursive: true });
    },
  };
}

async function serveApart(
  open: readonly OpenRoom[],
  databaseUrl: string,
  verify: IdentityVerifier,
  log: Log,
) {
  const annex = disclosureAnnex(databaseUrl);
  const servers = await Promise.all(
    open.map(async (room) => {
      const server = createServer(
        subgraphApp(room, verify, log, room.name === 'consent' ? annex : undefined),
      );
      await new Promise<void>((resolve) => server.listen(0, resolve));
      const url = new URL(`http://localhost:${(server.address() as AddressInfo).port}/graphql`);
      return { name: room.name, server, url };
    }),
  );
  return {
    urls: new Map(servers.map(({ name, url }) => [name, url])),
    async stop(name: SubgraphName) {
      const stopped = servers.find((each) => each.name === name)?.server;
      await new Promise((resolve) => stopped?.close(resolve));
    },
    async close() {
      for (const { server } of servers) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
      await annex.close();
    },
  };
}

const scopeOf = {
  IMDI: 'controller',
  CAREER_CENTRE: 'careercentre',
  NAV: 'nav',
  MUNICIPALITY: 'municipality',
  RESEARCH: 'research',
} as const;
const clearanceScope = { PRIVACY_OFFICER: 'privacy', ADDRESS_PROTECTED: 'protected' } as const;

/** The claims that a real issuer would put into this caller's token. */
function demoCallerFor(caller: Caller): DemoCaller {
  const { party, purpose, organisation, supplier, officer, dufNumber, clearances } = caller;
  const scopes =
    party === 'PERSON' ? [] : [scopeOf[party], ...clearances.map((each) => clearanceScope[each])];
  return {
    name: 'test',
    label: 'test',
    purposes: [purpose],
    claims:
      party === 'PERSON'
        ? { duf: dufNumber, acr: 'idporten-loa-high' }
        : {
            consumer: { authority: 'iso6523-actorid-upis', ID: `0192:${organisation}` },
            ...(supplier ? { supplier: { authority: 'iso6523-actorid-upis', ID: `0192:${supplier}` } } : {}),
            sub: officer ?? 'test-officer',
            scope: scopes.map((scope) => `imdi:kompass.${scope}`).join(' '),
            ...(party === 'RESEARCH' ? { project: 'test' } : {}),
          },
  };
}
