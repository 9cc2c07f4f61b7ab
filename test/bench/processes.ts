import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { root } from './root.js';

/** Who has not answered after so many milliseconds does not answer. */
export const patience = 60_000;

/** A process that the bench started. */
export interface Started {
  readonly child: ChildProcess;
  /** @throws Error with what it wrote, when it has ended */
  mustRun(): void;
  stop(): Promise<void>;
}

/** Those that run; whoever interrupts the bench leaves none behind. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

/** The settings of V8 that `npm start` starts us with; every contender's processes get the same. */
function v8Settings(): readonly string[] {
  const { scripts } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
    scripts: { start: string };
  };
  return scripts.start.match(/--max-\S+/g) ?? [];
}

/**
 * Starts a script of Node's in a process of its own, in production, with nothing of this process's environment.
 * @param script a path from the repository's root
 */
export function start(
  script: string,
  variables: Readonly<Record<string, string>>,
  args: readonly string[] = [],
  nodeArgs: readonly string[] = [],
): Started {
  const child = spawn(
    process.execPath,
    [...v8Settings(), ...nodeArgs, fileURLToPath(new URL(script, root)), ...args],
    {
      env: { PATH: process.env['PATH'], NODE_ENV: 'production', LOG_LEVEL: 'warn', ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  running.add(child);
  child.once('exit', () => running.delete(child));
  let written = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      written = `${written}${chunk.toString()}`.slice(-10_000);
    });
  return {
    child,
    mustRun() {
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`${script} ended early:\n${written.slice(-2_000)}`);
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const patience = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(patience);
    },
  };
}

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0);
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  return typeof address === 'object' && address ? address.port : freePort();
}

/**
 * Asks until it is answered 200.
 * @throws Error when one of the processes ends, or a minute passes
 */
export async function untilAnswered(
  url: string,
  request: RequestInit,
  processes: readonly Started[],
): Promise<string> {
  const until = performance.now() + patience;
  let last = 'nothing was answered';
  while (performance.now() < until) {
    for (const each of processes) each.mustRun();
    const answer = await fetch(url, request).catch(() => undefined);
    const text = await answer?.text();
    if (answer?.status === 200 && text !== undefined && !text.startsWith('{"errors"')) return text;
    last = text ?? last;
    await sleep(5);
  }
  throw new Error(`${url} does not answer: ${last.slice(0, 500)}`);
}

/** What the kernel charges for: only Linux tells, in `/proc`; elsewhere there are no figures. */
const measurable = process.platform === 'linux';

const ticksPerSecond = 100;

/** Milliseconds of CPU, of user and system together, that processes have used since they started. */
export function cpuOf(pids: readonly number[]): number | undefined {
  if (!measurable) return undefined;
  const ticks = pids.map((pid) => {
    const [, utime, stime] = timesOf(pid);
    return utime + stime;
  });
  return (ticks.reduce((sum, each) => sum + each, 0) / ticksPerSecond) * 1_000;
}

/** Milliseconds of CPU that a PostgreSQL server has used, its backends included, also those that have ended. */
export function cpuOfPostgres(postmaster: number | undefined): number | undefined {
  if (!measurable || postmaster === undefined) return undefined;
  const living = readdirSync('/proc').filter(
    (name) => /^\d+$/.test(name) && parentOf(Number(name)) === postmaster,
  );
  const [, utime, stime, ended] = timesOf(postmaster);
  const server = ((utime + stime + ended) / ticksPerSecond) * 1_000;
  return server + (cpuOf(living.map(Number)) ?? 0);
}

/** MiB that processes hold in memory, what they share counted for each. */
export function memoryOf(pids: readonly number[]): number | undefined {
  if (!measurable) return undefined;
  const kibibytes = pids.map((pid) => Number(/VmRSS:\s+(\d+)/.exec(read(pid, 'status'))?.[1] ?? 0));
  return kibibytes.reduce((sum, each) => sum + each, 0) / 1_024;
}

export function parentOf(pid: number): number {
  return timesOf(pid)[0];
}

/** @returns parent, user time, system time, and the times of children that have ended, in ticks */
function timesOf(pid: number): [parent: number, utime: number, stime: number, ended: number] {
  // The name in brackets may hold spaces; counted from behind it: state, parent (proc(5), fields 3 and 4).
  const fields = read(pid, 'stat')
    .replace(/^.*\) /s, '')
    .split(' ');
  const field = (number: number) => Number(fields[number - 3] ?? 0);
  return [field(4), field(14), field(15), field(16) + field(17)];
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return ''; // it has ended in the meantime
  }
}
