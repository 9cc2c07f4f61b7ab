import { rooms } from '@kompass/gateway';
import { createLog, openRoom } from '@kompass/runtime';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

/** What the law has IMDi keep, under an identifier that leads to nobody: docs/decisions, "What erasure leaves". */
const kept = ['consent.disclosure'];

interface PersonalTable {
  readonly name: string;
  /** The column that says whose row it is. */
  readonly column: string;
}

let database: ScratchDatabase;
let tables: readonly PersonalTable[];
beforeAll(async () => {
  database = await scratchDatabase();
  tables = await database.owner<PersonalTable[]>`
    select t.table_schema || '.' || t.table_name as name, c.column_name as column
    from information_schema.tables as t
    join information_schema.columns as c using (table_schema, table_name)
    join pg_class on oid = (quote_ident(t.table_schema) || '.' || quote_ident(t.table_name))::regclass
    where t.table_schema in ('profile', 'consent', 'guidance', 'settlement', 'access')
      and t.table_type = 'BASE TABLE' and not relispartition
      and (c.column_name = 'person_id' or t.table_name = 'person' and c.column_name = 'id')
    order by 1`;
});
afterAll(() => database.drop());

const held = async (id: string): Promise<string[]> => {
  const found = await Promise.all(
    tables.map(({ name, column }) =>
      database.owner.unsafe(`select 1 from ${name} where ${column} = $1 limit 1`, [id]),
    ),
  );
  return tables.filter((_, at) => found[at]?.length).map(({ name }) => name);
};
const total = async (): Promise<number> => {
  const counts = await Promise.all(
    tables.map(({ name }) => database.owner.unsafe(`select count(*)::int as count from ${name}`)),
  );
  return counts.reduce((sum, [row]) => sum + row?.['count'], 0);
};
const rowsOf = async (id: string): Promise<number> => {
  const counts = await Promise.all(
    tables.map(({ name, column }) =>
      database.owner.unsafe(`select count(*)::int as count from ${name} where ${column} = $1`, [id]),
    ),
  );
  return counts.reduce((sum, [row]) => sum + row?.['count'], 0);
};

it('leaves no row of a person in any table that holds persons, and every row of everybody else', async () => {
  const open = [...rooms]
    .sort((one) => (one.name === 'consent' ? 1 : -1))
    .map((room) => openRoom(room, database.url, createLog('test', 'silent', true)));
  for (const { name, column } of tables.filter(({ name }) => !kept.includes(name))) {
    const [someone] = await database.owner.unsafe(`select ${column} as id from ${name} limit 1`);
    // A table that no synthetic person has a row in would be forgotten here: give one to a person in the room's seed.
    expect({ name, someone: someone?.['id'] }).toEqual({ name, someone: expect.any(String) });
    const id = someone?.['id'] as string;
    const [before, theirs] = [await total(), await rowsOf(id)];
    expect(await held(id)).toContain(name);
    for (const room of open) await room.erase(id);
    expect((await held(id)).filter((table) => !kept.includes(table))).toEqual([]);
    expect(await total()).toBe(before - theirs);
    for (const room of open) await room.erase(id); // once more, and there is nothing left to delete
    expect(await total()).toBe(before - theirs);
  }
  for (const room of open) await room.close();
});
