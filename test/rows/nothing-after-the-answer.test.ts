import { setTimeout as sleep } from 'node:timers/promises';
import { rooms } from '@kompass/gateway';
import { type AnyRoom, createLog, openRoom } from '@kompass/runtime';
import { expect, inject, it } from 'vitest';
import { rowCallers } from '../support/callers.js';

/** What happened, in its order. */
let happened: string[];

const fails = async () => {
  throw new Error('broken');
};
const failsAtOnce = () => {
  throw new Error('broken');
};
/** A field that goes on asking the database long after another has failed. */
const asksOn = async () => {
  await sleep(300); // longer than the database needs for all else
  happened.push('asked');
  return 7;
};
const centre = (id: () => unknown, name: () => unknown = () => 'a name') => ({ id, name });

it.each([
  ['a field beside it', [centre(fails, asksOn)]],
  ['an item before it', [centre(asksOn), centre(fails)]],
  ['an item after it', [centre(fails), centre(asksOn)]],
  ['an item before it that fails at once', [centre(asksOn), centre(failsAtOnce)]],
  ['a list that fails before it', [centre(fails, asksOn), centre(fails, asksOn)]],
])('where a value that must be there fails, the answer waits for %s', async (_what, receptionCentres) => {
  const settlement = rooms.find(({ name }) => name === 'settlement') as AnyRoom;
  const resolvers = {
    ...settlement.resolvers,
    Query: { municipality: () => ({ receptionCentres }) },
    Municipality: {},
  };
  const room = openRoom(
    { ...settlement, resolvers },
    inject('databaseUrl'),
    createLog('test', 'silent', true),
    { rules: 'off' },
  );
  await room.ping();
  happened = [];
  const caller = rowCallers['IMDi, settlement'];
  if (!caller) throw new Error('the caller is gone');
  const { data, errors } = await room.execute(
    { query: '{ municipality(number: "4601") { receptionCentres { id name } } }' },
    caller,
  );
  happened.push('answered');
  await sleep(600);
  expect(happened.at(-1)).toBe('answered');
  expect(happened).toContain('asked');
  expect(data).toEqual({ municipality: { receptionCentres: null } });
  expect(errors?.length).toBeGreaterThan(0);
  await room.close();
});
