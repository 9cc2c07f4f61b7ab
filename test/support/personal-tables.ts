import type { Sql } from 'postgres';

/** A table of ours that holds persons, and the column that says whose row it is. */
export interface PersonalTable {
  readonly name: string;
  readonly column: string;
}

/** Every one there is, found in the database itself. */
export function personalTables(owner: Sql): Promise<PersonalTable[]> {
  return owner<PersonalTable[]>`
    select t.table_schema || '.' || t.table_name as name, c.column_name as column
    from information_schema.tables as t
    join information_schema.columns as c using (table_schema, table_name)
    join pg_class on oid = (quote_ident(t.table_schema) || '.' || quote_ident(t.table_name))::regclass
    where t.table_schema in ('profile', 'consent', 'guidance', 'settlement', 'access')
      and t.table_type = 'BASE TABLE' and not relispartition
      and (c.column_name = 'person_id' or t.table_name = 'person' and c.column_name = 'id')
    order by 1`;
}

/** How many rows each table holds of a person. */
export function rowsHeld(
  owner: Sql,
  tables: readonly PersonalTable[],
  id: string,
): Promise<{ readonly name: string; readonly rows: number }[]> {
  return Promise.all(
    tables.map(async ({ name, column }) => {
      const [row] = await owner.unsafe(`select count(*)::int as rows from ${name} where ${column} = $1`, [
        id,
      ]);
      return { name, rows: row?.['rows'] as number };
    }),
  );
}

/** Gives somebody a row with nothing else in it, whatever the table wants: for tables that few have a row in, or nobody. */
export async function giveARow(owner: Sql, { name, column }: PersonalTable, id: string): Promise<void> {
  const bound = await owner.unsafe(
    `select conname from pg_constraint where conrelid = '${name}'::regclass and contype in ('p', 'f', 'c')`,
  );
  for (const { conname } of bound)
    await owner.unsafe(`alter table ${name} drop constraint "${conname}" cascade`);
  const needed = await owner.unsafe(
    `select attname from pg_attribute
     where attrelid = '${name}'::regclass and attnum > 0 and attnotnull and attidentity = ''`,
  );
  for (const { attname } of needed)
    await owner.unsafe(`alter table ${name} alter column "${attname}" drop not null`);
  await owner.begin(async (sql) => {
    await sql.unsafe(`alter table ${name} disable trigger user`);
    await sql.unsafe(`insert into ${name} (${column}) values ($1)`, [id]);
    await sql.unsafe(`alter table ${name} enable trigger user`);
  });
}
