import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readlink, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { demoCaller, developmentIssuer } from '@kompass/gateway';
import { subgraphNames } from '@kompass/schema';
import type { BenchDatabase } from './data.js';
import type { Stand } from './measure.js';
import { freePort, start, untilAnswered } from './processes.js';
import type { StartUpFigures } from './results.js';
import { root } from './root.js';

const here = fileURLToPath(root);

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

/** What was committed last, and the installed packages by links. */
async function freshCheckout(): Promise<string> {
  const checkout = await mkdtemp(join(tmpdir(), 'kompass-start-'));
  execFileSync('git', ['clone', '--quiet', '--depth', '1', `file://${here}`, checkout]);
  const workspaces = ['schema', 'gateway', 'test', 'subgraphs/runtime', ...subgraphNames.map(subgraphFolder)];
  for (const workspace of ['.', ...workspaces])
    await linkPackages(join(here, workspace, 'node_modules'), join(checkout, workspace, 'node_modules'));
  return checkout;
}

const subgraphFolder = (name: string) => `subgraphs/${name}`;

async function linkPackages(from: string, to: string): Promise<void> {
  if (!existsSync(from)) return;
  await mkdir(to, { recursive: true });
  for (const name of await readdir(from)) {
    if (name === '@kompass') await linkOwn(join(from, name), join(to, name));
    else if (name !== '.cache') await symlink(join(from, name), join(to, name));
  }
}

/** Links to our own packages are relative, so that a copy of them leads to the checkout's. */
async function linkOwn(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const name of await readdir(from)) await symlink(await readlink(join(from, name)), join(to, name));
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
