import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type KompassCopy, kompassCopy, until } from '../support/kompass-copy.js';

const lockFile = new URL('../../subgraphs/runtime/dist/lock-file.js', import.meta.url).href;

describe('a lock', { timeout: 120_000 }, () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kompass-lock-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** A process that enters and leaves so many times, and writes each down; it stays in where it never leaves. */
  const enterAndLeave = (times: number, leaves = true) => {
    const program = `
      import { appendFile } from 'node:fs/promises';
      import { setTimeout as sleep } from 'node:timers/promises';
      import { lock } from '${lockFile}';
      for (let time = 0; time < ${times}; time += 1) {
        const release = await lock('${folder}/a.lock');
        await appendFile('${folder}/log', 'in ' + process.pid + '\\n');
        await sleep(${leaves ? 'Math.random() * 10' : '1e9'});
        await appendFile('${folder}/log', 'out ' + process.pid + '\\n');
        await release();
      }`;
    return spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: 'inherit' });
  };
  const log = async () =>
    (await readFile(join(folder, 'log'), 'utf8').catch(() => '')).split('\n').filter(Boolean);
  const untilLogged = async (lines: number) => {
    while ((await log()).length < lines);
  };

  it('lets one in at a time, also where some are killed', async () => {
    const processes = Array.from({ length: 6 }, () => enterAndLeave(20));
    const ended = processes.map((each) => once(each, 'exit'));
    for (const [at, each] of processes.slice(0, 3).entries()) {
      await untilLogged(10 + at * 10);
      each.kill('SIGKILL');
    }
    await Promise.all(ended);
    let inside: string | undefined;
    for (const line of await log()) {
      const [what, who] = line.split(' ');
      // Who was killed inside never comes out.
      if (what === 'out') expect(who).toBe(inside);
      inside = what === 'in' ? who : undefined;
    }
    expect((await log()).filter((line) => line.startsWith('out')).length).toBeGreaterThanOrEqual(60);
  });

  it('that a killed process has left keeps nobody out, also when its number is another’s now', async () => {
    const killed = enterAndLeave(1, false);
    await untilLogged(1);
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    const [left = ''] = (await readdir(folder)).filter((name) => name !== 'log');
    expect(left).toContain(`.${killed.pid}.`);
    await rename(join(folder, left), join(folder, left.replace(`.${killed.pid}.`, `.${process.pid}.`)));
    const [status] = await once(enterAndLeave(1), 'exit');
    expect(status).toBe(0);
    expect(await readdir(folder)).toEqual(['log']);
  });
});

describe('who waits for another process to start the database', { timeout: 120_000 }, () => {
  let copy: KompassCopy;
  beforeEach(() => {
    copy = kompassCopy();
  });
  afterEach(() => copy.remove());

  it('says for which, may be told to stop, and goes on when that one is killed', async () => {
    const first = copy.run('start');
    await until(() => copy.exists('initial-password'));
    first.kill('SIGSTOP');
    const [second, third] = [copy.run('start'), copy.run('start')];
    const waiting = new RegExp(
      `^Waiting for process ${first.pid} .*${copy.postgres}/starting\\.lock\\S+`,
      'm',
    );
    await Promise.all([second.says(waiting), third.says(waiting)]);
    second.kill('SIGINT');
    expect((await second.ended).status).toBe(0);
    first.kill('SIGKILL');
    await third.says(/is ready at/);
    third.kill('SIGTERM');
    expect((await third.ended).status).toBe(0);
  });
});
