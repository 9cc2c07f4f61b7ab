import { eraser, openDatabase, readCommonEnvironment, readyDatabase } from '@kompass/runtime';
import { applyStorageLimit, type RetentionReport } from './retention.js';
import * as tables from './tables.js';

const usage = `npm run retention -- --dry-run   counts whose data has been stored for 15 years, and reports it
npm run retention -- --erase     begins to erase them; a running Kompass carries it out

A running Kompass does the same each day by itself, unless more are due than is plausible in a day: then it reports
HELD and waits for an officer, who looks into it and erases with this command. Neither erases anybody who has a demand
that is not decided, or whose use is restricted: they are held back, and counted.
`;

const modes = { '--dry-run': 'DRY_RUN', '--erase': 'BEGIN' } as const;
const [verb = ''] = process.argv.slice(2);
if (verb === '--dry-run' || verb === '--erase') {
  const server = await readyDatabase(readCommonEnvironment(process.env), []);
  const database = openDatabase(server.url, 'consent', tables);
  try {
    const report = await database.acting(eraser, (session) =>
      applyStorageLimit(session, new Date(), modes[verb]),
    );
    process.stdout.write(`${inWords(report)}\n`);
  } finally {
    await database.close();
    await server.leave();
  }
} else {
  process.stdout.write(usage);
  process.exitCode = verb === '--help' ? 0 : 2;
}

function inWords({
  due,
  begun,
  registeredUntil,
  heldForDemand,
  heldForRestriction,
}: RetentionReport): string {
  const persons = due === 1 ? '1 person was' : `${due} persons were`;
  const erasures = begun === 1 ? '1 erasure is begun.' : `${begun} erasures are begun.`;
  const then = begun > 0 ? erasures : 'Nothing is erased.';
  const held = [
    heldForDemand > 0 && `${heldForDemand} with demands that are not decided (decide them first)`,
    heldForRestriction > 0 && `${heldForRestriction} whose use is restricted (lift the restriction first)`,
  ].filter(Boolean);
  const heldBack =
    held.length > 0 ? ` Held back: ${heldForDemand + heldForRestriction}. ${held.join('; ')}.` : '';
  return `${persons} registered on ${registeredUntil} or earlier. ${then}${heldBack}`;
}
