import { createPrivateKey, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type CommonEnvironment,
  readCommonEnvironment,
  readInteger,
  readUrl,
  SettingError,
} from '@kompass/runtime';
import { type SubgraphName, subgraphNames } from '@kompass/schema';

/** An issuer of tokens that the gateway trusts. */
export interface TrustedIssuer {
  readonly issuer: string;
  readonly jwksUrl: URL;
}

/** Everything the gateway reads from its environment, once. */
export interface GatewayEnvironment extends CommonEnvironment {
  /** `PORT`: 4000 by default. */
  readonly port: number;
  /** `SUBGRAPH_PROFILE_URL` and its siblings: subgraphs that run apart; the others are hosted in this process. */
  readonly subgraphUrls: ReadonlyMap<SubgraphName, URL>;
  /**
   * `GATEWAY_SIGNING_KEY`: file with what gateways that run beside one another tell subgraphs with who asks. Without it
   * each gateway makes a key of its own, which subgraphs know of one gateway only.
   */
  readonly signingKeys: readonly KeyObject[] | undefined;
  /**
   * `SUPERGRAPH`: another supergraph's file, to be served without rules, callers and log instead of Kompass; for
   * holding the gateway against others. Only with `RULES=off`, and never in production.
   */
  readonly unruledSupergraph: string | undefined;
  /** `SHADOW_POLICY`: folder of a candidate policy that decides nothing and is counted by. */
  readonly shadowPolicy: URL | undefined;
  /** `AUDIENCE`: what tokens must be meant for; `https://kompass.imdi.no` by default. */
  readonly audience: string;
  /** `MASKINPORTEN_ISSUER` and `MASKINPORTEN_JWKS_URL`: whose tokens agencies bring. */
  readonly maskinporten: TrustedIssuer | undefined;
  /** `IDPORTEN_ISSUER` and `IDPORTEN_JWKS_URL`: whose tokens persons bring. */
  readonly idporten: TrustedIssuer | undefined;
  /** Whether anybody on this machine can get a token: not in production, and not where real issuers are trusted. */
  readonly developmentIssuer: boolean;
}

/**
 * @param apart whether subgraphs without a URL are expected on this machine's ports 4001 to 4004
 * @throws SettingError naming the variable that is wrong and what was expected
 */
export function readGatewayEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
  apart: boolean,
): GatewayEnvironment {
  const subgraphUrls = new Map<SubgraphName, URL>();
  for (const [at, name] of subgraphNames.entries()) {
    const url = readSubgraphUrl(variables, name);
    if (url ?? apart) subgraphUrls.set(name, url ?? new URL(`http://localhost:${4001 + at}/graphql`));
  }
  const allApart = subgraphUrls.size === subgraphNames.length;
  const common = readCommonEnvironment(
    allApart ? { ...variables, DATABASE_URL: variables['DATABASE_URL'] ?? 'postgres://none' } : variables,
  );
  const maskinporten = readIssuer(variables, 'MASKINPORTEN');
  const idporten = readIssuer(variables, 'IDPORTEN');
  if (common.production && !maskinporten && !idporten)
    throw new SettingError('MASKINPORTEN_ISSUER', 'set in production, or IDPORTEN_ISSUER: nobody could call');
  return {
    ...common,
    port: readInteger(variables, 'PORT', 4000, 65_535),
    subgraphUrls,
    signingKeys: readSigningKeys(variables),
    unruledSupergraph: readUnruledSupergraph(variables, common.production),
    shadowPolicy: readShadowPolicy(variables),
    audience: variables['AUDIENCE'] || 'https://kompass.imdi.no',
    maskinporten,
    idporten,
    developmentIssuer: !common.production && !maskinporten && !idporten,
  };
}

/** A subgraph has its paths from its origin on, so that the origin says it all. */
function readSubgraphUrl(
  variables: Readonly<Record<string, string | undefined>>,
  subgraph: SubgraphName,
): URL | undefined {
  const name = `SUBGRAPH_${subgraph.toUpperCase()}_URL`;
  const url = readUrl(variables, name, ['http:', 'https:']);
  if (url && !['/', '/graphql'].includes(url.pathname))
    throw new SettingError(
      name,
      'where the subgraph runs and no path of it but /graphql, as http://localhost:4001',
    );
  return url && new URL('/graphql', url);
}

function readUnruledSupergraph(
  { SUPERGRAPH: file, RULES: rules }: Readonly<Record<string, string | undefined>>,
  production: boolean,
): string | undefined {
  if (!file && !rules) return undefined;
  if (production) throw new SettingError(file ? 'SUPERGRAPH' : 'RULES', 'not set in production');
  if (rules !== 'off') throw new SettingError('RULES', 'off, as the rules are for Kompass’ own supergraph');
  if (!file) throw new SettingError('SUPERGRAPH', 'set, as Kompass itself is never served without its rules');
  if (!statSync(file, { throwIfNoEntry: false })?.isFile())
    throw new SettingError('SUPERGRAPH', 'the file of a supergraph');
  return file;
}

function readSigningKeys({
  GATEWAY_SIGNING_KEY: file,
}: Readonly<Record<string, string | undefined>>): readonly KeyObject[] | undefined {
  if (!file) return undefined;
  try {
    const blocks = readFileSync(file, 'utf8').match(/-----BEGIN [\s\S]+?-----END .*/g) ?? [];
    const keys = blocks.map((block) => createPrivateKey(block));
    if (keys.length > 0 && keys.every(({ asymmetricKeyType }) => asymmetricKeyType === 'ed25519'))
      return keys;
  } catch {} // what is wrong with it is not repeated: it may be half a key
  throw new SettingError(
    'GATEWAY_SIGNING_KEY',
    'a file with one or more private keys, as `openssl genpkey -algorithm ed25519` writes them',
  );
}

function readShadowPolicy({
  SHADOW_POLICY: folder,
}: Readonly<Record<string, string | undefined>>): URL | undefined {
  if (!folder) return undefined;
  if (!existsSync(join(folder, 'agencies.ts')))
    throw new SettingError('SHADOW_POLICY', 'a folder with the files of a policy, as schema/ has them');
  return pathToFileURL(`${folder}/`);
}

function readIssuer(
  variables: Readonly<Record<string, string | undefined>>,
  prefix: string,
): TrustedIssuer | undefined {
  const issuer = variables[`${prefix}_ISSUER`];
  const jwksUrl = readUrl(variables, `${prefix}_JWKS_URL`, ['http:', 'https:']);
  if (!issuer && !jwksUrl) return undefined;
  if (!issuer) throw new SettingError(`${prefix}_ISSUER`, `set together with ${prefix}_JWKS_URL`);
  if (!jwksUrl) throw new SettingError(`${prefix}_JWKS_URL`, `set together with ${prefix}_ISSUER`);
  return { issuer, jwksUrl };
}
