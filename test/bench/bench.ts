import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { runCommand } from '@kompass/runtime';
import { help, type Options, readOptions } from './command-line.js';
import { contenders, enginesAlone, pairs } from './contenders.js';
import { startServer } from './data.js';
import { startTokenIssuer } from './identity.js';
import { startGenerator } from './load.js';
import { measureContenders, measurePair, measureScale, type Stand } from './measure.js';
import { operation, operations } from './operations.js';
import { measureProfile } from './profile.js';
import { report } from './report.js';
import type { Measured, PairFigures, Results } from './results.js';
import { root } from './root.js';
import { measureStartUp } from './start-up.js';

// `npm run bench`: see `help`.

const page = fileURLToPath(new URL('docs/bench.md', root));
const file = fileURLToPath(new URL('docs/bench.json', root));
const titles = Object.fromEntries(operations.map(({ name, title }) => [name, title]));

type Figures = Omit<Results, 'titles'>;

await runCommand(help, async (given) => {
  const options = readOptions(given);
  const measured = options.parts.length > 0 ? await measure(options) : {};
  const results = { ...read(file), ...measured, titles };
  const text = report(results, readText(page));
  process.stdout.write(`\n${text}`);
  if (options.write) {
    writeFileSync(file, `${JSON.stringify(results, undefined, 1)}\n`);
    writeFileSync(page, text);
  }
});

async function measure({
  parts,
  rounds,
  seconds,
  connections,
  persons,
  ...chosen
}: Options): Promise<Figures> {
  const server = await startServer();
  const issuer = await startTokenIssuer();
  const generator = startGenerator();
  const say = (line: string) => process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`);
  const stand: Stand = { server, issuer, generator, rounds, seconds, connections, say };
  const found: { -readonly [Part in keyof Figures]: Figures[Part] } = {};
  const dated = <Figures>(figures: Figures): Measured<Figures> => ({
    date: new Date().toISOString().slice(0, 16).replace('T', ' '),
    ...circumstances(),
    postgres: server.version,
    rounds,
    seconds,
    connections,
    figures,
  });
  const database = await server.database(1_000);
  const measured = chosen.operations.map(operation);
  try {
    if (parts.includes('contenders')) {
      const picked = contenders.filter(({ name }) => name === 'ours' || chosen.contenders.includes(name));
      found.contenders = dated(await measureContenders(stand, database, picked, measured));
    }
    if (parts.includes('pairs')) {
      const compared = measured.filter(({ name }) => name === 'one-person' || name === 'list-50');
      const figures: PairFigures[] = [];
      for (const pair of pairs) figures.push(await measurePair(stand, database, pair, compared));
      found.pairs = dated(figures);
    }
    if (parts.includes('engine')) {
      const asked = measured.filter(({ name }) => ['one-person', 'list-50', 'dashboard'].includes(name));
      found.engine = dated(await measureContenders(stand, database, enginesAlone, asked));
    }
    if (parts.includes('start-up')) found.startUp = dated(await measureStartUp(stand, database));
    if (parts.includes('profile'))
      found.profile = dated(await measureProfile(stand, database, operation('list-50')));
    if (parts.includes('scale') && contenders[0]) {
      const large = await server.database(persons);
      found.scale = dated(await measureScale(stand, contenders[0], database, large, measured));
      await large.close();
    }
  } finally {
    await database.close();
    await generator.close();
    await issuer.close();
    await server.leave();
  }
  return found;
}

function circumstances(): Pick<Measured<unknown>, 'commit' | 'machine' | 'node'> {
  const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim();
  const changed = git('status', '--porcelain', '--', ':!docs/bench.md', ':!docs/bench.json') !== '';
  const cores = cpus();
  return {
    commit: `${git('rev-parse', '--short', 'HEAD')}${changed ? ' with changes' : ''}`,
    machine: `${cores.length} cores (${cores[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB`,
    node: process.versions.node,
  };
}

function read(path: string): Figures {
  const text = readText(path);
  return text ? (JSON.parse(text) as Results) : {};
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // the first run
  }
}
