import type { Sql, TransactionSql } from 'postgres';
import type { AnyRoom } from '../room.js';
import { copyRows, type Rows } from './copy.js';
import { syntheticPersons } from './person.js';

/** Persons whose rows are gathered before each copy. */
const batch = 2_000;

/**
 * Fills each room that knows nobody yet. A room's persons arrive together or not at all.
 * @param sql a connection of the owner's
 * @param onProgress told how many persons' rows are in, of how many, all rooms together
 */
export async function seedIfEmpty(
  sql: Sql,
  rooms: readonly AnyRoom[],
  persons: number,
  onProgress?: (done: number, total: number) => void,
): Promise<void> {
  const empty: AnyRoom[] = [];
  for (const room of rooms)
    if ((await sql`select 1 from ${sql(`${room.name}.person`)} limit 1`).length === 0) empty.push(room);
  let done = 0;
  for (const room of empty) {
    await sql.begin((transaction) =>
      unforced(transaction, room, async () => {
        let gathered: Rows = new Map();
        for (const person of syntheticPersons(persons)) {
          room.seed(person, gathered);
          done += 1;
          if (done % batch === 0) {
            await copyRows(transaction, gathered);
            gathered = new Map();
            onProgress?.(done, persons * empty.length);
          }
        }
        await copyRows(transaction, gathered);
        onProgress?.(done, persons * empty.length);
      }),
    );
    await sql.unsafe(`analyze ${room.seeded.join(', ')}`);
  }
}

/**
 * Lifts the row-level security that the owner is under, within the transaction: PostgreSQL refuses COPY to whoever is
 * under it, and an owner need not be a superuser.
 */
async function unforced(sql: TransactionSql, room: AnyRoom, work: () => Promise<void>): Promise<void> {
  for (const table of room.seeded) await sql.unsafe(`alter table ${table} no force row level security`);
  await work();
  for (const table of room.seeded) await sql.unsafe(`alter table ${table} force row level security`);
}
