import type { Caller } from '@kompass/schema';
import type { TransactionSql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowCallers } from '../support/callers.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

const settler = rowCallers['IMDi, settlement'] as Caller;
const officer = rowCallers['IMDi, privacy officer'] as Caller;
const nav = rowCallers['NAV'] as Caller;
const refused = /row-level security/;

describe('the database alone, whatever the API would let through', () => {
  let database: ScratchDatabase;
  let person: { id: string; duf: string };
  const request = '0c0c0c0c-0000-4000-8000-00000000c001';
  beforeAll(async () => {
    database = await scratchDatabase();
    const [found] = await database.owner<{ id: string; duf: string }[]>`
      select id, duf_number as duf from profile.person
      where id not in (select person_id from access.restriction) order by id offset 20 limit 1`;
    if (!found) throw new Error('the test has nobody');
    person = found;
    await database.owner`insert into consent.rights_request (id, person_id, "right", purpose, status, received_at, due_at)
      values (${request}, ${person.id}, 'OBJECTION', 'EMPLOYMENT_GUIDANCE', 'RECEIVED', now(), current_date + 30)`;
    await database.owner`insert into access.restriction (person_id, kind, purpose)
      values (${person.id}, 'OBJECTION', 'EMPLOYMENT_GUIDANCE')`;
  });
  afterAll(() => database.drop());

  /** What consent does for a caller, undone afterwards. */
  const as = async (caller: Caller, work: (sql: TransactionSql) => Promise<unknown>) => {
    let result: unknown;
    const undo = new Error('undone');
    await database.owner
      .begin(async (sql) => {
        await sql`set local role kompass_consent`;
        await sql`select set_config('kompass.party', ${caller.party}, true),
          set_config('kompass.purpose', ${caller.purpose}, true),
          set_config('kompass.organisation', ${caller.organisation ?? ''}, true),
          set_config('kompass.duf_number', ${caller.dufNumber ?? ''}, true),
          set_config('kompass.clearances', ${caller.clearances.join(',')}, true)`;
        result = await work(sql);
        throw undo;
      })
      .catch((error) => {
        if (error !== undo) throw error;
      });
    return result;
  };
  const themself = (): Caller => ({
    party: 'PERSON',
    purpose: 'DATA_SUBJECT_RIGHTS',
    clearances: [],
    dufNumber: person.duf,
  });
  const setStatus = (status: string) => (sql: TransactionSql) =>
    sql`update consent.rights_request set status = ${status}, decided_at = now() where id = ${request} returning id`;

  it('lets only the person take a demand back, and only the privacy officer decide on it', async () => {
    expect(await as(themself(), setStatus('WITHDRAWN'))).toHaveLength(1);
    for (const caller of [settler, officer])
      await expect(as(caller, setStatus('WITHDRAWN'))).rejects.toThrow(refused);
    expect(await as(officer, setStatus('REFUSED'))).toHaveLength(1);
    for (const caller of [settler, themself()])
      await expect(as(caller, setStatus('GRANTED'))).rejects.toThrow(refused);
  });

  it('lets nobody rewrite what was demanded', async () => {
    for (const caller of [themself(), officer])
      await expect(
        as(caller, (sql) => sql`update consent.rights_request set grounds = 'x' where id = ${request}`),
      ).rejects.toThrow(/permission denied/);
  });

  it('lets only the person and the privacy officer lift a restriction or objection', async () => {
    const lift = (sql: TransactionSql) =>
      sql`update access.restriction set lifted_at = now() where person_id = ${person.id} returning kind`;
    expect(await as(settler, lift)).toEqual([]);
    expect(await as(themself(), lift)).toHaveLength(1);
    expect(await as(officer, lift)).toHaveLength(1);
  });

  it('tells who looked to the person and the privacy officer alone, whoever else may see the person', async () => {
    const { owner } = database;
    const entry = {
      personIds: [person.id],
      party: 'NAV',
      organisation: nav.organisation ?? null,
      supplier: null,
      officer: 'Z990001',
      purpose: nav.purpose,
      operation: null,
      coordinates: ['Person.name'],
      policyVersion: 'test',
      trace: 'test',
    };
    await owner`select consent.append_disclosures(${owner.json([entry])})`;
    const looked = (sql: TransactionSql) =>
      sql`select officer from consent.disclosure where person_id = ${person.id}`;
    const seen = (sql: TransactionSql) => sql`select id from consent.person where id = ${person.id}`;
    for (const caller of [settler, themself(), officer]) expect(await as(caller, seen)).toHaveLength(1);
    for (const caller of [themself(), officer]) expect(await as(caller, looked)).toHaveLength(1);
    expect(await as(settler, looked)).toEqual([]);
  });

  it('shows that an address was protected to the person and to cleared officers, who alone lift it', async () => {
    const { owner } = database;
    await owner`insert into consent.address_protection (id, person_id, protected_at, protected_by, reason, lifted_at)
      values (gen_random_uuid(), ${person.id}, now(), 'x', 'x', now())`;
    const see = (sql: TransactionSql) =>
      sql`select id from consent.address_protection where person_id = ${person.id}`;
    const cleared = rowCallers['IMDi, settlement, cleared'] as Caller;
    for (const caller of [settler, officer, nav]) expect(await as(caller, see)).toEqual([]);
    for (const caller of [cleared, themself()]) expect(await as(caller, see)).toHaveLength(1);
    await owner`insert into access.restriction (person_id, kind) values (${person.id}, 'PROTECTION')`;
    const lift = (sql: TransactionSql) =>
      sql`update access.restriction set lifted_at = now()
        where person_id = ${person.id} and kind = 'PROTECTION' returning kind`;
    for (const caller of [settler, officer, nav, themself()]) expect(await as(caller, lift)).toEqual([]);
    expect(await as(cleared, lift)).toHaveLength(1);
  });

  it('lets a room list and confirm its own steps of a decision, and no other’s', async () => {
    const { owner } = database;
    const execution = '0e0e0e0e-0000-4000-8000-00000000e001';
    await owner`insert into consent.execution (id, person_id, kind, ground, decided_at, recipients)
      values (${execution}, ${person.id}, 'ERASURE', 'REQUEST', now(), '{}')`;
    await owner`insert into consent.execution_step (execution_id, room)
      select ${execution}, unnest(array['profile', 'consent', 'guidance', 'settlement'])`;
    // As a process of guidance's own connects: with a user that is granted this one role.
    const asGuidance = (work: (sql: TransactionSql) => Promise<unknown>) =>
      owner.begin(async (sql) => {
        await sql`set local session authorization kompass_guidance`;
        return work(sql);
      });
    const confirm = (room: string) => (sql: TransactionSql) =>
      sql`select consent.confirm_own_step(${execution}, ${room}, 'ERASED', now())`;
    const steps = (room: string) => (sql: TransactionSql) =>
      sql`select * from consent.own_open_steps(${room}) where execution_id = ${execution}`;
    expect(await asGuidance(steps('settlement'))).toEqual([]);
    expect(await asGuidance(steps('guidance'))).toHaveLength(1);
    for (const room of ['settlement', 'profile', 'consent'])
      await expect(asGuidance(confirm(room))).rejects.toThrow('a room confirms its own steps only');
    await expect(
      asGuidance((sql) => sql`select consent.confirm_step(${execution}, 'settlement', 'ERASED', now())`),
    ).rejects.toThrow(/permission denied/);
    const open = async () =>
      (
        await owner`select room from consent.execution_step where execution_id = ${execution}
        and confirmed_at is null order by room`
      ).map(({ room }) => room);
    expect(await open()).toEqual(['consent', 'guidance', 'profile', 'settlement']);
    await asGuidance(confirm('guidance'));
    expect(await open()).toEqual(['consent', 'profile', 'settlement']);
  });
});
