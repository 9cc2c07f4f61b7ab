import type { Room } from '@kompass/runtime';
import { erase } from './erasure.js';
import { rectify } from './rectification.js';
import { resolvers } from './resolvers.js';
import { seed, seeded } from './seed.js';
import * as tables from './tables.js';

export const profile: Room<typeof tables> = {
  name: 'profile',
  tables,
  resolvers,
  migrations: new URL('../migrations', import.meta.url),
  seeded,
  seed,
  erase,
  rectify,
  duties: [],
  // Occupations and levels are code lists of the contract; the profile keeps none.
  reference: async () => {},
};
