import type { Caller } from '@kompass/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { organisations } from '../support/callers.js';
import { startTestGateway, type TestGateway } from '../support/gateway.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

describe('the information letter', () => {
  let database: ScratchDatabase;
  let gateway: TestGateway;
  let now = new Date('2026-11-20T10:00:00Z');
  let someone: { id: string; duf_number: string; place: string };
  let themself: Caller;
  beforeAll(async () => {
    database = await scratchDatabase();
    gateway = await startTestGateway('in-process', { databaseUrl: database.url, clock: () => now });
    const [found] = await database.owner<(typeof someone)[]>`
      select id, duf_number, place from profile.person join access.relation on person_id = id and kind = 'HOST'
      where registration_status = 'NOT_STARTED' and place = '4601' and valid_to is null limit 1`;
    if (!found) throw new Error('nobody waits to register in Bergen');
    someone = found;
    themself = {
      party: 'PERSON',
      purpose: 'REGISTRATION',
      clearances: [],
      dufNumber: someone.duf_number,
    };
  });
  afterAll(async () => {
    await gateway.close();
    await database.drop();
  });

  const counsellor: Caller = {
    party: 'MUNICIPALITY',
    purpose: 'REGISTRATION',
    clearances: [],
    organisation: organisations.bergen,
  };
  const outstanding = async (caller: Caller, language = 'NB') => {
    const query = `{ person(id: "${someone.id}") { processing {
      noticeToAcknowledge(language: ${language}) { version language text } } } }`;
    const { data, errors } = await gateway.askAs(caller, query);
    expect(errors).toEqual([]);
    return data.person.processing.noticeToAcknowledge;
  };
  const acknowledge = (caller: Caller, version: number, language = 'NB') =>
    gateway.askAs(
      caller,
      `mutation { acknowledgeNotice(personId: "${someone.id}", version: ${version}, language: ${language}) {
        problems { path code message }
        person { processing { noticeToAcknowledge { version } } } } }`,
    );
  const hasAcknowledged = async (day: string) => {
    const [row] = await database.owner.begin(async (sql) => {
      await sql`select set_config('role', 'kompass_profile', true), set_config('kompass.party', 'PERSON', true),
        set_config('kompass.duf_number', ${someone.duf_number}, true)`;
      return sql`select consent.has_acknowledged(${someone.id}, ${day}) as yes`;
    });
    return row?.['yes'];
  };

  it('is asked for in the reader’s language until it is acknowledged', async () => {
    expect(await outstanding(themself)).toMatchObject({ version: 1, language: 'NB' });
    expect((await outstanding(counsellor, 'EN')).text).toContain('information');
    expect(await hasAcknowledged('2026-11-20')).toBe(false);
  });

  it('is acknowledged in the version in force only', async () => {
    const { data } = await acknowledge(themself, 2);
    expect(data.acknowledgeNotice).toEqual({
      problems: [{ path: ['version'], code: 'NOT_NOW', message: expect.stringContaining('versjon 1') }],
      person: { processing: { noticeToAcknowledge: { version: 1 } } },
    });
    expect(await hasAcknowledged('2026-11-20')).toBe(false);
  });

  it('can be gone through with a counsellor, and the person sees whose', async () => {
    const done = await acknowledge(counsellor, 1, 'EN');
    expect(done.data.acknowledgeNotice).toEqual({
      problems: [],
      person: { processing: { noticeToAcknowledge: null } },
    });
    expect((await acknowledge(themself, 1)).data.acknowledgeNotice.problems).toEqual([]); // again: nothing changes
    const { data } = await gateway.askAs(
      themself,
      '{ me { processing { acknowledgements { noticeVersion language acknowledgedAt givenBy } } } }',
    );
    expect(data.me.processing.acknowledgements).toEqual([
      { noticeVersion: 1, language: 'EN', acknowledgedAt: now.toISOString(), givenBy: 'Bergen kommune' },
    ]);
    expect(await hasAcknowledged('2026-11-20')).toBe(true);
  });

  it('is asked for again from the day that a new version is in force', async () => {
    await database.owner`insert into consent.notice
      select 2, language, '2027-01-01', text from consent.notice where version = 1`;
    expect(await outstanding(themself)).toBeNull();
    now = new Date('2027-01-01T10:00:00Z');
    expect(await outstanding(themself)).toMatchObject({ version: 2 });
    expect(await hasAcknowledged('2027-01-01')).toBe(false);
    expect((await acknowledge(themself, 2)).data.acknowledgeNotice.problems).toEqual([]);
    expect(await outstanding(themself)).toBeNull();
    expect(await hasAcknowledged('2027-01-01')).toBe(true);
  });

  it('cannot be acknowledged for somebody whom the caller does not see', async () => {
    const oslo = { ...counsellor, organisation: organisations.oslo };
    const { data, errors } = await acknowledge(oslo, 2);
    expect(data.acknowledgeNotice).toBeNull();
    expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['NOT_FOUND']);
    const nav = {
      ...counsellor,
      party: 'NAV',
      purpose: 'EMPLOYMENT_GUIDANCE',
      organisation: organisations.nav,
    };
    expect((await acknowledge(nav as Caller, 2)).errors[0]?.extensions['code']).toBe('FORBIDDEN');
  });
});
