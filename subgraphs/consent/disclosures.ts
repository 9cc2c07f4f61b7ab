import { appendFile, readFile } from 'node:fs/promises';
import {
  progress,
  readArguments,
  readCommonEnvironment,
  readyDatabase,
  runCommand,
  stopSignal,
  UsageError,
} from '@kompass/runtime';
import { anchorNow, developmentAnchors, verifyDisclosures } from './disclosure-audit.js';
import type { Anchor } from './disclosure-chain.js';

const usage = `npm run disclosures -- verify [ANCHORS]   follows the whole log and names the first broken entry
npm run disclosures -- anchor [ANCHORS]   publishes where the log stands, as a line of JSON

ANCHORS is a file of published anchors, a line each; without it: .data/disclosure-anchors.jsonl
Ends with 0 when the log is sound, with 1 when it is broken, and only then, with 2 when it could not be told.
In operation, keep it where the database's administrators cannot write, and anchor every hour.
`;

await runCommand(usage, async (given) => {
  const [verb, named] = readArguments(given, {}, 2).positionals;
  if (verb !== 'verify' && verb !== 'anchor') throw new UsageError('Say either verify or anchor.');
  const giveUp = (error: unknown): never => {
    const wanted = verb === 'verify' ? 'whether the log is sound' : 'where the log stands';
    process.stderr.write(`It could not be told ${wanted}: ${reasonOf(error)}\n`);
    process.exit(process.exitCode ?? 2); // what was found broken before stays so
  };
  // What nobody waits for, such as a connection that is lost as it is made, is no broken log either.
  process.on('uncaughtException', giveUp);
  await answer(verb, named).catch(giveUp);
});

async function answer(verb: 'verify' | 'anchor', named: string | undefined): Promise<void> {
  const anchors = verb === 'verify' ? await readAnchors(named) : [];
  const stopping = stopSignal();
  const database = await readyDatabase(readCommonEnvironment(process.env), [], stopping);
  try {
    await (verb === 'verify'
      ? verify(database.url, anchors, stopping)
      : anchor(database.url, named ?? developmentAnchors));
  } finally {
    await database.leave();
  }
}

/** A host that has several addresses fails with an error for each, and says nothing itself. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ');
  return error instanceof Error ? error.message : String(error);
}

async function verify(url: string, anchors: readonly Anchor[], stopping: AbortSignal): Promise<void> {
  const bar = progress('Following the disclosure log');
  const { sound, broken } = await verifyDisclosures(url, anchors, (done, total) => {
    stopping.throwIfAborted();
    bar.update(done, total);
  }).finally(() => bar.stop());
  if (broken) {
    process.stdout.write(`Broken: ${broken}. ${sound} entries before it are sound.\n`);
    process.exitCode = 1;
  } else process.stdout.write(`Sound: ${sound} entries, held against ${anchors.length} anchors.\n`);
}

async function anchor(url: string, file: string): Promise<void> {
  const line = `${JSON.stringify({ ...(await anchorNow(url)), at: new Date().toISOString() })}\n`;
  await appendFile(file, line);
  process.stdout.write(line);
}

async function readAnchors(named: string | undefined): Promise<Anchor[]> {
  const file = named ?? developmentAnchors;
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    // Nothing was anchored yet; but a file that was named and is not there is a mistake, and no proof of anything.
    if (error.code === 'ENOENT' && !named) return '';
    throw new Error(`The anchors in ${file} cannot be read (${error.code}).`);
  });
  return text.split('\n').flatMap((line, at) => (line === '' ? [] : [asAnchor(line, at + 1, file)]));
}

function asAnchor(line: string, number: number, file: string): Anchor {
  const anchor = parsed(line) as Partial<Anchor> | null | undefined;
  if (Number.isInteger(anchor?.seq) && /^[0-9a-f]{64}$/.test(anchor?.hash ?? '')) return anchor as Anchor;
  throw new Error(`Line ${number} of ${file} is no anchor: it wants {"seq": …, "hash": "…"}.`);
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
