import { rooms } from '@kompass/gateway';
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

/** @param empty without any persons, but with all code lists */
export async function scratchDatabase({ empty = false } = {}): Promise<ScratchDatabase> {
  made += 1;
  const template = new URL(inject('databaseUrl')).pathname.slice(1);
  const name = `${template}_${process.pid}_${made}`;
  const admin = postgres(inject('adminUrl'), { max: 1, onnotice: () => {} });
  await admin`create database ${admin(name)} template ${admin(`${template}_template`)}`;
  const url = new URL(inject('adminUrl'));
  url.pathname = `/${name}`;
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
