import { type Caller, clearances, parties, purposes, purposesOf } from '@kompass/schema';
import {
  type CryptoKey,
  createRemoteJWKSet,
  exportJWK,
  generateKeyPair,
  type JSONWebKeySet,
  type JWTVerifyGetKey,
  jwtVerify,
  SignJWT,
} from 'jose';

/** Names of the two ends of the way between the gateway and the subgraphs. */
const issuer = 'kompass-gateway';
const audience = 'kompass-subgraphs';

/** How long a token lasts, in seconds: one request's way, with room for clocks that differ. */
const lifetime = 60;

/** Signs who asks, for the way from the gateway to a subgraph. */
export interface IdentitySigner {
  /** @returns a compact JWT that says who asks */
  sign(caller: Caller): Promise<string>;
  /** The public key, for subgraphs to verify with. */
  readonly jwks: JSONWebKeySet;
}

/** A signer with a fresh Ed25519 key, known by its thumbprint-like random id. */
export async function createIdentitySigner(): Promise<IdentitySigner> {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
  const kid = crypto.randomUUID();
  return {
    sign: (caller) => signWith(privateKey, kid, caller),
    jwks: { keys: [{ ...(await exportJWK(publicKey)), kid, alg: 'EdDSA', use: 'sig' }] },
  };
}

function signWith(key: CryptoKey, kid: string, caller: Caller): Promise<string> {
  return new SignJWT({ caller })
    .setProtectedHeader({ alg: 'EdDSA', kid })
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime(`${lifetime}s`)
    .sign(key);
}

/** Who asks, according to a token of the gateway's. */
export type IdentityVerifier = (token: string) => Promise<Caller>;

/**
 * @param jwksUrl where the gateway publishes its key; asked again when a token names a key not seen yet
 * @returns a verifier that throws when the token is forged, expired, for another audience or not a caller
 */
export function remoteIdentityVerifier(jwksUrl: URL): IdentityVerifier {
  return identityVerifier(createRemoteJWKSet(jwksUrl, { cooldownDuration: 1_000 }));
}

export function identityVerifier(keys: JWTVerifyGetKey): IdentityVerifier {
  return async (token) => {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: ['EdDSA'],
      issuer,
      audience,
      requiredClaims: ['exp', 'iat'],
      maxTokenAge: lifetime * 2,
    });
    return callerFrom(payload['caller']);
  };
}

function callerFrom(claim: unknown): Caller {
  const said = (claim ?? {}) as Partial<Record<keyof Caller, unknown>>;
  const party = parties.find((each) => each === said.party);
  const purpose = purposes.find((each) => each === said.purpose);
  const held = clearances.filter((each) =>
    Array.isArray(said.clearances) ? said.clearances.includes(each) : false,
  );
  if (!party || !purpose || !purposesOf(party, held).includes(purpose))
    throw new Error('the token names no caller');
  const text = (key: 'organisation' | 'officer' | 'dufNumber' | 'project') =>
    typeof said[key] === 'string' ? { [key]: said[key] } : {};
  return {
    party,
    purpose,
    clearances: held,
    ...text('organisation'),
    ...text('officer'),
    ...text('dufNumber'),
    ...text('project'),
    ...(said.language === 'en' ? { language: 'en' } : {}),
  };
}
