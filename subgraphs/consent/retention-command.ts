import {
  eraser,
  openDatabase,
  readArguments,
  readCommonEnvironment,
  readyDatabase,
  runCommand,
  stopSignal,
  UsageError,
} from '@kompass/runtime';
import { applyStorageLimit, ClocksDiffer, type RetentionReport } from './retention.js';
import * as tables from './tables.js';

const usage = `npm run retention -- --dry-run   counts whose data has been stored for 15 years, and reports it
npm run retention -- --erase     begins to erase them; a running Kompass carries it out

A running Kompass does the same each day by itself, unless more are due than is plausible in a day: then it reports
HELD and waits for an officer, who looks into it and erases with this command. Neither erases anybody who has a demand
that is not decided, or whose use is restricted: they are held back, and counted. Nothing is done while the clocks of this
machine and of PostgreSQL differ by more than an hour.
`;

await runCommand(usage, async (given) => {
  const { values } = readArguments(given, { 'dry-run': { type: 'boolean' }, erase: { type: 'boolean' } }, 0);
  if (values['dry-run'] === values.erase) throw new UsageError('Say either --dry-run or --erase.');
  const server = await readyDatabase(readCommonEnvironment(process.env), [], stopSignal());
  const database = openDatabase(server.url, 'consent', tables);
  try {
    const report = await database.acting(eraser, (session) =>
      applyStorageLimit(session, new Date(), values.erase ? 'BEGIN' : 'DRY_RUN'),
    );
    process.stdout.write(`${inWords(report)}\n`);
  } catch (error) {
    if (!(error instanceof ClocksDiffer)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  } finally {
    await database.close();
    await server.leave();
  }
});

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
