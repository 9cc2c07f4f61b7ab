import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { verifyDisclosures } from '@kompass/consent/disclosure-audit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { processToken, spawnGateway } from '../support/gateway-process.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

const gatewayFile = (file: string) =>
  fileURLToPath(new URL(`../../gateway/dist/${file}.js`, import.meta.url));

describe('the gateway in a process of its own', () => {
  let database: ScratchDatabase;
  let headers: Record<string, string>;
  beforeEach(async () => {
    database = await scratchDatabase();
    headers = { 'content-type': 'application/json', authorization: `Bearer ${await processToken('nav')}` };
  });
  afterEach(() => database.drop());

  const body = (first: number) =>
    JSON.stringify({ query: `{ persons(first: ${first}) { edges { node { id name } } } }` });
  /** The persons of an answer that came whole; none when the gateway went away. */
  const ask = async (url: string, first: number): Promise<string[] | undefined> => {
    try {
      const answer = await fetch(`${url}/graphql`, { method: 'POST', headers, body: body(first) });
      const { data } = (await answer.json()) as { data: { persons: { edges: { node: { id: string } }[] } } };
      return data.persons.edges.map(({ node }) => node.id);
    } catch {
      return undefined;
    }
  };

  it('speaks to nobody but its clients and its database', async () => {
    const gateway = await spawnGateway({ DATABASE_URL: database.url, NODE_DEBUG: 'net' });
    expect(await ask(gateway.url, 5)).toHaveLength(5);
    gateway.child.kill('SIGTERM');
    await gateway.ended;
    const peers = [...gateway.output().matchAll(/attempting to connect to (\S+):\d+/g)].map(
      ([, host]) => host,
    );
    expect(peers.length).toBeGreaterThan(0);
    expect(new Set(peers.map((host) => host?.replace('::1', '127.0.0.1')))).toEqual(new Set(['127.0.0.1']));
  });

  it('answers what is under way when it is told to stop, then ends', async () => {
    const gateway = await spawnGateway({ DATABASE_URL: database.url });
    const asked = Array.from({ length: 20 }, () => ask(gateway.url, 100));
    await Promise.race(asked);
    gateway.child.kill('SIGTERM');
    gateway.child.kill('SIGINT'); // npm passes on what the terminal has sent already
    expect(await gateway.ended).toBe(0);
    const answers = await Promise.all(asked);
    expect(answers.filter((answer) => answer?.length === 100)).toHaveLength(20);
  });

  it('killed at any moment has logged everybody it told of', async () => {
    const told = new Set<string>();
    for (let round = 0; round < 4; round += 1) {
      const gateway = await spawnGateway({ DATABASE_URL: database.url });
      let running = true;
      const clients = Array.from({ length: 8 }, async (_, client) => {
        while (running) for (const id of (await ask(gateway.url, 3 + client * 10)) ?? []) told.add(id);
      });
      await new Promise((resolve) => setTimeout(resolve, 100 + round * 173));
      gateway.child.kill('SIGKILL');
      await gateway.ended;
      running = false;
      await Promise.all(clients);
    }
    const logged = await database.owner<
      { id: string }[]
    >`select distinct person_id as id from consent.disclosure`;
    const known = new Set(logged.map(({ id }) => id));
    expect(told.size).toBeGreaterThan(0);
    expect([...told].filter((id) => !known.has(id))).toEqual([]);
    expect((await verifyDisclosures(database.url, [])).broken).toBeUndefined();
  });
});

describe('production', () => {
  const run = (file: string, variables: Record<string, string>, ...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [gatewayFile(file), ...args], {
      env: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'production', ...variables },
      encoding: 'utf8',
    });
    return { status, said: stdout + stderr };
  };
  const issuer = {
    MASKINPORTEN_ISSUER: 'https://maskinporten.no/',
    MASKINPORTEN_JWKS_URL: 'https://maskinporten.no/jwk',
  };

  it('does not start without a database, an issuer, or with a wrong setting, and names it', () => {
    expect(run('main', issuer).said).toContain('DATABASE_URL');
    const database = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' };
    expect(run('main', database).said).toContain('MASKINPORTEN_ISSUER');
    expect(run('main', { ...database, ...issuer, PORT: 'http' }).said).toContain(
      'PORT must be a whole number',
    );
    expect(run('main', { ...database, MASKINPORTEN_ISSUER: 'x' }).said).toContain('MASKINPORTEN_JWKS_URL');
  });

  it('has no development issuer', () => {
    const { status, said } = run(
      'token',
      { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none', ...issuer },
      'nav',
    );
    expect(status).toBe(1);
    expect(said).toBe('The development issuer does not exist in production.\n');
  });
});
