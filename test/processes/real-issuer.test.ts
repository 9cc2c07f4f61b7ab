import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { rooms } from '@kompass/gateway';
import {
  createIdentitySigner,
  createLog,
  openRoom,
  remoteIdentityVerifier,
  subgraphApp,
} from '@kompass/runtime';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { expect, inject, it } from 'vitest';
import { type GatewayProcess, processToken, spawnGateway } from '../support/gateway-process.js';

const issuer = 'https://maskinporten.example/';

/** An issuer whose keys can be read while it is up. */
async function startIssuer() {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
  let up = true;
  const server = createServer((_request, response) => {
    response.statusCode = up ? 200 : 503;
    response.end(JSON.stringify({ keys: [jwk] }));
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return {
    settings: {
      MASKINPORTEN_ISSUER: issuer,
      MASKINPORTEN_JWKS_URL: `http://localhost:${(server.address() as AddressInfo).port}/jwks`,
    },
    set up(answers: boolean) {
      up = answers;
    },
    token: () =>
      new SignJWT({
        consumer: { authority: 'iso6523-actorid-upis', ID: '0192:889640782' },
        scope: 'imdi:kompass.nav',
      })
        .setProtectedHeader({ alg: 'RS256', kid: 'one' })
        .setIssuer(issuer)
        .setAudience('https://kompass.imdi.no')
        .setIssuedAt()
        .setExpirationTime('2m')
        .sign(privateKey),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function ask({ url }: GatewayProcess, token: string) {
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: '{ persons(first: 1) { totalCount } }' }),
  });
  const { errors = [] } = (await answer.json()) as { errors?: { extensions: { code: string } }[] };
  return { status: answer.status, codes: errors.map(({ extensions }) => extensions.code) };
}

it('where a real issuer is trusted, nobody else is: no token is minted, and no minted one is taken', async () => {
  const real = await startIssuer();
  const gateway = await spawnGateway({
    ...real.settings,
    DATABASE_URL: inject('databaseUrl'),
    LOG_LEVEL: 'info',
  });
  const minted = await fetch(`${gateway.url}/development/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
    body: JSON.stringify({ caller: 'imdi-privacy' }),
  });
  expect(minted.status).toBe(404);
  expect(await ask(gateway, await processToken('nav'))).toEqual({ status: 401, codes: ['UNAUTHENTICATED'] });
  expect(await ask(gateway, await real.token())).toEqual({ status: 200, codes: [] });
  gateway.child.kill('SIGTERM');
  await gateway.ended;
  real.close();
});

it('while an issuer’s keys cannot be read no token is called bad, and the log says why without it', async () => {
  const real = await startIssuer();
  real.up = false;
  const gateway = await spawnGateway({
    ...real.settings,
    DATABASE_URL: inject('databaseUrl'),
    LOG_LEVEL: 'info',
  });
  const token = await real.token();
  expect(await ask(gateway, token)).toEqual({ status: 503, codes: ['UNAVAILABLE'] });
  expect(gateway.output()).toContain('the keys of an issuer cannot be read');
  expect(gateway.output()).not.toContain(token.slice(-40));
  real.up = true;
  expect(await ask(gateway, token)).toEqual({ status: 200, codes: [] });
  gateway.child.kill('SIGTERM');
  await gateway.ended;
  real.close();
});

it('a room that cannot read the gateway’s keys says so, and calls the gateway no stranger', async () => {
  const room = rooms.find(({ name }) => name === 'profile');
  if (!room) throw new Error('there is no profile room');
  const log = createLog('test', 'silent', true);
  const open = openRoom(room, inject('databaseUrl'), log);
  const server = createServer(
    subgraphApp(open, remoteIdentityVerifier(new URL('http://127.0.0.1:1/'), log), log),
  );
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const signer = await createIdentitySigner();
  const signed = async (body: string) => ({
    authorization: `Bearer ${await signer.sign({ party: 'NAV', purpose: 'EMPLOYMENT_GUIDANCE', clearances: [] }, 'profile', body)}`,
  });
  const body = '{"query":"{ __typename }"}';
  const answer = await fetch(`${url}/graphql`, { method: 'POST', headers: await signed(body), body });
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAVAILABLE' } }] });
  expect((await fetch(`${url}/health`, { headers: await signed('') })).status).toBe(200);
  server.closeAllConnections();
  server.close();
  await open.close();
});
