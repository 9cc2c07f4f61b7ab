import { rooms } from '@kompass/gateway';
import { type AnyRoom, createLog, openRoom } from '@kompass/runtime';
import type { Caller } from '@kompass/schema';
import { afterEach, expect, it, vi } from 'vitest';
import { rowCallers } from '../support/callers.js';
import { scratchDatabase } from '../support/scratch-database.js';

afterEach(() => {
  vi.useRealTimers();
});

it('a code list is read once, and what has changed in it is known a minute later', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const database = await scratchDatabase({ empty: true });
  const settlement = rooms.find(({ name }) => name === 'settlement') as AnyRoom;
  const statements: string[] = [];
  const room = openRoom(settlement, database.url, createLog('test', 'silent', true), {
    onStatement: (statement) => statements.push(statement),
  });
  const municipality = async () => {
    const query = '{ municipality(number: "4601") { name } }';
    const { data } = await room.execute({ query }, rowCallers['NAV'] as Caller);
    return data?.['municipality'];
  };
  expect(await municipality()).toEqual({ name: 'Bergen' });
  statements.length = 0;
  await database.owner`update settlement.municipality set name = 'Bjørgvin' where number = '4601'`;
  expect(await municipality()).toEqual({ name: 'Bergen' });
  expect(statements.filter((statement) => statement.includes('municipality'))).toEqual([]);
  vi.setSystemTime(Date.now() + 60_001);
  expect(await municipality()).toEqual({ name: 'Bjørgvin' });
  await room.close();
  await database.drop();
});
