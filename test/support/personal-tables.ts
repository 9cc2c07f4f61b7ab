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
