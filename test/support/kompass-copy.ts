import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** A copy of the built repository, whose embedded PostgreSQL is nobody else's, to be stopped and broken. */
export interface KompassCopy {
  /** Where its embedded PostgreSQL is told to keep its data. */
  readonly postgres: string;
  /** A file of its embedded PostgreSQL's. */
  file(name: string): string;
  exists(name: string): boolean;
  /** Process id of its PostgreSQL; `undefined` when it does not run. */
  postmaster(): number | undefined;
  /** Runs one of its programs, for an empty database unless `SEED_PERSONS` says otherwise. */
  run(program: keyof typeof programs, variables?: Record<string, string>): RunningProgram;
  remove(): Promise<void>;
}

export interface RunningProgram {
  readonly pid: number;
  /** Sends it a signal as a terminal does: to whatever it runs in its group as well. */
  kill(signal: NodeJS.Signals): void;
  /** Resolves when it has written this; rejects when it ends without. */
  says(what: RegExp): Promise<void>;
  readonly ended: Promise<{ readonly status: number | null; readonly said: string }>;
}

const programs = {
  start: 'gateway/dist/main.js',
  'start:subgraph': 'subgraphs/guidance/dist/main.js',
  reset: 'gateway/dist/reset.js',
};

const root = fileURLToPath(new URL('../../', import.meta.url));

export function kompassCopy(): KompassCopy {
  const folder = mkdtempSync(join(tmpdir(), 'kompass-copy-'));
  chmodSync(folder, 0o755); // for PostgreSQL's own user, where we are root
  const isWanted = (path: string) => !/node_modules|\.turbo/.test(path);
  for (const part of ['gateway', 'schema', 'subgraphs'])
    cpSync(join(root, part), join(folder, part), { recursive: true, filter: isWanted });
  mkdirSync(join(folder, 'node_modules'));
  for (const name of readdirSync(join(root, 'node_modules')))
    if (name !== '@kompass')
      symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  cpSync(join(root, 'node_modules/@kompass'), join(folder, 'node_modules/@kompass'), {
    recursive: true,
    verbatimSymlinks: true,
  });
  for (const room of readdirSync(join(root, 'subgraphs'))) {
    const modules = join('subgraphs', room, 'node_modules');
    if (existsSync(join(root, modules))) symlinkSync(join(root, modules), join(folder, modules));
  }

  const postgres = join(folder, '.data/postgres');
  const data = () => {
    const moved = join(postgres, 'data-is-in');
    return existsSync(moved) ? readFileSync(moved, 'utf8').trim() : postgres;
  };
  const postmaster = () => {
    const file = join(data(), 'cluster/postmaster.pid');
    return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : undefined;
  };
  const running: RunningProgram[] = [];
  return {
    postgres,
    file: (name) => join(data(), name),
    exists: (name) => existsSync(join(data(), name)),
    postmaster,
    run(program, variables = {}) {
      const started = run(join(folder, programs[program]), variables);
      running.push(started);
      return started;
    },
    async remove() {
      for (const each of running) each.kill('SIGKILL');
      await Promise.all(running.map(({ ended }) => ended));
      const left = postmaster();
      if (left && isAlive(left)) process.kill(left, 'SIGQUIT');
      while (left && isAlive(left)) await sleep(50);
      for (const each of [data(), folder]) rmSync(each, { recursive: true, force: true });
    },
  };
}

function run(file: string, variables: Record<string, string>): RunningProgram {
  const child = spawn(process.execPath, [file], {
    env: { PATH: process.env['PATH'] ?? '', PORT: '0', LOG_LEVEL: 'info', SEED_PERSONS: '0', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const { pid } = child;
  if (!pid) throw new Error('it did not start');
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  let isOver = false;
  const ended = once(child, 'exit').then(([status]) => {
    isOver = true;
    return { status: status as number | null, said };
  });
  return {
    pid,
    kill(signal) {
      if (!isOver) process.kill(-pid, signal);
    },
    async says(what) {
      for (; !what.test(said); await sleep(20))
        if (isOver) throw new Error(`it ended and has not said ${what}:\n${said}`);
    },
    ended,
  };
}

/** Waits for what another process does. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(5);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
