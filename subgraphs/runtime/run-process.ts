import { PolicyMistakes, SupergraphOutdated } from '@kompass/schema';
import { DamagedFile } from './damaged-file.js';
import { DataFolderRefused, EmbeddedPostgresInUse, EmbeddedPostgresUnusable } from './embedded-postgres.js';
import { SettingError } from './environment.js';
import { PortTaken } from './listen.js';
import { MigrationsDiffer } from './migrate.js';
import { EmbeddedPostgresEnded } from './presence.js';
import { Interrupted } from './signals.js';

/** What whoever starts a process can mend, or has asked for; where in the program it was found tells them nothing. */
const mendable = [
  SettingError,
  PortTaken,
  PolicyMistakes,
  SupergraphOutdated,
  MigrationsDiffer,
  DamagedFile,
  DataFolderRefused,
  EmbeddedPostgresEnded,
  EmbeddedPostgresInUse,
  EmbeddedPostgresUnusable,
  Interrupted,
];

/** Runs a process to its end. When it cannot start, or go on, for something that its operator can mend, it says just that. */
export async function runProcess(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    if (!mendable.some((each) => error instanceof each)) throw error;
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(1);
  }
}
