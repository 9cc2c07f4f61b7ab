import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Credentials,
  demoCaller,
  developmentIssuer,
  shadowOf,
  statePurpose,
  verifyToken,
} from '@kompass/gateway';
import { createLog, publishedKeys } from '@kompass/runtime';
import { kindOf, policyInForce } from '@kompass/schema';
import { exportJWK, generateKeyPair, type JWK, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audience, startTestGateway } from '../support/gateway.js';

const issuer = 'https://maskinporten.example/';
const nav = {
  consumer: { authority: 'iso6523-actorid-upis', ID: '0192:889640782' },
  scope: 'imdi:kompass.nav',
  NAVident: 'Z990001',
};

const bergen = { consumer: { ...nav.consumer, ID: '0192:964338531' } };

/** An issuer's JWKS over real HTTP, whose keys the test can rotate. */
class IssuerServer {
  readonly #server: Server = createServer((_request, response): void => {
    this.fetches += 1;
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: this.keys }));
  });
  keys: JWK[] = [];
  fetches = 0;
  async listen(): Promise<URL> {
    await new Promise<void>((resolve) => this.#server.listen(0, resolve));
    return new URL(`http://localhost:${(this.#server.address() as AddressInfo).port}/jwks`);
  }
  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

async function newKey(kid: string) {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' } };
}

describe('a token', () => {
  const server = new IssuerServer();
  let first: Awaited<ReturnType<typeof newKey>>;
  let trusted: Parameters<typeof verifyToken>[1];
  beforeAll(async () => {
    first = await newKey('first');
    server.keys = [first.jwk];
    const keys = publishedKeys(await server.listen(), createLog('test', 'silent', true), {
      cooldownDuration: 0,
    });
    trusted = [{ issuer, keys, maxTokenAge: 3_600, vouchesFor: ['organisation'] }];
  });
  afterAll(() => server.close());

  const token = (
    claims: object = nav,
    key = first,
    changes: { aud?: string; iss?: string; exp?: string; nbf?: string; iat?: string | null } = {},
  ): Promise<string> => {
    const jwt = new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: key.jwk.kid })
      .setIssuer(changes.iss ?? issuer)
      .setAudience(changes.aud ?? audience)
      .setExpirationTime(changes.exp ?? '2m');
    if (changes.iat) jwt.setIssuedAt(changes.iat);
    else if (changes.iat === undefined) jwt.setIssuedAt();
    return (changes.nbf ? jwt.setNotBefore(changes.nbf) : jwt).sign(key.privateKey);
  };
  const verify = async (jwt: string | undefined): Promise<Credentials> =>
    verifyToken(jwt === undefined ? undefined : `Bearer ${jwt}`, trusted, audience);

  it('of Maskinporten’s makes the organisation the caller', async () => {
    expect(await verify(await token())).toEqual({
      party: 'NAV',
      clearances: [],
      organisation: '889640782',
      officer: 'Z990001',
    });
  });

  it('of a supplier’s makes the organisation that it acts for the caller, and tells through whom', async () => {
    expect(await verify(await token({ ...nav, supplier: bergen.consumer }))).toEqual({
      party: 'NAV',
      clearances: [],
      organisation: '889640782',
      supplier: '964338531',
      officer: 'Z990001',
    });
  });

  it.each([
    ['is empty', null],
    ['is no object', '0192:964338531'],
    ['is a list', [bergen.consumer]],
    ['has no number', { authority: 'iso6523-actorid-upis' }],
    ['is of another authority', { ...bergen.consumer, authority: 'other' }],
    ['is foreign', { ...bergen.consumer, ID: '0007:964338531' }],
    ['lacks the prefix', { ...bergen.consumer, ID: '964338531' }],
    ['has a digit too many', { ...bergen.consumer, ID: '0192:9643385310' }],
    ['has a wrong check digit', { ...bergen.consumer, ID: '0192:964338532' }],
    ['has a number that no check digit fits', { ...bergen.consumer, ID: '0192:310000060' }],
  ])('whose supplier %s is refused, says so, and repeats nothing of it', async (_what, supplier) => {
    await expect(verify(await token({ ...nav, supplier }))).rejects.toMatchObject({
      message: 'The token names a supplier that is no Norwegian organisation.',
      extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } },
    });
  });

  const attempts: readonly (readonly [string, () => Promise<string | undefined>])[] = [
    ['missing', async () => undefined],
    ['no token at all', async () => 'nonsense'],
    ['expired', () => token(nav, first, { exp: '-1m' })],
    ['not valid yet', () => token(nav, first, { nbf: '5m' })],
    ['that does not say when it was issued', () => token(nav, first, { iat: null })],
    ['issued later than now', () => token(nav, first, { iat: '1m' })],
    ['issued long ago, though it says that it lasts', () => token(nav, first, { iat: '-2h', exp: '10y' })],
    ['for another audience', () => token(nav, first, { aud: 'https://other.example' })],
    ['of an unknown issuer', () => token(nav, first, { iss: 'https://evil.example/' })],
    ['signed with a key that is not the issuer’s', async () => token(nav, await newKey('first'))],
    [
      'unsigned (alg: none)',
      async () =>
        new UnsecuredJWT(nav)
          .setIssuer(issuer)
          .setAudience(audience)
          .setIssuedAt()
          .setExpirationTime('2m')
          .encode(),
    ],
    [
      'signed with the public key as a shared secret (HS256)',
      async () =>
        new SignJWT(nav)
          .setProtectedHeader({ alg: 'HS256', kid: 'first' })
          .setIssuer(issuer)
          .setAudience(audience)
          .setIssuedAt()
          .setExpirationTime('2m')
          .sign(new TextEncoder().encode(JSON.stringify(first.jwk))),
    ],
    ['without a scope of Kompass', () => token({ ...nav, scope: 'nav:other' })],
    ...['constructor', '__proto__', 'toString'].map(
      (scope) => [`whose scope is "${scope}"`, () => token({ ...nav, scope })] as const,
    ),
    [
      'with scopes of two parties',
      () => token({ ...nav, scope: 'imdi:kompass.nav imdi:kompass.controller' }),
    ],
    ['of a municipality, with IMDi’s scope', () => token({ ...bergen, scope: 'imdi:kompass.controller' })],
    ['of a municipality, with NAV’s scope', () => token({ ...bergen, scope: 'imdi:kompass.nav' })],
    [
      'of an organisation whose number has a wrong check digit',
      () =>
        token({
          ...nav,
          consumer: { ...nav.consumer, ID: '0192:964338532' },
          scope: 'imdi:kompass.municipality',
        }),
    ],
    ['of a foreign organisation', () => token({ ...nav, consumer: { ...nav.consumer, ID: '0007:556677' } })],
    [
      'of a person, from an issuer of organisations',
      () => token({ duf: '200205705502', acr: 'idporten-loa-high' }),
    ],
  ];
  it.each(attempts)('%s is refused with 401, and the message repeats nothing of it', async (_what, make) => {
    const jwt = await make();
    const error = await verify(jwt).then(
      () => undefined,
      (thrown: unknown) => thrown as { message: string; extensions: Record<string, unknown> },
    );
    expect(error?.extensions).toMatchObject({ code: 'UNAUTHENTICATED', http: { status: 401 } });
    if (jwt) expect(error?.message).not.toContain(jwt.slice(0, 20));
  });

  it.each([
    [
      'another audience',
      { aud: 'https://other.example' },
      /other audience: .*"aud" is https:\/\/kompass\.imdi\.no/,
    ],
    ['an issue time in the future', { iat: '1m' }, /issued later than now \("iat"\)/],
    ['a time to come', { nbf: '5m' }, /valid only from later than now \("nbf"\)/],
    ['no issue time', { iat: null }, /must say when it was issued \("iat"\)/],
  ])('with %s is told that it is that', async (_what, changes, says) => {
    await expect(verify(await token(nav, first, changes))).rejects.toThrow(says);
  });

  it('signed with a key that its issuer does not have is told so; in development, also how to get a new one', async () => {
    const jwt = await token(nav, await newKey('of another checkout'));
    await expect(verify(jwt)).rejects.toThrow(
      /^The token is signed with a key that its issuer does not have/,
    );
    const gateway = await startTestGateway();
    const elsewhere = await mkdtemp(join(tmpdir(), 'kompass-test-'));
    const another = await developmentIssuer(elsewhere, audience, false);
    const { errors } = await gateway.send(
      { authorization: `Bearer ${await another.mint(demoCaller('nav'))}` },
      { query: '{ __typename }' },
    );
    expect(errors.map(({ message }) => message)).toEqual([
      'The token is signed with a key that its issuer does not have: get a new one from this checkout, with npm run -s token -- CALLER.',
    ]);
    await rm(elsewhere, { recursive: true });
    await gateway.close();
  });

  it('that is missing or refused is asked for in the header that HTTP has for it (RFC 9110, § 11.6.1; RFC 6750, § 3)', async () => {
    const gateway = await startTestGateway('in-process', {
      production: true,
      shadow: shadowOf(policyInForce()),
    });
    const challenge = async (path: string, authorization?: string) => {
      const method = path === '/graphql' ? 'POST' : 'GET';
      const { status, headers } = await fetch(`${gateway.url}${path}`, {
        method,
        headers: { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) },
        ...(method === 'POST' ? { body: '{"query":"{ __typename }"}' } : {}),
      });
      return [status, headers.get('www-authenticate')];
    };
    for (const path of ['/graphql', '/export.json', '/export.html', '/shadow']) {
      expect(await challenge(path), path).toEqual([401, 'Bearer']);
      expect(await challenge(path, 'Basic bmF2Om5hdg=='), path).toEqual([401, 'Bearer']);
      expect(await challenge(path, 'Bearer nonsense'), path).toEqual([401, 'Bearer error="invalid_token"']);
    }
    expect(await challenge('/graphql', `Bearer ${await gateway.token('nav')}`)).toEqual([200, null]);
    await gateway.close();
  });

  it('is no more and no less with scopes that are not of Kompass, whatever they are called', async () => {
    const only = await verify(await token());
    for (const scope of ['nav:other', 'constructor', '__proto__', 'toString'])
      expect(await verify(await token({ ...nav, scope: `imdi:kompass.nav ${scope}` })), scope).toEqual(only);
  });

  it('makes a caller of the same kind in whichever order, and how often, its scopes stand', async () => {
    const kindWith = async (...clearances: string[]) => {
      const scope = ['imdi:kompass.controller', ...clearances].join(' ');
      const consumer = { ...nav.consumer, ID: '0192:987879696' };
      const officer = await verify(await token({ ...nav, consumer, scope }));
      return kindOf(statePurpose(officer, 'DATA_SUBJECT_RIGHTS'));
    };
    const [privacy, cleared] = ['imdi:kompass.privacy', 'imdi:kompass.protected'];
    const kind = await kindWith(privacy, cleared);
    expect(await kindWith(cleared, privacy)).toBe(kind);
    expect(await kindWith(privacy, cleared, privacy)).toBe(kind);
    expect(await kindWith(privacy)).not.toBe(kind);
  });

  it('of ID-porten’s makes the person the caller, at the highest level of assurance only', async () => {
    const idporten = trusted.map((each) => ({ ...each, vouchesFor: ['person'] as const }));
    const login = async (acr?: string) =>
      verifyToken(`Bearer ${await token({ duf: '200205705502', acr })}`, idporten, audience);
    for (const acr of ['idporten-loa-high', 'Level4'])
      expect(await login(acr)).toEqual({ party: 'PERSON', clearances: [], dufNumber: '200205705502' });
    for (const acr of ['idporten-loa-substantial', 'idporten-loa-low', 'Level3', '', undefined])
      await expect(login(acr)).rejects.toMatchObject({
        message: 'Log in at the highest level of assurance.',
        extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } },
      });
  });

  it('signed with a rotated key is accepted as soon as the issuer publishes the key; known keys are not fetched again', async () => {
    await verify(await token());
    const before = server.fetches;
    await verify(await token());
    expect(server.fetches).toBe(before);
    const second = await newKey('second');
    server.keys = [first.jwk, second.jwk];
    expect(await verify(await token(nav, second))).toMatchObject({ party: 'NAV' });
  });
});

describe('a purpose', () => {
  const imdi = { party: 'IMDI', clearances: [], organisation: '987879696' } as const;
  it('need not be stated by a party with just one', () => {
    expect(statePurpose({ party: 'NAV', clearances: [] }, undefined).purpose).toBe('EMPLOYMENT_GUIDANCE');
  });
  it('that is missing and ambiguous is asked for, with those allowed', () => {
    expect(() => statePurpose(imdi, undefined)).toThrow('REGISTRATION, SETTLEMENT, STATISTICS');
    expect(() => statePurpose(imdi, '')).toThrow(expect.objectContaining({ code: 'PURPOSE_REQUIRED' }));
  });
  it('that is not the party’s is refused, with those allowed', () => {
    for (const stated of ['EMPLOYMENT_GUIDANCE', 'DATA_SUBJECT_RIGHTS', 'ANYTHING'])
      expect(() => statePurpose(imdi, stated)).toThrow(
        expect.objectContaining({
          code: 'PURPOSE_NOT_ALLOWED',
          extensions: expect.objectContaining({ allowed: ['REGISTRATION', 'SETTLEMENT', 'STATISTICS'] }),
        }),
      );
  });
});
