import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readlink, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { demoCaller, developmentIssuer } from '@kompass/gateway';
import { subgraphNames } from '@kompass/schema';
import type { BenchDatabase } from './data.js';
import type { Stand } from './measure.js';
import { freePort, start, untilAnswered } from './processes.js';
import type { StartUpFigures } from './results.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * Times `npm start` in a fresh checkout after `npm ci`: the first one, which builds, makes the database and fills it,
 * and the ones after that; then each service by itself, on a database that is there.
 */
export async function measureStartUp(
  stand: Stand,
  database: BenchDatabase,
): Promise<readonly StartUpFigures[]> {
  const cold: number[] = [];
  const again: number[] = [];
  for (let round = 0; round < stand.rounds; round += 1) {
    const checkout = await freshCheckout();
    try {
      cold.push(await timeNpmStart(checkout));
      again.push(await timeNpmStart(checkout));
    } finally {
      await rm(checkout, { recursive: true, force: true });
    }
    stand.say(`npm start: ${cold.at(-1)?.toFixed(0)} ms, then ${again.at(-1)?.toFixed(0)} ms`);
  }
  const services: StartUpFigures[] = [];
  for (const name of subgraphNames) {
    const times: number[] = [];
    for (let round = 0; round < stand.rounds; round += 1)
      times.push(await timeService(`subgraphs/${name}/dist/main.js`, database, []));
    services.push({ title: `subgraph ${name}, to ready`, times });
  }
  return [
    {
      title: 'first `npm start` of a checkout: builds, makes and fills the database; to the first answer',
      times: cold,
    },
    { title: 'second `npm start`, to the first answer', times: again },
    ...services,
  ];
}

/** What git knows, and the installed packages by links. */
async function freshCheckout(): Promise<string> {
  const checkout = await mkdtemp(join(tmpdir(), 'kompass-start-'));
  const files = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
    .split('\0')
    .filter(Boolean);
  for (const file of files) {
    await mkdir(dirname(join(checkout, file)), { recursive: true });
    await cp(join(root, file), join(checkout, file), { verbatimSymlinks: true }).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error; // deleted and not committed yet
      },
    );
  }
  // Links to our own packages are relative, so that a copy of them leads to the checkout's.
  await mkdir(join(checkout, 'node_modules/@kompass'), { recursive: true });
  for (const name of await readdir(join(root, 'node_modules'))) {
    if (name === '@kompass') {
      for (const own of await readdir(join(root, 'node_modules/@kompass')))
        await symlink(
          await readlink(join(root, 'node_modules/@kompass', own)),
          join(checkout, 'node_modules/@kompass', own),
        );
    } else if (name !== '.cache')
      await symlink(join(root, 'node_modules', name), join(checkout, 'node_modules', name));
  }
  const workspaces = [
    'schema',
    'gateway',
    'test',
    'subgraphs/runtime',
    ...subgraphNames.map((each) => `subgraphs/${each}`),
  ];
  for (const workspace of workspaces) {
    const own = join(root, workspace, 'node_modules');
    if (existsSync(own)) await symlink(own, join(checkout, workspace, 'node_modules'));
  }
  return checkout;
}

async function timeNpmStart(checkout: string): Promise<number> {
  const issuer = await developmentIssuer(join(checkout, '.data'), 'https://kompass.imdi.no', false);
  const token = await issuer.mint(demoCaller('nav'));
  const port = await freePort();
  const began = performance.now();
  const child = spawn('npm', ['start'], {
    cwd: checkout,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], PORT: String(port), LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // a group of its own, to be stopped whole as Ctrl-C does
  });
  let written = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      written += chunk.toString();
    });
  const mustRun = () => {
    if (child.exitCode !== null) throw new Error(`npm start ended early:\n${written.slice(-2_000)}`);
  };
  const asking = {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: '{ persons(first: 1) { edges { node { name } } } }' }),
  };
  await untilAnswered(`http://127.0.0.1:${port}/graphql`, asking, [{ child, mustRun, stop: async () => {} }]);
  const took = performance.now() - began;
  await interrupt(child);
  return took;
}

async function interrupt(child: ChildProcess): Promise<void> {
  const ended = once(child, 'close');
  if (child.pid) process.kill(-child.pid, 'SIGINT');
  await ended;
}

async function timeService(
  script: string,
  database: BenchDatabase,
  args: readonly string[],
): Promise<number> {
  const port = await freePort();
  const began = performance.now();
  const service = start(
    script,
    {
      DATABASE_URL: database.url,
      PORT: String(port),
      GATEWAY_JWKS_URL: 'http://127.0.0.1:9/.well-known/jwks.json',
    },
    args,
  );
  await untilAnswered(`http://127.0.0.1:${port}/health`, {}, [service]);
  const took = performance.now() - began;
  await service.stop();
  return took;
}
