import { setImmediate } from 'node:timers/promises';
import type { Sql, TransactionSql } from 'postgres';
import type { AnyRoom } from '../room.js';
import { copyRows, type Rows } from './copy.js';
import { syntheticPersons } from './person.js';

/**
 * Persons whose rows are gathered before each copy. Many, because a COPY costs a wait of some 50 ms whatever its
 * size: the driver sends its end in a small packet of its own, which TCP holds back until the rows are acknowledged.
 */
const batch = 20_000;
/** Persons after which what waits to be sent gets its turn. */
const breath = 200;

/**
 * Fills each room that knows nobody yet. A room's persons arrive together or not at all.
 * @param sql a connection of the owner's
 * @param onProgress told how many persons' rows are in, of how many, all rooms together
 * @param stopping breaks it off between two rooms, and takes back what a room has of its persons
 */
export async function seedIfEmpty(
  sql: Sql,
  rooms: readonly AnyRoom[],
  persons: number,
  onProgress?: (done: number, total: number) => void,
  stopping?: AbortSignal,
): Promise<void> {
  const empty: AnyRoom[] = [];
  for (const room of rooms) if (await knowsNobody(sql, room)) empty.push(room);
  let done = 0;
  for (const room of empty) {
    await sql.begin((transaction) =>
      unforced(transaction, room, () =>
        copyPersons(transaction, room, persons, stopping, (count) => {
          done += count;
          onProgress?.(done, persons * empty.length);
        }),
      ),
    );
    await sql.unsafe(`analyze ${room.seeded.join(', ')}`);
  }
}

/** Gathers each batch while PostgreSQL takes in the one before. @param onBatch told the size of each batch that is in */
async function copyPersons(
  sql: TransactionSql,
  room: AnyRoom,
  persons: number,
  stopping: AbortSignal | undefined,
  onBatch: (count: number) => void,
): Promise<void> {
  let sending: Promise<unknown> = Promise.resolve();
  let gathered: Rows = new Map();
  let count = 0;
  const send = async (): Promise<void> => {
    // Each copy's failure is thrown here, or by the last wait; none is left unheard in between.
    await sending;
    const size = count;
    sending = copyRows(sql, gathered).then(() => onBatch(size));
    sending.catch(() => {});
    gathered = new Map();
    count = 0;
  };
  for (const person of syntheticPersons(persons)) {
    room.seed(person, gathered);
    count += 1;
    if (count === batch) await send();
    else if (count % breath === 0) await setImmediate();
    if (stopping?.aborted) break;
  }
  if (!stopping?.aborted) await send();
  await sending; // what is sent after the transaction has ended is in no transaction
  stopping?.throwIfAborted();
}

/** Asked past row-level security: an owner that is under it sees no person, and would fill the room anew. */
function knowsNobody(sql: Sql, { name }: AnyRoom): Promise<boolean> {
  const persons = `${name}.person`;
  return sql.begin(async (transaction) => {
    await transaction.unsafe(`alter table ${persons} no force row level security`);
    const found = await transaction.unsafe(`select 1 from ${persons} limit 1`);
    await transaction.unsafe(`alter table ${persons} force row level security`);
    return found.length === 0;
  });
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
