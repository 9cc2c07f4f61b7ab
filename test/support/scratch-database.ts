import { rooms } from '@kompass/gateway';
import { prepareDatabase } from '@kompass/runtime';
import postgres, { type Sql } from 'postgres';
import { inject } from 'vitest';

/** A copy of the tests' database that a test may write to and break. */
export interface ScratchDatabase {
  readonly url: string;
  /** The owner, whom row-level security does not hold back. */
  readonly owner: Sql;
  drop(): Promise<void>;
}

let made = 0;

/**
 * @param empty without any persons, but with all code lists
 * @param persons no copy, but filled with so many
 */
export async function scratchDatabase({
  empty = false,
  persons,
}: {
  readonly empty?: boolean;
  readonly persons?: number;
} = {}): Promise<ScratchDatabase> {
  made += 1;
  const template = new URL(inject('databaseUrl')).pathname.slice(1);
  const name = `${template}_${process.pid}_${made}`;
  const admin = postgres(inject('adminUrl'), { max: 1, onnotice: () => {} });
  if (persons === undefined)
    await admin`create database ${admin(name)} template ${admin(`${template}_template`)}`;
  else await admin`create database ${admin(name)}`;
  const url = new URL(inject('adminUrl'));
  url.pathname = `/${name}`;
  if (persons !== undefined) await prepareDatabase(url.href, rooms, { persons });
  const owner = postgres(url.href, { max: 4, onnotice: () => {} });
  if (empty) for (const room of rooms) await owner.unsafe(`truncate ${room.seeded.join(', ')}`);
  return {
    url: url.href,
    owner,
    async drop() {
      await owner.end();
      await admin`drop database ${admin(name)} with (force)`;
      await admin.end();
    },
  };
}
