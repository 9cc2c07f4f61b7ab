import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';

describe('a DATABASE_URL that cannot be worked with ends the start, and is told in a line:', () => {
  const admin = postgres(inject('adminUrl'), { max: 1, onnotice: () => {} });
  const own = `kompass_test_url_${process.pid}`;
  const password = 'hush-hush';
  beforeAll(async () => {
    await admin`create database ${admin(own)} encoding 'LATIN1' locale 'C' locale_provider libc template template0`;
    await admin.unsafe(`create role ${own} login password '${password}'`);
  });
  afterAll(async () => {
    await admin`drop database ${admin(own)}`;
    await admin`drop role ${admin(own)}`;
    await admin.end();
  });

  /** The tests' server, with something else in its address. */
  const otherwise = (parts: Partial<URL>) =>
    Object.assign(new URL(inject('adminUrl')), { password, ...parts });
  const start = async (file: string, url: URL, ...args: string[]) => {
    const child = spawn(
      process.execPath,
      [fileURLToPath(new URL(`../../${file}`, import.meta.url)), ...args],
      {
        env: { PATH: process.env['PATH'] ?? '', PORT: '0', SEED_PERSONS: '0', DATABASE_URL: url.href },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    const [out, err, [status]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close'),
    ]);
    return { status, said: out + err };
  };
  const refused = (says: string) => ({ status: 1, said: `DATABASE_URL must be ${says}.\n` });
  const gateway = 'gateway/dist/main.js';
  const subgraph = 'subgraphs/guidance/dist/main.js';

  it('nothing listens there', async () => {
    const url = new URL(`postgres://nobody:${password}@localhost:1/none`);
    const says =
      'where a PostgreSQL runs: nothing listens at localhost:1. Start it, or correct host and port';
    expect(await start(gateway, url)).toEqual(refused(says));
    expect(await start(subgraph, url)).toEqual(refused(says));
    expect(await start('gateway/dist/reset.js', url, 'none')).toEqual(refused(says));
  });

  it('its host has no address', async () => {
    const url = new URL(`postgres://nobody:${password}@kompass.invalid/none`);
    expect(await start(subgraph, url)).toEqual(
      refused('where a PostgreSQL runs: no host is found by the name kompass.invalid. Correct it'),
    );
  });

  it('what listens there is no PostgreSQL', async () => {
    const callers: Socket[] = [];
    const silent = createServer((caller) => callers.push(caller)).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    onTestFinished(() => {
      for (const caller of callers) caller.destroy();
      silent.close();
    });
    const server = `127.0.0.1:${(silent.address() as AddressInfo).port}`;
    expect(await start(subgraph, new URL(`postgres://nobody:${password}@${server}/none`))).toEqual(
      refused(
        `where a PostgreSQL runs: what is at ${server} does not answer as one (CONNECT_TIMEOUT). Correct host and port`,
      ),
    );
  });

  it('its user or password is wrong', async () => {
    const url = otherwise({});
    expect(await start(gateway, url)).toEqual(
      refused(
        `for a user whom ${url.host} takes: password authentication failed for user "${url.username}". Correct user and password`,
      ),
    );
  });

  it('there is no such database', async () => {
    const url = otherwise({ username: own, pathname: '/nowhere' });
    expect(await start(subgraph, url)).toEqual(
      refused(
        `for a database that there is: ${url.host} has none called nowhere. Create it, or correct the name`,
      ),
    );
  });

  it('the database’s encoding cannot hold every name', async () => {
    expect(await start(gateway, otherwise({ username: own, pathname: `/${own}` }))).toEqual(
      refused(
        `for a database that holds every letter: ${own} has the encoding LATIN1. Make another, with ENCODING 'UTF8'`,
      ),
    );
  });

  it('its user may not prepare the database', async () => {
    const { status, said } = await start(gateway, otherwise({ username: own }));
    expect([status, said]).toEqual([
      1,
      expect.stringMatching(
        new RegExp(
          `^DATABASE_URL must be for a user who may make schemas and roles: ${own} may not \\(permission denied .*\\)\\. Let it own the database, with CREATEROLE\\.\\n$`,
        ),
      ),
    ]);
  });
});
