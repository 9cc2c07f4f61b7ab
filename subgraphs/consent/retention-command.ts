import { eraser, openDatabase, readCommonEnvironment, readyDatabase } from '@kompass/runtime';
import { applyStorageLimit, type RetentionReport } from './retention.js';
import * as tables from './tables.js';

const usage = `npm run retention -- --dry-run   counts whose data has been stored for 15 years, and reports it
npm run retention -- --erase     begins to erase them; a running Kompass carries it out

A running Kompass does the same each day by itself, unless more are due than is plausible in a day: then it reports
HELD and waits for an officer, who looks into it and erases with this command.
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

function inWords({ due, begun, registeredUntil }: RetentionReport): string {
  const persons = due === 1 ? '1 person was' : `${due} persons were`;
  const then = begun > 0 ? `${begun} erasures are begun.` : 'Nothing is erased.';
  return `${persons} registered on ${registeredUntil} or earlier. ${then}`;
}
