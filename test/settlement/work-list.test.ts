import type { Caller } from '@kompass/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowCallers } from '../support/callers.js';
import { startTestGateway, type TestGateway } from '../support/gateway.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

const imdi = { ...rowCallers['IMDi, settlement'], officer: 'officer-of-the-test' } as Caller;
const bergen = { ...rowCallers['Bergen as settler'], officer: 'officer-of-the-test' } as Caller;
const stavanger = rowCallers['Stavanger as settler'] as Caller;
const open = ['AT_RECEPTION_CENTRE', 'ASSIGNED', 'ACCEPTED'] as const;

describe('the work list of settlement', () => {
  let database: ScratchDatabase;
  let gateway: TestGateway;
  beforeAll(async () => {
    database = await scratchDatabase();
    gateway = await startTestGateway('in-process', { databaseUrl: database.url });
  });
  afterAll(async () => {
    await gateway.close();
    await database.drop();
  });

  const page = async (caller: Caller, status: string, args = 'first: 500') => {
    const { data, errors } = await gateway.askAs(
      caller,
      `{ settlementWorkList(filter: { status: ${status} } ${args}) { totalCount
        pageInfo { hasNextPage endCursor } edges { node { id settlement { status municipality { number } } } } } }`,
    );
    expect(errors).toEqual([]);
    const { edges, ...rest } = data.settlementWorkList;
    return { ...rest, nodes: edges.map(({ node }: { node: unknown }) => node) };
  };
  const ids = async (caller: Caller, status: string): Promise<string[]> =>
    (await page(caller, status)).nodes.map(({ id }: { id: string }) => id);
  /** Whom nothing hides, whoever asks. */
  const standing = async (status: string, municipality?: string): Promise<string[]> =>
    (
      await database.owner`select id from settlement.person as subject
        where status = ${status} and ${municipality ?? null}::text is not distinct from
            case when ${municipality ?? null}::text is not null then municipality_number end
          and not exists (select from access.restriction as hidden where hidden.person_id = subject.id
            and hidden.lifted_at is null and (hidden.purpose is null or hidden.purpose in
              ('SETTLEMENT', 'INTRODUCTION_PROGRAMME')))
        order by case when status = 'AT_RECEPTION_CENTRE' then waiting_since::timestamptz else assigned_at end, id`
    ).map(({ id }) => id as string);

  it.each(open)('shows IMDi everybody who is %s, and whoever waits longest on top', async (status) => {
    const expected = await standing(status);
    expect(expected.length).toBeGreaterThan(3);
    const { nodes, totalCount } = await page(imdi, status);
    expect(nodes.map(({ id }: { id: string }) => id)).toEqual(expected);
    expect(totalCount).toBe(expected.length);
    for (const { settlement } of nodes) expect(settlement.status).toBe(status);
  });

  it.each(open)('of those who are %s comes page by page, each once', async (status) => {
    const paged: string[] = [];
    for (let after = '', more = true; more; ) {
      const { nodes, pageInfo } = await page(imdi, status, `first: 3 ${after}`);
      paged.push(...nodes.map(({ id }: { id: string }) => id));
      more = pageInfo.hasNextPage;
      after = `after: "${pageInfo.endCursor}"`;
    }
    expect(paged).toEqual(await ids(imdi, status));
  });

  it('shows a municipality those who are assigned to it, and nobody else’s', async () => {
    for (const status of ['ASSIGNED', 'ACCEPTED'] as const) {
      const expected = await standing(status, '4601');
      expect(expected.length).toBeGreaterThan(0);
      expect(await ids(bergen, status)).toEqual(expected);
      expect((await page(bergen, status, 'first: 1')).totalCount).toBe(expected.length);
      for (const id of await ids(stavanger, status)) expect(expected).not.toContain(id);
    }
    expect(await ids(bergen, 'AT_RECEPTION_CENTRE')).toEqual([]);
  });

  it('shows a municipality that others were merged into those of each of its places', async () => {
    await database.owner`insert into access.jurisdiction (organisation, party, place, valid_from)
      select '964338531', 'MUNICIPALITY', '1103', '2026-01-01'`;
    const both = await ids(bergen, 'ASSIGNED');
    await database.owner`delete from access.jurisdiction where organisation = '964338531' and place = '1103'`;
    const [one, other] = [await ids(bergen, 'ASSIGNED'), await ids(stavanger, 'ASSIGNED')];
    expect([one.length, other.length]).not.toContain(0);
    expect(both.length).toBe(one.length + other.length);
    const order = await standing('ASSIGNED');
    expect(both).toEqual([...one, ...other].sort((a, b) => order.indexOf(a) - order.indexOf(b)));
  });

  it('follows the acts at once', async () => {
    const [id] = await ids(bergen, 'ASSIGNED');
    const { errors } = await gateway.askAs(
      bergen,
      'mutation ($input: AssignmentAnswerInput!) { answerAssignment(input: $input) { problems { code } } }',
      {
        input: {
          personId: id,
          accepted: true,
          version: (await database.owner`select version from settlement.person where id = ${id ?? ''}`)[0]?.[
            'version'
          ],
        },
      },
    );
    expect(errors).toEqual([]);
    expect(await ids(bergen, 'ASSIGNED')).not.toContain(id);
    expect(await ids(bergen, 'ACCEPTED')).toContain(id);
    expect(await ids(imdi, 'ACCEPTED')).toContain(id);
  });

  it('shows and counts nobody who is hidden', async () => {
    const [id] = await ids(imdi, 'AT_RECEPTION_CENTRE');
    const { totalCount } = await page(imdi, 'AT_RECEPTION_CENTRE', 'first: 1');
    await database.owner`insert into access.restriction (person_id, kind) values (${id ?? ''}, 'RESTRICTION')`;
    expect(await ids(imdi, 'AT_RECEPTION_CENTRE')).not.toContain(id);
    expect((await page(imdi, 'AT_RECEPTION_CENTRE', 'first: 1')).totalCount).toBe(totalCount - 1);
  });

  it.each([
    'NAV',
    'Bergen as host',
    'Bergen’s counsellor',
    'Vestland’s career centre',
    'IMDi, registration',
    'research',
  ])('is not for %s', async (who) => {
    const { data, errors } = await gateway.askAs(
      rowCallers[who] as Caller,
      '{ settlementWorkList(filter: { status: ASSIGNED }) { totalCount } }',
    );
    expect(data).toEqual({ settlementWorkList: null });
    expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['FORBIDDEN']);
  });

  it('does not go on from a cursor of another status or caller', async () => {
    const { pageInfo } = await page(imdi, 'ASSIGNED', 'first: 1');
    for (const [caller, status] of [
      [imdi, 'ACCEPTED'],
      [bergen, 'ASSIGNED'],
    ] as const) {
      const { errors } = await gateway.askAs(
        caller,
        `{ settlementWorkList(filter: { status: ${status} } after: "${pageInfo.endCursor}") { totalCount } }`,
      );
      expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['BAD_USER_INPUT']);
    }
  });
});
