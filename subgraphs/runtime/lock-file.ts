import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** After so many milliseconds whoever waits is told for what. */
const long = 5_000;

/** How many locks this process has asked for: each has a file of its own. */
let asked = 0;

/**
 * Lets one in at a time, of this process and of all others on this machine, or in this container. Whoever wants in puts up
 * a file with their name, and takes it down again when another's is there: of two, at least the later sees the other's.
 *
 * The files are empty, and their names say all, so that none is ever half-written. A name is of a process for good, as it
 * also says when the process was born: it is not another's that has its number later, and what a process has left that was
 * killed is anybody's to take down, without a moment in which it could be somebody else's.
 * @param path what the files' names begin with
 * @param stopping gives waiting up, and is thrown the reason of
 */
export async function lock(path: string, stopping?: AbortSignal): Promise<() => Promise<void>> {
  asked += 1;
  const own = `${path}.${process.pid}.${birthOf(process.pid)}.${asked}`;
  const release = () => rm(own, { force: true });
  const began = performance.now();
  for (let told = false; ; ) {
    stopping?.throwIfAborted();
    let other = await holderBeside(path, own);
    if (!other) {
      await writeFile(own, '', { flag: 'wx' });
      other = await holderBeside(path, own);
      if (!other) return release;
      await release();
    }
    if (!told && performance.now() - began > long) {
      process.stderr.write(
        `Waiting for process ${other.pid} to be done, or to end: it has put up ${other.file}\n`,
      );
      told = true;
    }
    await sleep(20 + Math.random() * 60); // not as long as another, or both would come back together
  }
}

/** Who else has a file up; what nobody has any more is taken down. */
async function holderBeside(
  path: string,
  own: string,
): Promise<{ readonly pid: number; readonly file: string } | undefined> {
  const prefix = `${basename(path)}.`;
  for (const name of await readdir(dirname(path))) {
    const file = join(dirname(path), name);
    const [pid = '', birth = ''] = name.slice(prefix.length).split('.');
    if (!name.startsWith(prefix) || file === own) continue;
    if (isAlive(Number(pid), birth)) return { pid: Number(pid), file };
    await rm(file, { force: true });
  }
  return undefined;
}

/** Where it cannot be told when the process with this number was born, it is taken for the one that is meant. */
function isAlive(pid: number, birth: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const born = birthOf(pid);
  return born === birth || born === unknown || birth === unknown;
}

const unknown = 'unknown';

/** When a process was born, as the kernel has it; never the same for two with one number. */
function birthOf(pid: number): string {
  try {
    if (process.platform !== 'linux') {
      const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
      const born = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { env, encoding: 'utf8' });
      return String(Date.parse(`${born.trim()} UTC`));
    }
    // proc(5): behind the name, which may hold anything, the state; and 19 further the clock ticks since the machine started.
    const stat = /.*\) (\S)(?: \S+){18} (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    const started = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8);
    if (!stat) return unknown;
    // Who was killed is there until somebody has reaped it, and wants nothing any more.
    return stat[1] === 'Z' ? 'gone' : `${started}-${stat[2]}`;
  } catch {
    return unknown;
  }
}
