import { openRequestTransactions, type Session } from '@kompass/runtime';
import { type Caller, subgraphNames } from '@kompass/schema';
import { sql as statement } from 'drizzle-orm';
import type { TransactionSql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowCallers } from '../support/callers.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

/** A table that the role of a room's reading of one person may read, and the column that says of whom a row is. */
interface Readable {
  readonly room: string;
  readonly table: string;
  readonly column: string | undefined;
}

describe('one person, read in a role that sees nobody else', () => {
  let database: ScratchDatabase;
  let everybody: string[];
  let readable: Readable[];
  beforeAll(async () => {
    database = await scratchDatabase();
    const { owner } = database;
    everybody = (await owner`select id from profile.person order by id`).map(({ id }) => id);
    const rows = await owner<{ room: string; table: string; columns: string[] }[]>`
      select room, format('%I.%I', schemaname, tablename) as table, array(
        select attname from pg_attribute where attrelid = format('%I.%I', schemaname, tablename)::regclass
      )::text[] as columns
      from pg_tables, unnest(${[...subgraphNames]}::text[]) as room
      where schemaname in ${owner([...subgraphNames, 'access'])}
        and has_table_privilege('kompass_' || room || '_of_one', format('%I.%I', schemaname, tablename), 'select')`;
    readable = rows.map(({ room, table, columns }) => ({
      room,
      table,
      column: table.endsWith('.person') ? 'id' : columns.find((each) => each === 'person_id'),
    }));
  });
  afterAll(() => database.drop());

  const as = <Result>(role: string, caller: Caller, work: (sql: TransactionSql) => Promise<Result>) =>
    database.owner.begin(async (sql) => {
      await sql.unsafe(`set local role ${role}`);
      await sql`select set_config('kompass.party', ${caller.party}, true),
        set_config('kompass.purpose', ${caller.purpose}, true),
        set_config('kompass.organisation', ${caller.organisation ?? ''}, true),
        set_config('kompass.duf_number', ${caller.dufNumber ?? ''}, true),
        set_config('kompass.clearances', ${caller.clearances.join(',')}, true)`;
      return work(sql);
    }) as Promise<Result>;

  const callers = async (): Promise<[string, Caller][]> => {
    const [person] = await database.owner`select duf_number from profile.person order by id limit 1`;
    const dufNumber = person?.['duf_number'];
    return [
      ...Object.entries(rowCallers),
      ['a registered person', { party: 'PERSON', purpose: 'REGISTRATION', clearances: [], dufNumber }],
    ];
  };

  it('is shown to each caller with the rows that the room itself shows of that person, and no row of another', async () => {
    for (const [name, caller] of await callers())
      for (const { room, table, column } of readable) {
        if (!column) continue;
        // Some of those whom the caller sees, and some whom the caller does not.
        const visible = await as(`kompass_${room}`, caller, (sql) =>
          sql.unsafe(`select id from ${room}.person order by id`),
        );
        const seen = visible.map(({ id }) => id);
        const unseen = everybody.filter((id) => !seen.includes(id));
        for (const id of [...seen.slice(0, 3), ...seen.slice(-2), ...unseen.slice(0, 2)]) {
          const whole = await as(`kompass_${room}`, caller, (sql) =>
            sql.unsafe(
              `select to_jsonb(r) as row from ${table} as r where ${column} = $1 and exists (
                select from ${room}.person where id = $1) order by 1`,
              [id],
            ),
          );
          const alone = await as(`kompass_${room}_of_one`, caller, async (sql) => {
            await sql`select access.see_one(${id})`;
            return sql.unsafe(`select to_jsonb(r) as row from ${table} as r order by 1`);
          });
          expect({ name, table, id, rows: [...alone] }).toEqual({ name, table, id, rows: [...whole] });
        }
      }
  });

  it('cannot be read before it is asked whether the caller sees them, nor after that was asked in vain', async () => {
    const nav = rowCallers['NAV'] as Caller;
    const visible = (await as('kompass_profile', nav, (sql) => sql`select id from profile.person`)).map(
      ({ id }) => id,
    );
    const hidden = everybody.find((id) => !visible.includes(id)) ?? '';
    const found = (sql: TransactionSql) => sql`select id from profile.person`;
    await as('kompass_profile_of_one', nav, async (sql) => {
      expect(await found(sql)).toHaveLength(0);
      await sql`select access.see_one(${visible[0] ?? ''})`;
      expect([...(await found(sql))]).toEqual([{ id: visible[0] }]);
      await sql`select access.see_one(${hidden})`;
      expect(await found(sql)).toHaveLength(0);
    });
  });

  it('may be read by whoever hosts the room, and nothing of them written', async () => {
    for (const { room, table } of readable) {
      const [may] = await database.owner`
        select has_table_privilege(${`kompass_${room}`}, ${table}, 'select') as room,
          has_table_privilege(${`kompass_${room}_of_one`}, ${table}, 'insert, update, delete, truncate') as writes,
          pg_has_role(${`kompass_${room}`}, ${`kompass_${room}_of_one`}, 'set') as becomes,
          pg_has_role(${`kompass_${room}`}, ${`kompass_${room}_of_one`}, 'usage') as inherits`;
      expect({ table, ...may }).toEqual({ table, room: true, writes: false, becomes: true, inherits: false });
    }
  });

  it('is kept by every policy that keeps a room from rows of persons whom its caller sees', async () => {
    const restrictive = await database.owner`
      select format('%I.%I', schemaname, tablename) as table, policyname as policy, roles::text[] as roles
      from pg_policies where permissive = 'RESTRICTIVE' and cmd in ('SELECT', 'ALL')`;
    for (const { room, table } of readable)
      for (const each of restrictive)
        if (each['table'] === table && each['roles'].includes(`kompass_${room}`))
          expect(each['roles'], `${table} ${each['policy']}`).toContain(`kompass_${room}_of_one`);
    const permissive = await database.owner`
      select policyname as policy, qual from pg_policies, unnest(roles) as role
      where permissive = 'PERMISSIVE' and role like '%\\_of\\_one'`;
    expect(permissive.length).toBeGreaterThan(20);
    for (const { policy, qual } of permissive)
      expect({ policy, qual }).toEqual({
        policy: 'seen_alone',
        qual: expect.stringMatching(/^\((id|person_id) = access\.one\(\)\)$/),
      });
  });

  it('is found by DUF number as by identifier, where there is nobody by the same look-ups as where one is hidden', async () => {
    const transactions = openRequestTransactions(database.url);
    const caller = rowCallers['Oslo as host'] as Caller;
    const found = async (dufNumber: string) =>
      transactions.open(caller, (transaction) =>
        transaction.in('profile', {}, async ({ $client }) => {
          const text = 'select duf_number as duf from profile.person';
          const key = { by: 'dufNumber', key: dufNumber } as const;
          return (await $client.queryOfOne?.<{ duf: string }>(key, { text }))?.rows.map(({ duf }) => duf);
        }),
      );
    const everyone = await database.owner<{ id: string; duf: string }[]>`
      select id, duf_number as duf from profile.person order by id`;
    const seen = new Set(
      (await as('kompass_profile', caller, (sql) => sql`select id from profile.person`)).map(({ id }) => id),
    );
    const visible = everyone.find(({ id }) => seen.has(id))?.duf ?? '';
    const hidden = everyone.find(({ id }) => !seen.has(id))?.duf ?? '';
    expect(await found(visible)).toEqual([visible]);
    expect(await found(hidden)).toEqual([]);
    await transactions.close();

    // What PostgreSQL counts of its reading relations and restrictions.
    const looks = (dufNumber: string) =>
      as('kompass_profile', caller, async (sql) => {
        const counts = async () => {
          const [counted] = await sql`select sum(idx_scan + seq_scan)::int as scans
            from pg_stat_xact_user_tables where schemaname = 'access'`;
          return counted;
        };
        const before = await counts();
        await sql`select access.see_holder(${dufNumber})`;
        return (await counts())?.['scans'] - before?.['scans'];
      });
    const looked = await looks(hidden);
    expect(looked).toBeGreaterThan(0);
    expect(await looks('200000000000')).toBe(looked);
  });

  it('is one person at a time, also where a request asks for others in between', async () => {
    const transactions = openRequestTransactions(database.url);
    const caller = rowCallers['IMDi, settlement'] as Caller;
    const [a = '', b = ''] = (
      await as('kompass_profile', caller, (sql) => sql`select id from profile.person order by id limit 2`)
    ).map(({ id }) => id);
    const idsOf = async (session: Session<Record<string, unknown>>, id?: string) => {
      const text = 'select array_agg(id::text order by id) as ids from profile.person';
      const { $client } = session;
      const { rows } = id
        ? await ($client.queryOfOne?.<{ ids: string[] | null }>({ by: 'id', key: id }, { text }) ?? {
            rows: [],
          })
        : await $client.query<{ ids: string[] | null }>({ text });
      return rows[0]?.ids ?? [];
    };
    await transactions.open(caller, (transaction) =>
      transaction.in('profile', {}, async (session) => {
        const all = await idsOf(session);
        expect(all.length).toBeGreaterThan(100);
        expect(
          await Promise.all([
            idsOf(session, a),
            idsOf(session, b),
            idsOf(session),
            idsOf(session, a),
            session.execute(statement`select current_user as role`).then(({ rows }) => rows),
          ]),
        ).toEqual([[a], [b], all, [a], [{ role: 'kompass_profile' }]]);
      }),
    );
    await transactions.close();
  });
});
