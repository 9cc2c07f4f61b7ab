import { rm } from 'node:fs/promises';
import { developmentAnchors } from '@kompass/consent/disclosure-audit';
import { readCommonEnvironment, readyDatabase, resetDatabase } from '@kompass/runtime';
import { rooms } from './rooms.js';

if (process.argv.includes('--help')) {
  process.stdout.write(
    'npm run reset throws the database away and fills a new one.\n' +
      'SEED_PERSONS=1000 npm run reset   fills it with 1,000 synthetic persons instead of 500.\n',
  );
} else {
  const environment = readCommonEnvironment(process.env);
  if (environment.production) throw new Error('npm run reset is for development: it deletes every person.');
  await resetDatabase(environment.databaseUrl);
  // They are of the log that is gone: held against them, the new one would look rewritten.
  await rm(developmentAnchors, { force: true });
  const database = await readyDatabase(environment, rooms);
  await database.leave();
  process.stdout.write(`The database is new, with ${environment.seedPersons} synthetic persons.\n`);
}
