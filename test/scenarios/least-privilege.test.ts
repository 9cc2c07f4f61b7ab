import { rooms } from '@kompass/gateway';
import { createLog, openRoom } from '@kompass/runtime';
import { type Caller, subgraphNames } from '@kompass/schema';
import postgres, { type TransactionSql } from 'postgres';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { rowCallers } from '../support/callers.js';

const as = (role: string) =>
  postgres(inject('databaseUrl'), { max: 1, onnotice: () => {}, connection: { role } });

const owner = postgres(inject('databaseUrl'), { max: 1, onnotice: () => {} });
afterAll(() => owner.end());

describe.each(subgraphNames)('the database role of %s', (name) => {
  it('cannot read the tables of the other subgraphs', async () => {
    const sql = as(`kompass_${name}`);
    for (const other of subgraphNames.filter((each) => each !== name))
      await expect(sql.unsafe(`select 1 from ${other}.person`)).rejects.toThrow(
        /permission denied for (schema|table)/,
      );
    await sql.end();
  });

  it('sees nobody without a caller, in any table that holds persons', async () => {
    const sql = as(`kompass_${name}`);
    const tables = await sql<{ name: string }[]>`
      select distinct table_schema || '.' || table_name as name from information_schema.columns
      where table_schema in (${name}, 'access') and (column_name = 'person_id' or table_name = 'person')`;
    expect(tables.length).toBeGreaterThan(3);
    for (const table of tables.filter(({ name }) => !/disclosure_\d|disclosure_later/.test(name)))
      expect({ table, rows: (await sql.unsafe(`select 1 from ${table.name} limit 1`)).length }).toEqual({
        table,
        rows: 0,
      });
    await sql.end();
  });

  it('has row-level security, forced, on every table that holds persons', async () => {
    const sql = postgres(inject('databaseUrl'), { max: 1 });
    const open = await sql`
      select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in (${name}, 'access') and c.relkind in ('r', 'p') and not c.relispartition
        and exists (select from pg_attribute a where a.attrelid = c.oid and (a.attname = 'person_id' or c.relname = 'person'))
        and not (c.relrowsecurity and c.relforcerowsecurity)`;
    expect(open).toEqual([]);
    await sql.end();
  });
});

it('settlement is offered the competence of those whom its caller sees, without names, numbers or free text', async () => {
  const sql = as('kompass_settlement');
  const [mine, all] = await sql.begin(async (transaction) => {
    await transaction`select set_config('kompass.party', 'MUNICIPALITY', true),
      set_config('kompass.purpose', 'INTRODUCTION_PROGRAMME', true),
      set_config('kompass.organisation', '964338531', true), set_config('kompass.clearances', '', true)`;
    const ids = (await owner`select id from profile.person`).map(({ id }) => id as string);
    const seen = await transaction`select id from settlement.person order by id`;
    const offered = await transaction`select * from profile.competence(${ids}) order by person_id`;
    expect(offered.map(({ person_id }) => person_id)).toEqual(seen.map(({ id }) => id));
    return [offered, ids];
  });
  expect(mine.length).toBeGreaterThan(0);
  expect(mine.length).toBeLessThan(all.length);
  expect(Object.keys(mine[0] ?? {})).toEqual([
    ...['person_id', 'registered_sections', 'occupations', 'languages', 'education', 'wished_occupation'],
  ]);
  expect(await sql`select * from profile.competence(${all})`).toEqual([]);
  await sql.end();
});

