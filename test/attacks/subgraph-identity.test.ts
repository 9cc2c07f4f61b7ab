import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { disclosureAnnex } from '@kompass/consent/disclosure-annex';
import { rooms } from '@kompass/gateway';
import { createIdentitySigner, createLog, identityVerifier, openRoom, subgraphApp } from '@kompass/runtime';
import type { Caller } from '@kompass/schema';
import { createLocalJWKSet, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

const imdi: Caller = {
  party: 'IMDI',
  purpose: 'SETTLEMENT',
  clearances: ['ADDRESS_PROTECTED'],
  organisation: '987879696',
};
const entities = {
  query: 'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Person { name } } }',
  variables: { of: [{ __typename: 'Person', dufNumber: '200205705502' }] },
};

describe('a subgraph asked directly', () => {
  let gateway: TestGateway;
  const statements: string[] = [];
  beforeAll(async () => {
    gateway = await startTestGateway('over HTTP', { onStatement: (statement) => statements.push(statement) });
  });
  afterAll(() => gateway.close());

  const sign = async (key: Parameters<SignJWT['sign']>[0], audience: string, expires: string) =>
    new SignJWT({ caller: imdi })
      .setProtectedHeader({ alg: 'EdDSA' })
      .setIssuer('kompass-gateway')
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime(expires)
      .sign(key);
  const foreignKey = async () => (await generateKeyPair('EdDSA', { crv: 'Ed25519' })).privateKey;

  const attempts: { what: string; authorization: () => Promise<string | undefined> }[] = [
    { what: 'no identity', authorization: async () => undefined },
    {
      what: 'an identity signed by somebody else',
      authorization: async () =>
        `Bearer ${await (await createIdentitySigner()).sign(imdi, 'profile', JSON.stringify(entities))}`,
    },
    {
      what: 'an expired identity',
      authorization: async () => `Bearer ${await sign(await foreignKey(), 'kompass-profile', '-1s')}`,
    },
    {
      what: 'an identity for another audience',
      authorization: async () => `Bearer ${await sign(await foreignKey(), 'elsewhere', '1m')}`,
    },
    {
      what: 'an unsigned identity (alg: none)',
      authorization: async () =>
        `Bearer ${new UnsecuredJWT({ caller: imdi })
          .setIssuer('kompass-gateway')
          .setAudience('kompass-profile')
          .setIssuedAt()
          .setExpirationTime('1m')
          .encode()}`,
    },
    {
      what: "an agency's own token",
      authorization: async () => `Bearer ${await gateway.token('imdi')}`,
    },
    { what: 'a bare header', authorization: async () => JSON.stringify(imdi) },
  ];

  it.each(attempts)('with $what answers 401 in every room, and runs nothing', async ({ authorization }) => {
    const value = await authorization();
    for (const url of gateway.subgraphUrls.values()) {
      statements.length = 0;
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(value ? { authorization: value } : {}) },
        body: JSON.stringify(entities),
      });
      expect(answer.status).toBe(401);
      expect(await answer.json()).not.toHaveProperty('data');
      expect(statements).toEqual([]);
    }
  });
});

interface Sent {
  readonly url: string;
  readonly authorization: string;
  readonly body: string;
}

/** Listens on the way to a subgraph, and passes everything on. */
async function listenOnTheWay(to: URL, heard: Sent[]): Promise<{ url: URL; server: Server }> {
  const server = createServer(async (request, response) => {
    const { authorization = '' } = request.headers;
    const body = await text(request);
    const url = new URL(request.url ?? '', to).href;
    heard.push({ url, authorization, body });
    const answer = await post(url, authorization, body);
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return { url: new URL(to.pathname, `http://localhost:${(server.address() as AddressInfo).port}`), server };
}

function post(url: string, authorization: string, body: string): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization },
    body,
  });
}

