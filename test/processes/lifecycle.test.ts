import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { verifyDisclosures } from '@kompass/consent/disclosure-audit';
import { postgresFolder } from '@kompass/runtime';
import { contractFolder, policyInForce } from '@kompass/schema';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { answering } from '../support/answering.js';
import { deskCopy } from '../support/desk-copy.js';
import { type Answer, startTestGateway } from '../support/gateway.js';
import { processToken, spawnGateway } from '../support/gateway-process.js';
import { kompassCopy } from '../support/kompass-copy.js';
import { personToMove } from '../support/person-to-move.js';
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

  it('logs each request, and nothing of what was asked about whom', async () => {
    const { owner } = database;
    const { id, to } = await personToMove(owner);
    const [person] = await owner<{ name: string; duf: string }[]>`
      select name, duf_number as duf from profile.person where id = ${id}`;
    const { name, duf } = person as { name: string; duf: string };
    const tokens = { imdi: await processToken('imdi'), nav: await processToken('nav') };
    const gateway = await spawnGateway({ DATABASE_URL: database.url, LOG_LEVEL: 'trace' });
    const post = async (caller: keyof typeof tokens, purpose: string, query: string) => {
      const answer = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${tokens[caller]}`,
          'kompass-purpose': purpose,
        },
        body: JSON.stringify({ query, variables: { id, duf, to } }),
      });
      const { data, errors = [] } = (await answer.json()) as Partial<Answer>;
      return { data, codes: errors.map(({ extensions }) => extensions['code']) };
    };
    const move = `mutation ($id: ID!, $to: Int!) {
      moveToReceptionCentre(input: { personId: $id, receptionCentre: $to }) { person { id name } } }`;

    const look = (fields: string) =>
      `query ($duf: DufNumber!) { personByDufNumber(dufNumber: $duf) { ${fields} } }`;
    expect(await post('imdi', 'SETTLEMENT', look('id name dufNumber'))).toEqual({
      data: { personByDufNumber: { id, name, dufNumber: duf } },
      codes: [],
    });
    expect((await post('nav', 'EMPLOYMENT_GUIDANCE', look('name gender'))).codes).toEqual(['FORBIDDEN']);
    expect((await post('imdi', 'SETTLEMENT', move)).data.moveToReceptionCentre.person).toEqual({ id, name });
    // What is thrown says which statement failed and with what: the person, the officer, the place.
    await owner`alter table settlement.event add constraint broken check (officer is null) not valid`;
    expect((await post('imdi', 'SETTLEMENT', move)).codes).toEqual(['INTERNAL_SERVER_ERROR']);
    const query = encodeURIComponent(`{ personByDufNumber(dufNumber: "${duf}") { name } }`);
    await fetch(`${gateway.url}/graphql?query=${query}`, { headers });
    await fetch(`${gateway.url}/export.json?dufNumber=${duf}`);
    gateway.child.kill('SIGTERM');
    await gateway.ended;

    const written = gateway.output();
    const requests = written.match(/"method":"[A-Z]+","path":"[^"]*"/g);
    expect(requests).toEqual([
      ...Array.from({ length: 5 }, () => '"method":"POST","path":"/graphql"'), // the first is of the start itself
      '"method":"GET","path":"/graphql"',
      '"method":"GET","path":"/export.json"',
    ]);
    expect(written).toContain('23514'); // what went wrong, by PostgreSQL’s code
    const officers = ['demo-officer-imdi', 'Z990001'];
    const secrets = [id, name, duf, ...officers, ...Object.values(tokens)];
    expect(secrets.filter((each) => written.includes(each))).toEqual([]);
  });

  it('logs what a subgraph answered instead, and where it was asked without a password', async () => {
    const { port } = answering((_request, response) => response.writeHead(404).end('none here'));
    const gateway = await spawnGateway({
      DATABASE_URL: database.url,
      SUBGRAPH_PROFILE_URL: `http://kompass:hush@localhost:${port}`,
    });
    expect(await ask(gateway.url, 1)).toBeUndefined();
    gateway.child.kill('SIGTERM');
    await gateway.ended;
    expect(gateway.output()).toMatch(/a subgraph did not answer .*"subgraph":"profile"/);
    expect(gateway.output()).toContain(`"url":"http://localhost:${port}/graphql"`);
    expect(gateway.output()).toContain('"status": 404');
    expect(gateway.output()).not.toContain('hush');
  });

  it('says that a shadow policy is counted by, and which', async () => {
    const folder = fileURLToPath(contractFolder);
    const gateway = await spawnGateway({
      DATABASE_URL: database.url,
      SHADOW_POLICY: folder,
      LOG_LEVEL: 'info',
    });
    gateway.child.kill('SIGTERM');
    await gateway.ended;
    expect(gateway.output()).toContain(
      `a shadow policy is counted by, and decides nothing {"version":"${policyInForce().version}","folder":"${folder}"}`,
    );
  });

  it('is not healthy any more once it is told to stop, so that nothing more is sent to it', async () => {
    const gateway = await startTestGateway('in-process', { databaseUrl: database.url });
    const health = async () => {
      const answer = await fetch(`${gateway.url}/health`);
      return [answer.status, ((await answer.json()) as { status: string }).status];
    };
    expect(await health()).toEqual([200, 'ready']);
    const closed = gateway.close();
    expect(await health()).toEqual([503, 'unavailable']);
    await closed;
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

describe('the gateway whose subgraphs run apart', () => {
  it('names those that do not answer yet, and is not called ready', async () => {
    const profile = answering((_request, response) => void response.end('{"room":"profile"}'));
    const nobody = 'http://127.0.0.1:1/graphql';
    const child = spawn(process.execPath, [gatewayFile('main')], {
      env: {
        PATH: process.env['PATH'] ?? '',
        PORT: '0',
        LOG_LEVEL: 'warn',
        SUBGRAPH_PROFILE_URL: profile.href,
        SUBGRAPH_CONSENT_URL: nobody,
        SUBGRAPH_GUIDANCE_URL: nobody,
        SUBGRAPH_SETTLEMENT_URL: nobody,
      },
    });
    child.stdout.setEncoding('utf8');
    let said = '';
    for await (const chunk of child.stdout) {
      said += chunk;
      if (said.includes('Ask as NAV')) child.kill('SIGTERM');
    }
    expect(said).toMatch(
      /^Kompass Gateway listens at http:\S+, but these do not answer yet: consent, guidance, settlement$/m,
    );
    expect(said).not.toContain('is ready');
  });
});

describe('a start that fails', () => {
  /** Whether the embedded PostgreSQL of this repository runs: somebody may use it meanwhile. */
  const postgresRuns = () => {
    const moved = join(postgresFolder, 'data-is-in');
    const data = existsSync(moved) ? readFileSync(moved, 'utf8').trim() : postgresFolder;
    return existsSync(join(data, 'cluster', 'postmaster.pid'));
  };
  const start = async (file: string, variables: Record<string, string>) => {
    const child = spawn(process.execPath, [file], {
      env: { PATH: process.env['PATH'] ?? '', LOG_LEVEL: 'warn', SEED_PERSONS: '0', ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        said += chunk.toString();
      });
    const [status] = await once(child, 'close');
    return { status, said };
  };
  const guidance = fileURLToPath(new URL('../../subgraphs/guidance/dist/main.js', import.meta.url));

  it.each([
    ['the gateway', gatewayFile('main')],
    ['a subgraph', guidance],
  ])('as the port of %s is taken says so in a line, and leaves PostgreSQL as it was', async (_who, file) => {
    const before = postgresRuns();
    const other = createServer().listen(0);
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    expect(await start(file, { PORT: String(port) })).toEqual({
      status: 1,
      said: `PORT ${port} is taken: stop what listens there, or set PORT to another.\n`,
    });
    expect(postgresRuns()).toBe(before);
    other.close();
  });

  it.each(['start', 'start:subgraph'] as const)(
    'as the port is taken does so before npm run %s has made a database',
    async (program) => {
      const copy = kompassCopy();
      onTestFinished(() => copy.remove());
      const other = createServer().listen(0);
      onTestFinished(() => void other.close());
      await once(other, 'listening');
      const { port } = other.address() as AddressInfo;
      expect(await copy.run(program, { PORT: String(port) }).ended).toEqual({
        status: 1,
        said: `PORT ${port} is taken: stop what listens there, or set PORT to another.\n`,
      });
      expect(existsSync(copy.postgres)).toBe(false);
    },
  );

  it.each([
    ['the gateway', gatewayFile('main')],
    ['a subgraph', guidance],
  ])('as other migrations made the database says so before %s answers anybody', async (_who, file) => {
    const database = await scratchDatabase();
    await database.owner`
      update migrations.guidance set hash = 'another' where id = (select max(id) from migrations.guidance)`;
    const { status, said } = await start(file, { DATABASE_URL: database.url, PORT: '0', LOG_LEVEL: 'info' });
    expect(status).toBe(1);
    expect(said).toMatch(/^The database was made by another version of guidance's migrations, of .*\n$/);
    await database.drop();
  });

  it('as there is no supergraph in SUPERGRAPH says so in a line', async () => {
    for (const SUPERGRAPH of ['/nowhere/supergraph.graphql', fileURLToPath(new URL('.', import.meta.url))])
      expect(await start(gatewayFile('main'), { SUPERGRAPH, RULES: 'off' })).toEqual({
        status: 1,
        said: 'SUPERGRAPH must be the file of a supergraph.\n',
      });
  });

  it('as a shadow policy is not whole says what is wrong in its folder, and leaves PostgreSQL as it was', async () => {
    const before = postgresRuns();
    const copy = deskCopy();
    copy.edit('guidance.rules.ts', 'anyone(', 'anyone(nobodyKnown, ');
    const { status, said } = await start(gatewayFile('main'), {
      PORT: '0',
      SHADOW_POLICY: fileURLToPath(copy.schema),
    });
    expect(status).toBe(1);
    expect(said).toMatch(
      new RegExp(
        `^The policy is not whole:\n${fileURLToPath(copy.schema)}guidance\\.rules\\.ts:\\d+ .*nobodyKnown`,
      ),
    );
    expect(said).not.toMatch(/^ +at /m);
    expect(postgresRuns()).toBe(before);
    copy.remove();
  });

  it('as no policy is in the folder of the shadow policy says so', async () => {
    const SHADOW_POLICY = fileURLToPath(new URL('.', import.meta.url));
    expect(await start(gatewayFile('main'), { PORT: '0', SHADOW_POLICY })).toEqual({
      status: 1,
      said: 'SHADOW_POLICY must be a folder with the files of a policy, as schema/ has them.\n',
    });
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

  it('is production only where it is spelt so, and no other word is taken for anything', () => {
    const expected = 'NODE_ENV must be one of production, development, test';
    for (const NODE_ENV of ['', 'prod', 'Production', 'production '])
      expect(run('main', { ...issuer, NODE_ENV }).said).toContain(expected);
    expect(run('token', { NODE_ENV: 'prod' }, 'imdi-privacy').said).toContain(expected);
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
