import postgres, { type TransactionSql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

const person = '0a0a0a0a-0000-4000-8000-00000000a001';
const rooms = ['profile', 'consent', 'guidance', 'settlement'] as const;

describe('the functions that admit a person', () => {
  let database: ScratchDatabase;
  let profile: postgres.Sql;
  beforeAll(async () => {
    database = await scratchDatabase({ empty: true });
    profile = postgres(database.url, { max: 1, onnotice: () => {}, connection: { role: 'kompass_profile' } });
  });
  afterAll(async () => {
    await profile.end();
    await database.drop();
  });

  function as<Result>(
    party: string,
    purpose: string,
    work: (sql: TransactionSql) => Promise<Result>,
  ): Promise<unknown> {
    return profile.begin(async (sql) => {
      await sql`select set_config('kompass.party', ${party}, true), set_config('kompass.purpose', ${purpose}, true),
        set_config('kompass.organisation', '987879696', true), set_config('kompass.clearances', '', true)`;
      return work(sql);
    });
  }
  async function admit(sql: TransactionSql): Promise<boolean> {
    const [row] =
      await sql`select profile.admit(${person}, '200205705502', 'Testperson', '1990-01-01', 'FEMALE',
      '{UA}', now()) as admitted`;
    for (const room of rooms.slice(1)) await sql.unsafe(`select ${room}.admit('${person}')`);
    return row?.['admitted'] === true;
  }
  const count = async (room: string) => (await database.owner.unsafe(`select 1 from ${room}.person`)).length;

  it('admit nobody for anybody but IMDi when it registers', async () => {
    for (const [party, purpose] of [
      ['IMDI', 'SETTLEMENT'],
      ['MUNICIPALITY', 'REGISTRATION'],
      ['', ''],
    ] as const)
      await expect(as(party, purpose, admit)).rejects.toThrow('the caller admits nobody');
    expect(await Promise.all(rooms.map(count))).toEqual([0, 0, 0, 0]);
  });

  it('make no part of a person in a room that the caller does not see', async () => {
    for (const room of rooms.slice(1))
      await expect(
        as('IMDI', 'REGISTRATION', (sql) => sql.unsafe(`select ${room}.admit('${person}')`)),
      ).rejects.toThrow(/row-level security/);
  });

  it('make the person exist in all four rooms, and only once', async () => {
    expect(await as('IMDI', 'REGISTRATION', admit)).toBe(true);
    expect(await Promise.all(rooms.map(count))).toEqual([1, 1, 1, 1]);
    const relations = await database.owner`select kind, place from access.relation order by kind`;
    expect([...relations]).toEqual([
      { kind: 'CONTROLLER', place: 'NO' },
      { kind: 'SELF', place: '200205705502' },
    ]);
    const again = as(
      'IMDI',
      'REGISTRATION',
      async (sql) =>
        (
          await sql`select profile.admit('0b0b0b0b-0000-4000-8000-00000000b002', '200205705502', 'X',
        '1990-01-01', 'MALE', '{}', now()) as admitted`
        )[0]?.['admitted'],
    );
    expect(await again).toBe(false);
  });

  it('show NAV the person from the completion on, and not when it is taken up again', async () => {
    const complete = (completed: boolean) =>
      as('IMDI', 'REGISTRATION', (sql) => sql`select profile.note_completion(${person}, ${completed})`);
    const open = () =>
      database.owner`select 1 from access.relation where kind = 'COMPLETED' and valid_to is null`.then(
        ({ length }) => length,
      );
    await complete(true);
    await complete(true);
    expect(await open()).toBe(1);
    await complete(false);
    expect(await open()).toBe(0);
    await expect(
      as('MUNICIPALITY', 'REGISTRATION', (sql) => sql`select profile.note_completion(${person}, true)`),
    ).rejects.toThrow('the caller does not see the person');
  });

  it('are no other room’s to call', async () => {
    const settlement = postgres(database.url, { max: 1, connection: { role: 'kompass_settlement' } });
    await expect(settlement`select consent.admit(${person})`).rejects.toThrow(/permission denied/);
    await expect(settlement`select settlement.admit(${person})`).rejects.toThrow(/permission denied/);
    await settlement.end();
  });
});
