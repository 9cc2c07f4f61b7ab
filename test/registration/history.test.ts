import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.js';
import {
  careerCounsellor,
  counsellor,
  imdi,
  items,
  type Newcomer,
  nav,
  newcomer,
  privacyOfficer,
  save,
} from '../support/registering.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

describe('the history of a registration', () => {
  let now = new Date('2026-11-20T10:00:00Z');
  let database: ScratchDatabase;
  let gateway: TestGateway;
  let someone: Newcomer;
  beforeAll(async () => {
    database = await scratchDatabase({ empty: true });
    gateway = await startTestGateway('in-process', { databaseUrl: database.url, clock: () => now });
    someone = await newcomer(database, 1);
    await newcomer(database, 2);
    const noted = [{ ...items.interests[0], counsellorNote: 'Spiller hver dag.' }];
    await save(gateway, someone.themself, someone, 'interests');
    now = new Date('2026-11-21T10:00:00Z');
    await save(gateway, counsellor, someone, 'interests', { content: noted, expectedVersion: 1 });
    now = new Date('2026-11-22T10:00:00Z');
    await save(gateway, careerCounsellor, someone, 'wishes');
    await save(gateway, careerCounsellor, someone, 'interests', { content: [], expectedVersion: 0 }); // a conflict
  });
  afterAll(async () => {
    await gateway.close();
    await database.drop();
  });

  const content =
    'interests { description counsellorNote } wishes { work occupation { label } } languages { language }';
  const query = `history { totalCount edges { node { at kind section version organisation organisationNumber text
    before { ${content} } after { ${content} } } } }`;

  it('tells the person who changed what, when, and what was there before, free text too', async () => {
    const { data, errors } = await gateway.askAs(someone.themself, `{ me { ${query} } }`);
    expect(errors).toEqual([]);
    const nothing = { interests: null, wishes: null, languages: null };
    const [wished, noted, first] = data.me.history.edges.map(({ node }: { node: unknown }) => node);
    expect(data.me.history.totalCount).toBe(3);
    expect(first).toMatchObject({
      at: '2026-11-20T10:00:00.000Z',
      kind: 'SECTION_SAVED',
      section: 'INTERESTS',
      version: 1,
      organisation: 'Du',
      organisationNumber: null,
      before: null,
      after: { ...nothing, interests: [{ description: 'Sjakk', counsellorNote: null }] },
    });
    expect(noted).toMatchObject({
      version: 2,
      organisation: 'Bergen kommune',
      organisationNumber: '964338531',
      text: expect.stringMatching(/^Bergen kommune lagret interessene dine 21\. november 2026/),
      before: { ...nothing, interests: [{ description: 'Sjakk', counsellorNote: null }] },
      after: { ...nothing, interests: [{ description: 'Sjakk', counsellorNote: 'Spiller hver dag.' }] },
    });
    expect(wished).toMatchObject({
      section: 'WISHES',
      organisation: 'Karrieresenteret i Vestland',
      after: { ...nothing, wishes: { work: items.wishes.work, occupation: { label: expect.any(String) } } },
    });
  });

  it('comes in pages, whose cursors are of this list alone', async () => {
    const page = async (after: string | null) =>
      (
        await gateway.askAs(
          someone.themself,
          'query ($after: String) { me { history(first: 2, after: $after) { edges { node { section version } } pageInfo { hasNextPage endCursor } } } }',
          { after },
        )
      ).data.me.history;
    const first = await page(null);
    const second = await page(first.pageInfo.endCursor);
    const told = [...first.edges, ...second.edges].map(({ node }) => `${node.section} ${node.version}`);
    expect(told).toEqual(['WISHES 1', 'INTERESTS 2', 'INTERESTS 1']);
    expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false]);
    const { errors } = await gateway.askAs(
      someone.themself,
      'query ($after: String) { me { disclosures(first: 2, after: $after) { totalCount } } }',
      { after: first.pageInfo.endCursor },
    );
    expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['BAD_USER_INPUT']);
  });

  it('is for IMDi’s privacy officer too, and no part of it for anybody else', async () => {
    const asked = (caller: typeof imdi, fields: string) =>
      gateway.askAs(caller, `{ person(id: "${someone.id}") { id ${fields} } }`);
    const officer = await asked(privacyOfficer, query);
    expect(officer.data.person.history.totalCount).toBe(3);
    for (const caller of [counsellor, careerCounsellor, imdi, { ...imdi, purpose: 'SETTLEMENT' } as const]) {
      const { data, errors } = await asked(caller, query);
      expect(data.person).toEqual({ id: someone.id, history: null });
      expect(errors.map(({ extensions }) => extensions['coordinate'])).toEqual(['Person.history']);
    }
    expect((await asked(nav, query)).data.person).toBe(null);
    const officerOf = await gateway.askAs(
      someone.themself,
      '{ me { history { edges { node { officer } } } } }',
    );
    expect(officerOf.errors[0]?.extensions['coordinate']).toBe('Change.officer');
  });

  it('is another’s to nobody in the database either, and nobody’s to change', async () => {
    const as = (party: string, purpose: string, statement: string) =>
      database.owner.begin(async (sql) => {
        await sql`select set_config('role', 'kompass_profile', true), set_config('kompass.party', ${party}, true),
          set_config('kompass.purpose', ${purpose}, true), set_config('kompass.organisation', '987879696', true),
          set_config('kompass.clearances', 'PRIVACY_OFFICER', true)`;
        return (await sql.unsafe(statement)).length;
      });
    const read = 'select 1 from profile.change';
    expect(await as('IMDI', 'DATA_SUBJECT_RIGHTS', read)).toBe(3);
    expect(await as('IMDI', 'REGISTRATION', read)).toBe(0);
    await expect(as('IMDI', 'DATA_SUBJECT_RIGHTS', 'update profile.change set version = 9')).rejects.toThrow(
      /permission denied/,
    );
  });

  it('keeps which warnings were acknowledged, and why sections were left out', async () => {
    const content = [{ description: 'Sjakk', counsellorNote: 'Spiller for å glemme angst.' }];
    const held = await save(gateway, counsellor, someone, 'interests', { content, expectedVersion: 2 });
    const acknowledged = held.saved.acknowledgement;
    await save(gateway, counsellor, someone, 'interests', { content, expectedVersion: 2, acknowledged });
    const left = ['LANGUAGES', 'EDUCATION', 'WORK_EXPERIENCE', 'ACTIVITIES'];
    const leftOut = left.map((section) => ({ section, reason: 'NOT_POSSIBLE_NOW' }));
    const done = await gateway.askAs(
      counsellor,
      `mutation ($leftOut: [LeftOutSectionInput!]) { completeRegistration(input: { personId: "${someone.id}",
        key: "the-completion", leftOut: $leftOut }) { problems { message } } }`,
      { leftOut },
    );
    expect(done.data.completeRegistration.problems).toEqual([]);
    const { data } = await gateway.askAs(
      someone.themself,
      '{ me { history(first: 3) { edges { node { kind version acknowledged leftOut { section reason } } } } } }',
    );
    expect(data.me.history.edges.map(({ node }: { node: unknown }) => node)).toEqual([
      { kind: 'COMPLETED', version: null, acknowledged: [], leftOut },
      { kind: 'SECTION_SAVED', version: 3, acknowledged: ['HEALTH_INFORMATION'], leftOut: null },
      { kind: 'SECTION_SAVED', version: 1, acknowledged: [], leftOut: null },
    ]);
  });

  it('is itself a disclosure that the person reads of', async () => {
    await gateway.askAs(privacyOfficer, `{ person(id: "${someone.id}") { ${query} } }`);
    const { data } = await gateway.askAs(
      { ...someone.themself, purpose: 'DATA_SUBJECT_RIGHTS' },
      '{ me { disclosures(first: 1) { edges { node { text fields } } } } }',
    );
    const [{ node }] = data.me.disclosures.edges;
    expect(node.fields).toEqual(
      expect.arrayContaining(['Change.at', 'Interest.counsellorNote', 'Wishes.work']),
    );
    expect(node.text).toContain('endringene i registreringen din');
  });
});
