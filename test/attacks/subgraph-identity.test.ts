import { createIdentitySigner } from '@kompass/runtime';
import type { Caller } from '@kompass/schema';
import { generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.js';

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
      authorization: async () => `Bearer ${await (await createIdentitySigner()).sign(imdi)}`,
    },
    {
      what: 'an expired identity',
      authorization: async () => `Bearer ${await sign(await foreignKey(), 'kompass-subgraphs', '-1s')}`,
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
          .setAudience('kompass-subgraphs')
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
