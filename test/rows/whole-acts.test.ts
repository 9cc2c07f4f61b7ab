import { rooms } from '@kompass/gateway';
import { openDatabase } from '@kompass/runtime';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowCallers } from '../support/callers.js';
import { startTestGateway, transports } from '../support/gateway.js';
import { personToMove } from '../support/person-to-move.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

describe('an act', () => {
  let database: ScratchDatabase;
  beforeAll(async () => {
    database = await scratchDatabase();
  });
  afterAll(() => database.drop());

  it('is not taken for done when a statement within it has failed, whoever made light of that', async () => {
    const room = rooms.find(({ name }) => name === 'settlement');
    const caller = rowCallers['IMDi, settlement'];
    if (!room || !caller) throw new Error('the room or its caller is gone');
    const versions = () => database.owner`select id, version from settlement.person order by id`;
    const before = await versions();
    const settlement = openDatabase(database.url, 'settlement', room.tables as Record<string, unknown>);
    const act = settlement.acting(caller, async (session) => {
      await session.execute(sql`update settlement.person set version = version + 1`);
      await session.execute(sql`select 1 / 0`).catch(() => {});
      return 'done';
    });
    await expect(act).rejects.toThrow('a statement of the transaction has failed');
    expect(await versions()).toEqual(before);
    await settlement.close();
  });

  it.each(transports)(
    'that goes with another which fails is not done either, and says so, %s',
    async (transport) => {
      const gateway = await startTestGateway(transport, { databaseUrl: database.url });
      const person = await personToMove(database.owner);
      const move = (id: string) =>
        `moveToReceptionCentre(input: { personId: "${id}", receptionCentre: ${person.to} }) { person { id } }`;
      const [one, other] = [
        `one: ${move(person.id)}`,
        `other: ${move('0a0a0a0a-0000-4000-8000-00000000a001')}`,
      ];
      for (const acts of [`${one} ${other}`, `${other} ${one}`]) {
        const { data, errors } = await gateway.ask('imdi', 'SETTLEMENT', `mutation { ${acts} }`);
        expect(data).toEqual({ one: null, other: null });
        expect(errors).toMatchObject([
          { path: ['other'], extensions: { code: 'NOT_FOUND' } },
          { path: ['one'], extensions: { code: 'NOT_DONE' } },
        ]);
        expect(await person.centre()).toBe(person.from);
      }
      // Alone it is done.
      expect((await person.move(gateway)).errors).toEqual([]);
      expect(await person.centre()).toBe(person.to);
      await gateway.close();
    },
  );
});
