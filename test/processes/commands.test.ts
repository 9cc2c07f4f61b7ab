import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { UsageError } from '@kompass/runtime';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readOptions } from '../bench/command-line.js';
import { scratchDatabase } from '../support/scratch-database.js';

/** A database that is not there: whoever begins with it says so. */
const nowhere = 'postgres://nobody:x@127.0.0.1:1/kompass';

describe.each([
  ['start', 'gateway/dist/main.js', []],
  ['start:gateway', 'gateway/dist/main.js', ['--apart']],
  ['start:subgraph', 'subgraphs/profile/dist/main.js', []],
  ['reset', 'gateway/dist/reset.js', ['kompass']],
  ['token', 'gateway/dist/token.js', ['nav']],
  ['disclosures', 'subgraphs/consent/dist/disclosures.js', ['verify', 'package.json']],
  ['retention', 'subgraphs/consent/dist/retention-command.js', ['--erase']],
  ['places', 'subgraphs/settlement/dist/places-command.js', ['load', 'package.json']],
  ['policy', 'schema/dist/desk/main.js', ['explain', 'nav', 'Person.name']],
] satisfies [string, string, string[]][])('npm run %s', (name, file, right) => {
  const run = (...args: readonly string[]) => {
    const path = fileURLToPath(new URL(`../../${file}`, import.meta.url));
    const env = { PATH: process.env['PATH'] ?? '', DATABASE_URL: nowhere };
    const { status, stdout, stderr } = spawnSync(process.execPath, [path, ...args], {
      env,
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  };

  it('--help or -h tells how it is asked, and does nothing', () => {
    for (const args of [['--help'], [...right, '-h']])
      expect(run(...args)).toEqual({
        status: 0,
        stdout: expect.stringMatching(new RegExp(`npm run (?:-s )?${name}`)),
        stderr: '',
      });
  });

  it.each([
    ['an option that it does not know', '--nonsense'],
    ['a word too many', 'nonsense'],
  ])('%s is named, beside how it is asked, and nothing is done', (_what, excess) => {
    const { status, stdout, stderr } = run(...right, excess);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(excess);
    expect(stderr).toContain('npm run');
    expect(stderr).not.toMatch(/^ +at /m);
  });
});

it('npm run reset wants the name of a database that is not on this machine alone, and that one', () => {
  const run = (variables: Record<string, string>, ...args: string[]) => {
    const path = fileURLToPath(new URL('../../gateway/dist/reset.js', import.meta.url));
    const env = { PATH: process.env['PATH'] ?? '', ...variables };
    const { status, stderr } = spawnSync(process.execPath, [path, ...args], { env, encoding: 'utf8' });
    return [status, stderr.split('\n')[0]];
  };
  const unnamed = 'DATABASE_URL is set: name its database, whose persons are to be deleted.';
  expect(run({ DATABASE_URL: nowhere })).toEqual([2, unnamed]);
  expect(run({ DATABASE_URL: nowhere }, 'another')).toEqual([2, unnamed]);
  expect(run({}, 'kompass')).toEqual([2, 'DATABASE_URL is not set: there is no database to name.']);
  expect(run({ NODE_ENV: 'production', DATABASE_URL: nowhere }, 'kompass')).toEqual([
    1,
    'NODE_ENV must be another than production: npm run reset deletes every person.',
  ]);
});

it('npm run places wants to be told what to do, and with which file', () => {
  const run = (...args: string[]) => {
    const path = fileURLToPath(new URL('../../subgraphs/settlement/dist/places-command.js', import.meta.url));
    const { status, stderr } = spawnSync(process.execPath, [path, ...args], { encoding: 'utf8' });
    return [status, stderr.split('\n')[0]];
  };
  expect(run()).toEqual([2, 'Say load.']);
  expect(run('unload', 'package.json')).toEqual([2, 'Say load.']);
  expect(run('load')).toEqual([2, 'Name the file to load.']);
});

it('npm run start:subgraph says which subgraphs there are, and builds nothing for another', () => {
  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync('npm', ['run', '-s', 'start:subgraph', '--', ...args], {
      cwd: fileURLToPath(new URL('../../', import.meta.url)),
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  };
  const usage =
    'npm run start:subgraph -- NAME starts one of the subgraphs: profile, consent, guidance, settlement.';
  expect(run('--help')).toEqual({ status: 0, stdout: expect.stringContaining(usage), stderr: '' });
  for (const [args, says] of [
    [['foo'], 'There is no subgraph "foo".'],
    [['runtime'], 'There is no subgraph "runtime".'],
    [[], 'Name a subgraph.'],
  ] as const)
    expect(run(...args)).toEqual({
      status: 2,
      stdout: '',
      stderr: expect.stringMatching(new RegExp(`^${says}\n\n${usage}`)),
    });
});

describe('npm run disclosures', () => {
  const run = (databaseUrl: string, ...args: string[]) => {
    const path = fileURLToPath(new URL('../../subgraphs/consent/dist/disclosures.js', import.meta.url));
    const env = { PATH: process.env['PATH'] ?? '', DATABASE_URL: databaseUrl };
    const { status, stdout, stderr } = spawnSync(process.execPath, [path, ...args], {
      env,
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  };

  it.each([
    ['no database is there', nowhere, 'nothing listens'],
    [
      'none is on a host that has several addresses',
      nowhere.replace('127.0.0.1', 'localhost'),
      'nothing listens',
    ],
    ['what is set names none', 'foo', 'DATABASE_URL must be a URL'],
  ])('ends with 2 and a sentence where %s', (_where, url, why) => {
    for (const verb of ['verify', 'anchor']) {
      const { status, stdout, stderr } = run(url, verb);
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(new RegExp(`^It could not be told .*${why}.*\n$`));
    }
  });

  it('ends with 0 where the log is sound, with 1 where it is broken, and with 2 where there is none', async () => {
    const database = await scratchDatabase();
    onTestFinished(() => database.drop());
    const verify = () => run(database.url, 'verify', '/dev/null');
    expect(verify()).toMatchObject({ status: 0, stdout: 'Sound: 0 entries, held against 0 anchors.\n' });
    await database.owner`update consent.disclosure_head set seq = 1`;
    expect(verify()).toMatchObject({ status: 1, stdout: expect.stringMatching(/^Broken: /) });
    await database.owner`delete from consent.disclosure_head`;
    expect(verify()).toMatchObject({ status: 1, stdout: expect.stringMatching(/^Broken: it has no head/) });
    await database.owner`drop table consent.disclosure_head`;
    expect(verify()).toMatchObject({ status: 2, stdout: '' });
  });
});

it('npm run bench names what it does not understand', () => {
  for (const given of [['--nonsense'], ['nonsense'], ['--rounds', 'many'], ['--parts', 'nonsense']])
    expect(() => readOptions(given)).toThrow(UsageError);
});