describe('guidance is offered what right and duty follow from', () => {
  const asBergen = <Result>(work: (sql: TransactionSql) => Promise<Result>) =>
    owner.begin(async (sql) => {
      await sql`set local role kompass_guidance`;
      await sql`select set_config('kompass.party', 'MUNICIPALITY', true),
        set_config('kompass.purpose', 'INTRODUCTION_PROGRAMME', true),
        set_config('kompass.organisation', '964338531', true), set_config('kompass.clearances', '', true)`;
      return work(sql);
    });
  const everybody = async () => (await owner`select id from profile.person`).map(({ id }) => id as string);

  it('of those whom its caller sees: two days and a number of years, no date of birth and no place', async () => {
    const ids = await everybody();
    await asBergen(async (sql) => {
      const seen = (await sql`select id from guidance.person order by id`).map(({ id }) => id);
      expect(seen.length).toBeGreaterThan(0);
      expect(seen.length).toBeLessThan(ids.length);
      const offered = await sql`select *, profile.age_on(person_id, settled_on) as age
        from settlement.settled_with_public_help(${ids}) order by person_id`;
      expect(offered.map(({ person_id }) => person_id)).toEqual(seen);
      expect(Object.keys(offered[0] ?? {})).toEqual(['person_id', 'settled_on', 'programme_until', 'age']);
      const stranger = ids.find((id) => !seen.includes(id)) ?? '';
      expect(await sql`select profile.age_on(${stranger}, '2026-01-01') as age`).toEqual([{ age: null }]);
    });
  });

  it('and is told who sees a person only of those, and is itself again after asking as others', async () => {
    const ids = await everybody();
    await asBergen(async (sql) => {
      const before = await sql`select id from guidance.person order by id`;
      const ask = () => sql`select distinct person_id as id, party, purpose
        from guidance.seen_by(${ids}, '{NAV,IMDI,MUNICIPALITY}', '{EMPLOYMENT_GUIDANCE,SETTLEMENT,INTRODUCTION_PROGRAMME}')
        order by 1, 2, 3`;
      const told = await ask();
      expect([...new Set(told.map(({ id }) => id))]).toEqual(before.map(({ id }) => id));
      // Row security notes whom the caller sees, and lets them pass from then on: not those who are asked about.
      const [noted] = await sql`select access.see(${ids}) as ids`;
      expect(await ask()).toEqual(told);
      expect(await sql`select access.seen() as ids`).toEqual([noted]);
      expect(await sql`select id from guidance.person order by id`).toEqual(before);
      const [caller] = await sql`select access.party() as party, access.purpose() as purpose,
        current_setting('kompass.organisation', true) as organisation`;
      expect(caller).toEqual({
        party: 'MUNICIPALITY',
        purpose: 'INTRODUCTION_PROGRAMME',
        organisation: '964338531',
      });
    });
  });
});

it('a connection of the pool does not carry the last caller on', async () => {
  const settlement = rooms.find(({ name }) => name === 'settlement');
  if (!settlement) throw new Error('there is no settlement');
  const room = openRoom(settlement, inject('databaseUrl'), createLog('test', 'silent', true));
  const query = '{ municipality(number: "4601") { assigned(first: 1) { totalCount } } }';
  const count = async (organisation: string) => {
    const { data } = await room.execute(
      { query },
      { party: 'MUNICIPALITY', purpose: 'INTRODUCTION_PROGRAMME', clearances: [], organisation },
    );
    if (!data) throw new Error('the room did not answer');
    return (data['municipality'] as { assigned: { totalCount: number } }).assigned.totalCount;
  };
  const seen = await Promise.all(
    Array.from({ length: 60 }, (_, at) => count(at % 2 ? '964338531' : '000000000')),
  );
  expect(new Set(seen.filter((_, at) => at % 2 === 0))).toEqual(new Set([0]));
  expect(seen[1]).toBeGreaterThan(0);
  await room.close();
});

it('a room asked directly does not even read what the caller may not see', async () => {
  const profile = rooms.find(({ name }) => name === 'profile');
  if (!profile) throw new Error('there is no profile');
  const statements: string[] = [];
  const room = openRoom(profile, inject('databaseUrl'), createLog('test', 'silent', true), {
    onStatement: (statement) => statements.push(statement),
  });
  const query =
    '{ persons(first: 3) { edges { node { name gender workExperience { tasks counsellorNote } } } } }';
  const read = async (caller: Caller) => {
    statements.length = 0;
    const { data } = await room.execute({ query }, caller);
    expect(data?.['persons']).not.toBeNull();
    return statements.join('\n');
  };
  const forImdi = await read(rowCallers['IMDi, registration'] as Caller);
  expect(forImdi).toContain('counsellor_note');
  expect(forImdi).toContain('gender');
  const forNav = await read(rowCallers['NAV'] as Caller);
  expect(forNav).toContain('tasks');
  expect(forNav).not.toMatch(/counsellor_note|gender/);
  await room.close();
});
