import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, it } from 'vitest';
import { startTestGateway } from '../support/gateway.js';
import { processToken, spawnGateway } from '../support/gateway-process.js';

const names = '{ persons(first: 2) { edges { node { name } } } }';

it('two gateways with one signing key are known to the same subgraphs; one with another key says that it is not', async () => {
  const signingKeys = [generateKeyPairSync('ed25519').privateKey];
  const first = await startTestGateway('over HTTP', { signingKeys });
  const beside = (keys?: typeof signingKeys) => {
    const urls = first.subgraphUrls.values();
    return startTestGateway('over HTTP', {
      ...(keys ? { signingKeys: keys } : {}),
      instead: async (own) => urls.next().value ?? own,
    });
  };
  const [second, stranger] = [await beside(signingKeys), await beside()];
  const health = async (url: string) => {
    const answer = await fetch(`${url}/health`);
    return { status: answer.status, rooms: (await answer.json()).rooms };
  };
  const all = (state: string) => ({ profile: state, consent: state, guidance: state, settlement: state });
  for (const { ask, url } of [first, second]) {
    expect((await ask('nav', undefined, names)).data.persons.edges).toHaveLength(2);
    expect(await health(url)).toEqual({ status: 200, rooms: all('ready') });
  }
  const answer = await stranger.ask('nav', undefined, names);
  expect(answer.errors).toMatchObject([{ extensions: { code: 'UNAVAILABLE' } }]);
  expect(await health(stranger.url)).toEqual({ status: 503, rooms: all('refused') });
  for (const each of [stranger, second, first]) await each.close();
});

it('a gateway is told of a subgraph by its origin or its /graphql, and takes no other path for one', async () => {
  const signingKey = generateKeyPairSync('ed25519').privateKey;
  const folder = await mkdtemp(join(tmpdir(), 'kompass-key-'));
  const file = join(folder, 'key.pem');
  await writeFile(file, signingKey.export({ type: 'pkcs8', format: 'pem' }));
  const first = await startTestGateway('over HTTP', { signingKeys: [signingKey] });
  const at = ({ origin, pathname }: URL, name: string) => (name === 'profile' ? origin : origin + pathname);
  const urls = Object.fromEntries(
    [...first.subgraphUrls].map(([name, url]) => [`SUBGRAPH_${name.toUpperCase()}_URL`, at(url, name)]),
  );
  const second = await spawnGateway({ GATEWAY_SIGNING_KEY: file, ...urls });
  const answer = await fetch(`${second.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${await processToken('nav')}` },
    body: JSON.stringify({ query: names }),
  });
  expect((await answer.json()).data.persons.edges).toHaveLength(2);
  second.child.kill('SIGTERM');
  await second.ended;
  await first.close();
  await rm(folder, { recursive: true });
  await expect(
    spawnGateway({ ...urls, SUBGRAPH_CONSENT_URL: 'http://localhost:4002/health' }),
  ).rejects.toThrow(
    'SUBGRAPH_CONSENT_URL must be where the subgraph runs and no path of it but /graphql, as http://localhost:4001.',
  );
});

it('a gateway publishes all keys of its file, so that one can follow another', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kompass-key-'));
  const file = join(folder, 'keys.pem');
  const key = () => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
  await writeFile(file, `${key()}${key()}`);
  const gateway = await spawnGateway({ GATEWAY_SIGNING_KEY: file, DATABASE_URL: inject('databaseUrl') });
  const published = await (await fetch(`${gateway.url}/.well-known/jwks.json`)).json();
  expect(published.keys).toMatchObject([{ crv: 'Ed25519' }, { crv: 'Ed25519' }]);
  expect(published.keys[0].kid).not.toBe(published.keys[1].kid);
  expect(JSON.stringify(published)).not.toContain('"d"');
  gateway.child.kill('SIGTERM');
  expect(await gateway.ended).toBe(0);
  await rm(folder, { recursive: true });
});

it('a gateway whose signing key is none does not start, and says what is expected', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kompass-key-'));
  const file = join(folder, 'key.pem');
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey;
  for (const content of ['', 'nonsense', rsa.export({ type: 'pkcs8', format: 'pem' })]) {
    await writeFile(file, content);
    await expect(spawnGateway({ GATEWAY_SIGNING_KEY: file })).rejects.toThrow(
      'GATEWAY_SIGNING_KEY must be a file with one or more private keys, as `openssl genpkey -algorithm ed25519`',
    );
  }
  await rm(folder, { recursive: true });
});
