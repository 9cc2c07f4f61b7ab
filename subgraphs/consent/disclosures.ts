import { appendFile, readFile } from 'node:fs/promises';
import { progress, readCommonEnvironment, readyDatabase } from '@kompass/runtime';
import { anchorNow, developmentAnchors, verifyDisclosures } from './disclosure-audit.js';
import type { Anchor } from './disclosure-chain.js';

const usage = `npm run disclosures -- verify [ANCHORS]   follows the whole log and names the first broken entry
npm run disclosures -- anchor [ANCHORS]   publishes where the log stands, as a line of JSON

ANCHORS is a file of published anchors, a line each; without it: .data/disclosure-anchors.jsonl
In operation, keep it where the database's administrators cannot write, and anchor every hour.
`;

const [verb, file = developmentAnchors] = process.argv.slice(2);
if (verb === 'verify' || verb === 'anchor') {
  const database = await readyDatabase(readCommonEnvironment(process.env), []);
  try {
    await (verb === 'verify' ? verify(database.url) : anchor(database.url));
  } finally {
    await database.leave();
  }
} else {
  process.stdout.write(usage);
  process.exitCode = verb === '--help' ? 0 : 2;
}

async function verify(url: string): Promise<void> {
  const anchors = await readAnchors();
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
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Anchor);
}
