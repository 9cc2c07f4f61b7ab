import { rm } from 'node:fs/promises';
import { developmentAnchors } from '@kompass/consent/disclosure-audit';
import {
  readArguments,
  readCommonEnvironment,
  readyDatabase,
  resetDatabase,
  runCommand,
  SettingError,
  stopSignal,
  UsageError,
} from '@kompass/runtime';
import { rooms } from './rooms.js';

const usage = `npm run reset throws the database away and fills a new one.
SEED_PERSONS=1000 npm run reset   fills it with 1,000 synthetic persons instead of 500.
DATABASE_URL=… npm run reset -- NAME   throws Kompass' schemas in that server's database NAME away.
`;

await runCommand(usage, async (given) => {
  const [asked = ''] = readArguments(given, {}, 1).positionals;
  const environment = readCommonEnvironment(process.env);
  if (environment.production)
    throw new SettingError('NODE_ENV', 'another than production: npm run reset deletes every person');
  // Whoever has a server's address in the environment, and forgets it, has not said what is to be lost.
  const named = environment.databaseUrl ? new URL(environment.databaseUrl).pathname.slice(1) : '';
  if (asked !== named)
    throw new UsageError(
      named
        ? 'DATABASE_URL is set: name its database, whose persons are to be deleted.'
        : 'DATABASE_URL is not set: there is no database to name.',
    );
  const stopping = stopSignal();
  await resetDatabase(environment.databaseUrl, stopping);
  // They are of the log that is gone: held against them, the new one would look rewritten.
  await rm(developmentAnchors, { force: true });
  const database = await readyDatabase(environment, rooms, stopping);
  await database.leave();
  process.stdout.write(`The database is new, with ${environment.seedPersons} synthetic persons.\n`);
});
