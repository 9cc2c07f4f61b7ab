import type { Caller } from '@kompass/schema';
import type { TransactionSql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowCallers } from '../support/callers.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

const sections = {
  profile: ['language', 'education', 'work_experience', 'activity', 'interest', 'wishes'],
  consent: ['acknowledgement', 'rights_request'],
  guidance: ['appointment', 'session', 'result', 'employment_guidance'],
  settlement: ['municipality_match', 'introduction_programme', 'full_time_programme'],
} as const;

describe('whom a caller sees, found out once for a statement', () => {
  let database: ScratchDatabase;
  let everybody: string[];
  beforeAll(async () => {
    database = await scratchDatabase();
    everybody = (await database.owner`select id from profile.person order by id`).map(({ id }) => id);
  });
  afterAll(() => database.drop());

  const as = <Result>(room: string, caller: Caller, work: (sql: TransactionSql) => Promise<Result>) =>
    database.owner.begin(async (sql) => {
      await sql.unsafe(`set local role kompass_${room}`);
      await sql`select set_config('kompass.party', ${caller.party}, true),
        set_config('kompass.purpose', ${caller.purpose}, true),
        set_config('kompass.organisation', ${caller.organisation ?? ''}, true),
        set_config('kompass.clearances', ${caller.clearances.join(',')}, true)`;
      return work(sql);
    }) as Promise<Result>;

  const see = async (sql: TransactionSql, ids: readonly string[]): Promise<string[]> => {
    const [row] = await sql<{ seen: string[] }[]>`select access.see(${ids as string[]}::uuid[]) as seen`;
    return row?.seen ?? [];
  };

  it.each(Object.entries(rowCallers))(
    'is for %s what row security finds row by row',
    async (_name, caller) => {
      for (const [room, tables] of Object.entries(sections))
        await as(room, caller, async (sql) => {
          const persons = await sql.unsafe(`select id from ${room}.person order by id`);
          const read = () =>
            Promise.all(tables.map((table) => sql.unsafe(`select * from ${room}.${table} order by 1, 2`)));
          const rowByRow = await read();
          expect(await see(sql, everybody)).toEqual(persons.map(({ id }) => id));
          expect(await read()).toEqual(rowByRow);
        });
    },
  );

  it('keeps the order that was asked in, for pages are ordered', async () => {
    const caller = rowCallers['IMDi, settlement, cleared'] as Caller;
    const backwards = [...everybody].reverse();
    const seen = await as('profile', caller, (sql) => see(sql, backwards));
    expect(seen).toEqual(backwards.filter((id) => seen.includes(id)));
  });

  it('is answered from the note to whoever asks for the same or fewer, and to nobody for one who was not found', async () => {
    const caller = rowCallers['Vestland’s career centre'] as Caller;
    await as('guidance', caller, async (sql) => {
      const visible = await see(sql, everybody);
      const hidden = everybody.filter((id) => !visible.includes(id));
      expect(visible.length).toBeGreaterThan(2);
      expect(hidden.length).toBeGreaterThan(0);
      for (const asked of [
        visible,
        visible.slice(0, 2),
        [...visible.slice(0, 2), ...hidden],
        [...hidden, ...visible.slice(0, 2)],
        hidden,
        [],
      ])
        expect(await see(sql, asked)).toEqual(asked.filter((id) => visible.includes(id)));
    });
  });

  it('is forgotten when the transaction ends, and when anybody’s restrictions change in it', async () => {
    const caller = rowCallers['IMDi, settlement'] as Caller;
    const noted = async (sql: TransactionSql) => {
      const [row] = await sql<{ seen: string[] }[]>`select access.seen() as seen`;
      return row?.seen ?? [];
    };
    const [hidden] = await as('profile', caller, (sql) => sql`select id from profile.person limit 1`);
    await as('consent', caller, async (sql) => {
      await see(sql, [hidden?.['id']]);
      expect(await noted(sql)).toEqual([hidden?.['id']]);
      await sql`insert into access.restriction (person_id, kind) values (${hidden?.['id']}, 'RESTRICTION')`;
      expect(await noted(sql)).toEqual([]);
      expect(await sql`select 1 from consent.person where id = ${hidden?.['id']}`).toHaveLength(0);
    });
    await as('consent', caller, async (sql) => expect(await noted(sql)).toEqual([]));
  });
});
