import { KeysUnavailable } from '@kompass/runtime';
import {
  type Caller,
  type Clearance,
  KompassError,
  nationalBodies,
  type Party,
  type Purpose,
  purposesOf,
} from '@kompass/schema';
import { decodeJwt, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { organisationNumber } from './organisation-number.js';

/** Somebody whose tokens are trusted, and for what they are. */
export interface Issuer {
  readonly issuer: string;
  readonly keys: JWTVerifyGetKey;
  /** How old its tokens may be, in seconds, whatever they say of themselves. */
  readonly maxTokenAge: number;
  /** Maskinporten vouches for organisations, ID-porten for persons; the development issuer for both. */
  readonly vouchesFor: readonly ('organisation' | 'person')[];
  /** How to get a token of it, as a sentence goes on with it; in development, where anybody may. */
  readonly howToGet?: string;
}

/** What a verified token says, before a purpose is stated. */
export interface Credentials {
  readonly party: Party;
  readonly clearances: readonly Clearance[];
  readonly organisation?: string;
  readonly supplier?: string;
  readonly officer?: string;
  readonly dufNumber?: string;
  readonly project?: string;
}

/** Asymmetric only: a public key must never serve as a shared secret. */
const algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'];

/**
 * What a Maskinporten scope lets an organisation call as; IMDi grants the scopes to the organisations. A map, for every
 * object has properties by names that nobody gave it.
 */
const partyOfScope: ReadonlyMap<string, Party> = new Map([
  ['imdi:kompass.controller', 'IMDI'],
  ['imdi:kompass.careercentre', 'CAREER_CENTRE'],
  ['imdi:kompass.nav', 'NAV'],
  ['imdi:kompass.municipality', 'MUNICIPALITY'],
  ['imdi:kompass.research', 'RESEARCH'],
]);
/** Where a party is one organisation, its scope makes nobody else that party (design § 4). */
const organisationOf: Readonly<Partial<Record<Party, string>>> = nationalBodies;
const clearanceOfScope: ReadonlyMap<string, Clearance> = new Map([
  ['imdi:kompass.privacy', 'PRIVACY_OFFICER'],
  ['imdi:kompass.protected', 'ADDRESS_PROTECTED'],
]);

/** Assurance of ID-porten that a case needs. */
const assurance = ['idporten-loa-high', 'Level4'];

/**
 * Who a token belongs to.
 * @throws KompassError UNAUTHENTICATED when the token is missing, forged, expired, not yet valid, meant for others,
 *   or says nothing that lets its bearer call; UNAVAILABLE when its issuer's keys cannot be read; the message never
 *   repeats the token
 */
export async function verifyToken(
  authorization: string | undefined,
  issuers: readonly Issuer[],
  audience: string,
): Promise<Credentials> {
  const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
  if (!token) throw unauthenticated('Send a token in the header "authorization: Bearer …".', 'Bearer');
  const issuer = issuers.find(({ issuer }) => issuer === claimedIssuer(token));
  if (!issuer) throw unauthenticated('The token is not from an issuer that Kompass trusts.');
  const payload = await jwtVerify(token, issuer.keys, {
    algorithms,
    issuer: issuer.issuer,
    audience,
    requiredClaims: ['exp'],
    maxTokenAge: issuer.maxTokenAge,
    clockTolerance: 5,
  }).then(
    (verified) => verified.payload,
    (error: Unverified) => {
      if (error instanceof KeysUnavailable)
        throw new KompassError(
          'UNAVAILABLE',
          'The keys of the token’s issuer cannot be read now, so it cannot be checked. Try again later.',
          { http: { status: 503 } },
        );
      throw unauthenticated(wrongIn(error, issuer, audience));
    },
  );
  if (payload['consumer'] && issuer.vouchesFor.includes('organisation')) return organisation(payload);
  if (issuer.vouchesFor.includes('person')) return registeredPerson(payload);
  throw unauthenticated('The token names neither an organisation nor a person.');
}

/**
 * The caller, once the purpose is known.
 * @param stated the header `kompass-purpose`; may be left out by a party with one purpose
 * @throws KompassError PURPOSE_REQUIRED or PURPOSE_NOT_ALLOWED, both with the purposes allowed
 */
export function statePurpose(credentials: Credentials, stated: string | undefined): Caller {
  const allowed = purposesOf(credentials.party, credentials.clearances);
  const wanted = stated?.trim().toUpperCase();
  if (!wanted) {
    const [only, ...others] = allowed;
    if (only && others.length === 0) return { ...credentials, purpose: only };
    throw new KompassError(
      'PURPOSE_REQUIRED',
      `State in the header "kompass-purpose" what the request is for: ${allowed.join(', ')}.`,
      { allowed, http: { status: 400 } },
    );
  }
  const purpose = allowed.find((each): each is Purpose => each === wanted);
  if (purpose) return { ...credentials, purpose };
  throw new KompassError(
    'PURPOSE_NOT_ALLOWED',
    `${credentials.party} may state in the header "kompass-purpose": ${allowed.join(', ')}.`,
    { allowed, http: { status: 403 } },
  );
}

/** What jose says of a token that it does not verify. */
interface Unverified {
  readonly code?: string;
  readonly claim?: string;
  readonly reason?: string;
}

/** What is wrong with a token, for its bearer to mend. */
function wrongIn({ code, claim, reason }: Unverified, { howToGet }: Issuer, audience: string): string {
  switch (code) {
    case 'ERR_JWT_EXPIRED':
      return 'The token has expired: get a new one.';
    case 'ERR_JWKS_NO_MATCHING_KEY':
      return `The token is signed with a key that its issuer does not have: get a new one${howToGet ? ` ${howToGet}` : ''}.`;
    case 'ERR_JWT_CLAIM_VALIDATION_FAILED':
      if (claim === 'aud') return `The token is for another audience: get one whose "aud" is ${audience}.`;
      if (reason !== 'check_failed')
        return 'The token must say when it was issued ("iat") and when it expires ("exp").';
      return claim === 'iat'
        ? 'The token was issued later than now ("iat"): one of the clocks is wrong.'
        : 'The token is valid only from later than now ("nbf").';
    default:
      return 'The token is not valid.';
  }
}

function claimedIssuer(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}

/**
 * Maskinporten: `consumer` is the organisation, also when a `supplier`, its processor, acts for it.
 * Source: https://docs.digdir.no/docs/Maskinporten/maskinporten_func_delegering
 */
function organisation(payload: JWTPayload): Credentials {
  const number = organisationNumber(payload['consumer']);
  if (!number) throw unauthenticated('The token names no Norwegian organisation.');
  const supplier = organisationNumber(payload['supplier']);
  if (payload['supplier'] !== undefined && !supplier)
    throw unauthenticated('The token names a supplier that is no Norwegian organisation.');
  const scopes = typeof payload['scope'] === 'string' ? payload['scope'].split(' ') : [];
  const granted = scopes.flatMap((scope) => partyOfScope.get(scope) ?? []);
  const [party, ...others] = granted;
  if (!party || others.length > 0)
    throw unauthenticated('The token must carry exactly one scope of Kompass that says as what it calls.');
  if ((organisationOf[party] ?? number) !== number)
    throw unauthenticated(`The token carries the scope of ${party}, and is of another organisation.`);
  const officer = payload['NAVident'] ?? payload.sub;
  const project = payload['project'];
  if (party === 'RESEARCH' && typeof project !== 'string')
    throw unauthenticated('The token names no approved research project.');
  return {
    party,
    // In one order and each once: callers with the same are of one kind, however their tokens are written.
    clearances: [...new Set(scopes.flatMap((scope) => clearanceOfScope.get(scope) ?? []))].sort(),
    organisation: number,
    ...(supplier ? { supplier } : {}),
    ...(typeof officer === 'string' ? { officer } : {}),
    ...(typeof project === 'string' ? { project } : {}),
  };
}

/** ID-porten: the person logged in, with the DUF number that the log-in service adds. */
function registeredPerson(payload: JWTPayload): Credentials {
  const { duf, acr } = payload;
  // Not its check digits: the issuer vouches for the number, and IMDi may have taken over one that does not fit.
  if (typeof duf !== 'string' || !/^\d{12}$/.test(duf))
    throw unauthenticated('The token names no registered person.');
  if (typeof acr !== 'string' || !assurance.includes(acr))
    throw unauthenticated('Log in at the highest level of assurance.');
  return { party: 'PERSON', clearances: [], dufNumber: duf };
}

/** @param challenge how to authenticate instead, which a 401 must say (RFC 9110, § 11.6.1; RFC 6750, § 3) */
function unauthenticated(message: string, challenge = 'Bearer error="invalid_token"'): KompassError {
  const headers = new Map([['www-authenticate', challenge]]);
  return new KompassError('UNAUTHENTICATED', message, { http: { status: 401, headers } });
}