describe('what somebody hears on the way to a subgraph', () => {
  let database: ScratchDatabase;
  let gateway: TestGateway;
  const heard: Sent[] = [];
  const listeners: Server[] = [];
  beforeAll(async () => {
    database = await scratchDatabase();
    gateway = await startTestGateway('over HTTP', {
      databaseUrl: database.url,
      instead: async (to) => {
        const { url, server } = await listenOnTheWay(to, heard);
        listeners.push(server);
        return url;
      },
    });
  });
  afterAll(async () => {
    await gateway.close();
    for (const server of listeners) {
      server.closeAllConnections();
      server.close();
    }
    await database.drop();
  });

  it('gets nothing more there, nothing elsewhere, and nothing into the log', async () => {
    const { data, errors } = await gateway.ask(
      'imdi',
      'SETTLEMENT',
      '{ persons(first: 2) { edges { node { name settlement { status } } } } }',
    );
    expect({ errors, count: data.persons.edges.length }).toEqual({ errors: [], count: 2 });
    const count = async () => (await database.owner`select seq from consent.disclosure`).length;
    const logged = await count();
    expect(logged).toBe(2);
    const asked = heard.filter(({ url }) => url.endsWith('/graphql'));
    const entered = heard.find(({ url }) => url.endsWith('/disclosures'));
    expect(asked.length).toBeGreaterThanOrEqual(2);
    const invented = JSON.stringify(JSON.parse(entered?.body ?? '[]').reverse());
    const wider = JSON.stringify({ query: '{ persons(first: 100) { edges { node { name } } } }' });
    for (const { authorization } of heard)
      for (const { url, body } of heard) {
        expect((await post(url, authorization, body)).status).toBe(401);
        expect(
          (await post(url, authorization, url.endsWith('/graphql') ? wider : `${invented} `)).status,
        ).toBe(401);
      }
    expect(await count()).toBe(logged);
  });
});

describe('the disclosure log of a consent subgraph that runs apart', () => {
  it('takes whole entries of the caller’s alone, and says what is wrong with others', async () => {
    const database = await scratchDatabase();
    const room = rooms.find(({ name }) => name === 'consent');
    if (!room) throw new Error('there is no consent room');
    const log = createLog('test', 'silent', true);
    const signer = await createIdentitySigner();
    const annex = disclosureAnnex(database.url);
    const open = openRoom(room, database.url, log);
    const verify = identityVerifier(createLocalJWKSet(signer.jwks));
    const server = createServer(subgraphApp(open, verify, log, annex));
    await new Promise<void>((resolve) => server.listen(0, resolve));
    const url = `http://localhost:${(server.address() as AddressInfo).port}/disclosures`;
    const append = async (body: string, caller = imdi) => {
      const answer = await post(url, `Bearer ${await signer.sign(caller, 'disclosures', body)}`, body);
      const { errors } = JSON.parse((await answer.text()) || '{"errors":[]}');
      return [answer.status, errors[0]?.message];
    };
    const entry = {
      personIds: ['6f1c1f4e-6d1e-4a63-9b06-0d2f0e6a4a11'],
      party: 'IMDI',
      organisation: '987879696',
      supplier: null,
      officer: null,
      purpose: 'SETTLEMENT',
      operation: null,
      coordinates: ['Person.name'],
      policyVersion: '09628b7a1e51',
      trace: 'f0f0f0f0-0000-4000-8000-000000000000',
    };
    const of = (change: object) => append(JSON.stringify([entry, { ...entry, ...change }]));
    const ofTheCaller = 'what the caller in the token has';
    expect(await append('{}')).toEqual([400, 'The body must be a list of entries.']);
    expect(await append('[1]')).toEqual([400, 'Entry 0 must be an object.']);
    expect(await of({ party: 'NAV' })).toEqual([400, `party of entry 1 must be ${ofTheCaller}.`]);
    expect(await of({ officer: 'Z1' })).toEqual([400, `officer of entry 1 must be ${ofTheCaller}.`]);
    expect(await of({ supplier: '964338531' })).toEqual([400, `supplier of entry 1 must be ${ofTheCaller}.`]);
    const through = { ...imdi, supplier: '310000000' };
    for (const supplier of ['964338531', null, undefined])
      expect(await append(JSON.stringify([{ ...entry, supplier }]), through)).toEqual([
        400,
        `supplier of entry 0 must be ${ofTheCaller}.`,
      ]);
    const persons = 'personIds of entry 1 must be a list of identifiers of persons.';
    for (const personIds of [undefined, null, [], 'x', ['x'], [7], { length: 1 }])
      expect(await of({ personIds })).toEqual([400, persons]);
    for (const wrong of [
      { coordinates: ['name\0'] },
      { operation: '1\0' },
      { trace: 1 },
      { policyVersion: '' },
    ])
      expect(await of(wrong)).toEqual([400, expect.stringContaining(`${Object.keys(wrong)[0]} of entry 1`)]);
    expect((await append('[')).at(0)).toBe(400);
    expect(await database.owner`select seq from consent.disclosure`).toHaveLength(0);
    expect(await of({ operation: 'Names' })).toEqual([204, undefined]);
    expect(await database.owner`select seq from consent.disclosure`).toHaveLength(2);
    // A gateway from before suppliers were kept says nothing of one.
    expect(await of({ supplier: undefined })).toEqual([204, undefined]);
    server.closeAllConnections();
    server.close();
    await annex.close();
    await open.close();
    await database.drop();
  });
});
