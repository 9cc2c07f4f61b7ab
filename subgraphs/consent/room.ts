import type { Room } from '@kompass/runtime';
import { erase } from './erasure.js';
import { rectify } from './rectification.js';
import { reference } from './reference.js';
import { remind } from './reminders.js';
import { resolvers } from './resolvers.js';
import { enforceStorageLimit } from './retention.js';
import { seed, seeded } from './seed.js';
import * as tables from './tables.js';

export const consent: Room<typeof tables> = {
  name: 'consent',
  tables,
  resolvers,
  migrations: new URL('../migrations', import.meta.url),
  seeded,
  seed,
  erase,
  rectify,
  duties: [remind, enforceStorageLimit],
  reference,
};
