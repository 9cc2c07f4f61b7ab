import type { Room } from '@kompass/runtime';
import { resolvers } from './resolvers.js';
import { seed } from './seed.js';
import * as tables from './tables.js';

export const profile: Room<typeof tables> = {
  name: 'profile',
  tables,
  resolvers,
  migrations: new URL('../migrations', import.meta.url),
  seed,
};
