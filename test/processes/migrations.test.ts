import { rooms } from '@kompass/gateway';
import { prepareDatabase } from '@kompass/runtime';
import { expect, it } from 'vitest';
import { scratchDatabase } from '../support/scratch-database.js';

it('a database that other migrations made is not touched, and it is said whose', async () => {
  const database = await scratchDatabase();
  const prepare = () => prepareDatabase(database.url, rooms, { persons: 0 });
  await prepare();
  await database.owner`
    update migrations.guidance set hash = 'another' where id = (select max(id) from migrations.guidance)`;
  await expect(prepare()).rejects.toThrow(
    /another version of guidance's migrations, of 2026-.*npm run reset/,
  );
  await database.drop();
});
