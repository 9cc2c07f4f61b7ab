import { rooms } from '@kompass/gateway';
import { createLog, openRoom } from '@kompass/runtime';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PersonalTable, personalTables, rowsHeld } from '../support/personal-tables.js';
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

/** Gives somebody a row, with nothing else in it, in a table that no synthetic person has one in. */
async function giveARow(table: string, column: string): Promise<string> {
  const { owner } = database;
  const bound = await owner.unsafe(
    `select conname from pg_constraint where conrelid = '${table}'::regclass and contype in ('p', 'f', 'c')`,
  );
  for (const { conname } of bound)
    await owner.unsafe(`alter table ${table} drop constraint "${conname}" cascade`);
  const needed = await owner.unsafe(
    `select attname from pg_attribute where attrelid = '${table}'::regclass and attnum > 0 and attnotnull`,
  );
  for (const { attname } of needed)
    await owner.unsafe(`alter table ${table} alter column "${attname}" drop not null`);
  const [person] = await owner`select id from profile.person limit 1`;
  await owner.unsafe(`insert into ${table} (${column}) values ($1)`, [person?.['id']]);
  return person?.['id'] as string;
}

it('leaves no row of a person in any table that holds persons, and every row of everybody else', async () => {
  const open = [...rooms]
    .sort((one) => (one.name === 'consent' ? 1 : -1))
    .map((room) => openRoom(room, database.url, createLog('test', 'silent', true)));
  for (const { name, column } of tables) {
    const [someone] = await database.owner.unsafe(`select ${column} as id from ${name} limit 1`);
    const id = (someone?.['id'] as string | undefined) ?? (await giveARow(name, column));
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
