import { rooms } from '@kompass/gateway';
import { createLog, openRoom } from '@kompass/runtime';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { giveARow, type PersonalTable, personalTables, rowsHeld } from '../support/personal-tables.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

/** What the law has IMDi keep, under an identifier that leads to nobody: docs/decisions, "What erasure leaves". */
const kept = ['consent.disclosure', 'consent.execution'];

let database: ScratchDatabase;
let tables: readonly PersonalTable[];
beforeAll(async () => {
  database = await scratchDatabase();
  tables = (await personalTables(database.owner)).filter(({ name }) => !kept.includes(name));
});
afterAll(() => database.drop());

const sum = (counts: readonly { readonly rows: number }[]) => counts.reduce((all, { rows }) => all + rows, 0);
const total = async (): Promise<number> => {
  const counts = await Promise.all(
    tables.map(({ name }) => database.owner.unsafe(`select count(*)::int as rows from ${name}`)),
  );
  return sum(counts.map(([row]) => ({ rows: row?.['rows'] as number })));
};

it('leaves no row of a person in any table that holds persons, and every row of everybody else', async () => {
  const open = [...rooms]
    .sort((one) => (one.name === 'consent' ? 1 : -1))
    .map((room) => openRoom(room, database.url, createLog('test', 'silent', true)));
  for (const table of tables) {
    const [someone] = await database.owner.unsafe(`select ${table.column} as id from ${table.name} limit 1`);
    const [anybody] = await database.owner`select id from profile.person limit 1`;
    const id = (someone ?? anybody)?.['id'] as string;
    if (!someone) await giveARow(database.owner, table, id);
    const before = await total();
    const theirs = sum(await rowsHeld(database.owner, tables, id));
    for (const room of open) await room.erase(id);
    expect((await rowsHeld(database.owner, tables, id)).filter(({ rows }) => rows > 0)).toEqual([]);
    expect(await total()).toBe(before - theirs);
    for (const room of open) await room.erase(id); // once more, and there is nothing left to delete
    expect(await total()).toBe(before - theirs);
  }
  for (const room of open) await room.close();
});
