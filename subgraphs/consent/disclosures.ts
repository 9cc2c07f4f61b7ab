import { appendFile, readFile } from 'node:fs/promises';
import { progress, readCommonEnvironment, readyDatabase } from '@kompass/runtime';
import { anchorNow, developmentAnchors, verifyDisclosures } from './disclosure-audit.js';
import type { Anchor } from './disclosure-chain.js';

const usage = `npm run disclosures -- verify [ANCHORS]   follows the whole log and names the first broken entry
npm run disclosures -- anchor [ANCHORS]   publishes where the log stands, as a line of JSON

ANCHORS is a file of published anchors, a line each; without it: .data/disclosure-anchors.jsonl
Ends with 0 when the log is sound, with 1 when it is broken, with 2 when it could not be told.
In operation, keep it where the database's administrators cannot write, and anchor every hour.
`;

const [verb, named, ...more] = process.argv.slice(2);
const file = named ?? developmentAnchors;
if ((verb === 'verify' || verb === 'anchor') && !named?.startsWith('-') && more.length === 0) {
  const anchors = verb === 'verify' ? await readAnchors().catch(giveUp) : [];
  const database = await readyDatabase(readCommonEnvironment(process.env), []);
  try {
    await (verb === 'verify' ? verify(database.url, anchors) : anchor(database.url));
  } finally {
    await database.leave();
  }
} else {
  process.stdout.write(usage);
  process.exitCode = [verb, named].includes('--help') ? 0 : 2;
}

/** Ends with another code than a broken log does. */
function giveUp({ message }: Error): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

async function verify(url: string, anchors: readonly Anchor[]): Promise<void> {
  const bar = progress('Following the disclosure log');
  const { sound, broken } = await verifyDisclosures(url, anchors, bar.update);
  bar.stop();
  if (broken) {
    process.stdout.write(`Broken: ${broken}. ${sound} entries before it are sound.\n`);
    process.exitCode = 1;
  } else process.stdout.write(`Sound: ${sound} entries, held against ${anchors.length} anchors.\n`);
}

async function anchor(url: string): Promise<void> {
  const line = `${JSON.stringify({ ...(await anchorNow(url)), at: new Date().toISOString() })}\n`;
  await appendFile(file, line);
  process.stdout.write(line);
}

async function readAnchors(): Promise<Anchor[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    // Nothing was anchored yet; but a file that was named and is not there is a mistake, and no proof of anything.
    if (error.code === 'ENOENT' && !named) return '';
    throw new Error(`The anchors in ${file} cannot be read (${error.code}).`);
  });
  return text.split('\n').flatMap((line, at) => (line === '' ? [] : [asAnchor(line, at + 1)]));
}

function asAnchor(line: string, number: number): Anchor {
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
