import type { Caller } from '@kompass/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowCallers } from '../support/callers.js';
import { startTestGateway, type TestGateway } from '../support/gateway.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

const settler = { ...(rowCallers['IMDi, settlement'] as Caller), officer: 'officer-one' };
const cleared = { ...(rowCallers['IMDi, settlement, cleared'] as Caller), officer: 'officer-two' };
const nav = rowCallers['NAV'] as Caller;

describe('the protection of an address', () => {
  let database: ScratchDatabase;
  let gateway: TestGateway;
  let now = new Date('2026-12-01T09:00:00Z');
  let person: { id: string; duf: string };
  beforeAll(async () => {
    database = await scratchDatabase();
    gateway = await startTestGateway('in-process', { databaseUrl: database.url, clock: () => now });
    const [found] = await database.owner<{ id: string; duf: string }[]>`
      select id, duf_number as duf from profile.person
      where registration_status = 'COMPLETED' and id not in (select person_id from access.restriction)
      order by id limit 1`;
    if (!found) throw new Error('the test has nobody');
    person = found;
  });
  afterAll(async () => {
    await gateway.close();
    await database.drop();
  });

  const themself = (): Caller => ({
    party: 'PERSON',
    purpose: 'DATA_SUBJECT_RIGHTS',
    clearances: [],
    dufNumber: person.duf,
  });
  const act = async (caller: Caller, name: string, reason: string) => {
    const { errors } = await gateway.askAs(
      caller,
      `mutation { ${name}(personId: "${person.id}", reason: "${reason}") { id } }`,
    );
    return errors.map(({ extensions }) => extensions['code']);
  };
  const fields = 'protectedAt protectedBy reason liftedAt liftedBy liftingReason';
  const kept = async (caller: Caller) =>
    (
      await gateway.askAs(
        caller,
        `{ person(id: "${person.id}") { processing { addressProtections { ${fields} } } } }`,
      )
    ).data.person?.processing.addressProtections;
  const isSeenBy = async (caller: Caller) =>
    (await gateway.askAs(caller, `{ person(id: "${person.id}") { id } }`)).data.person !== null;
  const protection = {
    protectedAt: now.toISOString(),
    protectedBy: 'officer-one',
    reason: 'Trues av tidligere ektefelle.',
  };
  const standing = { ...protection, liftedAt: null, liftedBy: null, liftingReason: null };

  it('is decided by a named officer, with a reason, which the person and cleared officers read', async () => {
    expect(await act(settler, 'protectAddress', ' ')).toEqual(['BAD_USER_INPUT']);
    expect(await isSeenBy(nav)).toBe(true);
    expect(await act(settler, 'protectAddress', protection.reason)).toEqual([]);
    for (const caller of [nav, settler]) expect(await isSeenBy(caller)).toBe(false);
    for (const caller of [cleared, themself()]) expect(await kept(caller)).toEqual([standing]);
    expect(await act(cleared, 'protectAddress', 'Igjen.')).toEqual(['BAD_USER_INPUT']);
  });

  it('is lifted by a cleared officer, with a reason; for anybody else there is no such person', async () => {
    now = new Date('2027-03-01T09:00:00Z');
    for (const caller of [settler, rowCallers['IMDi, privacy officer'] as Caller])
      expect(await act(caller, 'liftAddressProtection', 'Trygg.')).toEqual(['NOT_FOUND']);
    for (const caller of [nav, themself()])
      expect(await act(caller, 'liftAddressProtection', 'Trygg.')).toContain('FORBIDDEN');
    expect(await act(cleared, 'liftAddressProtection', '')).toEqual(['BAD_USER_INPUT']);
    expect(await isSeenBy(nav)).toBe(false);
    expect(await act(cleared, 'liftAddressProtection', 'Dommen er rettskraftig.')).toEqual([]);
    for (const caller of [nav, settler]) expect(await isSeenBy(caller)).toBe(true);
    expect(await act(cleared, 'liftAddressProtection', 'Igjen.')).toEqual(['NOT_FOUND']);
  });

  it('stays in the person’s data when it is lifted, and is told to no officer who is not cleared', async () => {
    const lifted = {
      ...protection,
      liftedAt: now.toISOString(),
      liftedBy: 'officer-two',
      liftingReason: 'Dommen er rettskraftig.',
    };
    for (const caller of [cleared, themself()]) expect(await kept(caller)).toEqual([lifted]);
    expect(await kept(settler)).toEqual([]);
    const taken = await fetch(`${gateway.url}/export.html`, {
      headers: { authorization: `Bearer ${await gateway.tokenFor(themself())}` },
    });
    const page = await taken.text();
    for (const text of ['Beskyttelse av adressen din', protection.reason, lifted.liftingReason])
      expect(page).toContain(text);
  });
});
