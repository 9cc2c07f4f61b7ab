import { rm } from 'node:fs/promises';
import { developmentAnchors } from '@kompass/consent/disclosure-audit';
import { readCommonEnvironment, readyDatabase, resetDatabase } from '@kompass/runtime';
import { rooms } from './rooms.js';

const usage = `npm run reset throws the database away and fills a new one.
SEED_PERSONS=1000 npm run reset   fills it with 1,000 synthetic persons instead of 500.
DATABASE_URL=… npm run reset -- NAME   throws Kompass' schemas in that server's database NAME away.
`;

const asked = process.argv.slice(2);
const environment = readCommonEnvironment(process.env);
// Whoever has a server's address in the environment, and forgets it, has not said what is to be lost.
const named = environment.databaseUrl ? new URL(environment.databaseUrl).pathname.slice(1) : undefined;
if (asked.join(' ') !== (named ?? '')) {
  process.stdout.write(usage);
  process.exitCode = asked.includes('--help') ? 0 : 2;
} else {
  if (environment.production) throw new Error('npm run reset is for development: it deletes every person.');
  await resetDatabase(environment.databaseUrl);
  // They are of the log that is gone: held against them, the new one would look rewritten.
  await rm(developmentAnchors, { force: true });
  const database = await readyDatabase(environment, rooms);
  await database.leave();
  process.stdout.write(`The database is new, with ${environment.seedPersons} synthetic persons.\n`);
}
