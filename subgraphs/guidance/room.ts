import type { Room } from '@kompass/runtime';
import { erase } from './erasure.js';
import { rectify } from './rectification.js';
import { reference } from './reference.js';
import { resolvers } from './resolvers.js';
import { seed, seeded } from './seed.js';
import * as tables from './tables.js';

export const guidance: Room<typeof tables> = {
  name: 'guidance',
  tables,
  resolvers,
  migrations: new URL('../migrations', import.meta.url),
  seeded,
  seed,
  erase,
  rectify,
  duties: [],
  reference,
};
