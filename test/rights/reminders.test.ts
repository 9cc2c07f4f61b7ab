import { consent } from '@kompass/consent';
import { createLog, type OpenRoom, openRoom } from '@kompass/runtime';
import type { Caller } from '@kompass/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowCallers } from '../support/callers.js';
import { startTestGateway, type TestGateway } from '../support/gateway.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

const officer = rowCallers['IMDi, privacy officer, cleared'] as Caller;

describe('the privacy officer is reminded', () => {
  let database: ScratchDatabase;
  let gateway: TestGateway;
  let room: OpenRoom;
  let now = new Date('2027-03-01T09:00:00Z');
  let people: { id: string; duf: string }[];
  beforeAll(async () => {
    database = await scratchDatabase();
    await database.owner`truncate consent.rights_request, consent.reminder`;
    const clock = () => now;
    gateway = await startTestGateway('in-process', { databaseUrl: database.url, clock });
    room = openRoom(consent, database.url, createLog('test', 'silent', true), { clock });
    people = await database.owner<{ id: string; duf: string }[]>`
      select id, duf_number as duf from profile.person order by id limit 5`;
  });
  afterAll(async () => {
    await room.close();
    await gateway.close();
    await database.drop();
  });

  const morning = async (day: string) => {
    now = new Date(`${day}T05:00:00Z`);
    await room.duties.find(({ name }) => name === 'reminders')?.run();
  };
  const demand = async (who: number, day: string) => {
    now = new Date(`${day}T09:00:00Z`);
    const person = people[who];
    await gateway.askAs(
      { party: 'PERSON', purpose: 'DATA_SUBJECT_RIGHTS', clearances: [], dufNumber: person?.duf ?? '' },
      `mutation { requestAccess(personId: "${person?.id}") { problems { code } } }`,
    );
  };
  const workList = async (args = '') => {
    const { data, errors } = await gateway.askAs(
      officer,
      `{ rightsWorkList${args} { totalCount edges { node { id processing {
        rightsRequests(undecided: true) { id status dueAt reminders { kind at } } } } } } }`,
    );
    expect(errors).toEqual([]);
    return data.rightsWorkList.edges.map(
      ({ node }: { node: { id: string; processing: { rightsRequests: unknown[] } } }) => ({
        person: node.id,
        ...(node.processing.rightsRequests[0] as { id: string; reminders: { kind: string; at: string }[] }),
      }),
    );
  };

  it('a week before a demand is due and when it is overdue, once each, the most urgent on top', async () => {
    await demand(0, '2027-03-10');
    await demand(1, '2027-03-01');
    await morning('2027-03-24');
    expect(
      (await workList()).map(({ person, reminders }: { person: string; reminders: unknown[] }) => [
        person,
        reminders,
      ]),
    ).toEqual([
      [people[1]?.id, []],
      [people[0]?.id, []],
    ]);
    await morning('2027-03-25');
    await morning('2027-03-26');
    await morning('2027-04-02');
    const [first, second] = await workList();
    expect(first.reminders).toEqual([
      { kind: 'OVERDUE', at: '2027-04-02T05:00:00.000Z' },
      { kind: 'DUE_SOON', at: '2027-03-25T05:00:00.000Z' },
    ]);
    expect(second.reminders).toEqual([]);
    expect((await workList('(dueBy: "2027-04-05")')).map(({ person }: { person: string }) => person)).toEqual(
      [people[1]?.id],
    );
  });

  it('anew when the time limit was extended, and no more when it is decided', async () => {
    const [, { id: request }] = await workList();
    const act = (name: string, args: string) =>
      gateway.askAs(
        officer,
        `mutation { ${name}(personId: "${people[0]?.id}", requestId: "${request}", ${args}) { problems { message } } }`,
      );
    await morning('2027-04-05'); // due on the 12th, for the 10th is a Saturday
    const extended = await act('extendTimeLimit', 'months: 1, reason: "Sammensatt."');
    expect(extended.data.extendTimeLimit.problems).toEqual([]);
    await morning('2027-05-03');
    const mine = (await workList()).find(({ person }: { person: string }) => person === people[0]?.id);
    expect(mine).toMatchObject({
      status: 'EXTENDED',
      dueAt: '2027-05-10',
      reminders: [
        { kind: 'DUE_SOON', at: '2027-05-03T05:00:00.000Z' },
        { kind: 'DUE_SOON', at: '2027-04-05T05:00:00.000Z' },
      ],
    });
    await act('decideRequest', 'decision: GRANT, reason: "Gitt."');
    await morning('2027-06-01');
    expect((await workList()).map(({ person }: { person: string }) => person)).toEqual([people[1]?.id]);
    const [count] = await database.owner`select count(*)::int as count from consent.reminder`;
    expect(count?.['count']).toBe(4);
  });

  it('page by page', async () => {
    await demand(2, '2027-06-01');
    const page = await gateway.askAs(
      officer,
      '{ rightsWorkList(first: 1) { totalCount pageInfo { hasNextPage endCursor } edges { node { id } } } }',
    );
    const { totalCount, pageInfo, edges } = page.data.rightsWorkList;
    expect([totalCount, pageInfo.hasNextPage, edges[0].node.id]).toEqual([2, true, people[1]?.id]);
    const next = await gateway.askAs(
      officer,
      `{ rightsWorkList(first: 1, after: "${pageInfo.endCursor}") { edges { node { id } } } }`,
    );
    expect(next.data.rightsWorkList.edges[0].node.id).toBe(people[2]?.id);
    expect(
      (await gateway.ask('imdi', 'REGISTRATION', '{ rightsWorkList { totalCount } }')).errors[0]?.extensions,
    ).toMatchObject({
      code: 'FORBIDDEN',
    });
  });

  it('of everybody else’s demands also while somebody is being erased', async () => {
    now = new Date('2027-06-02T09:00:00Z');
    const leaving = people[4];
    await gateway.askAs(
      { party: 'PERSON', purpose: 'DATA_SUBJECT_RIGHTS', clearances: [], dufNumber: leaving?.duf ?? '' },
      `mutation {
        one: requestErasure(personId: "${leaving?.id}") { problems { code } }
        other: requestErasure(personId: "${leaving?.id}") { problems { code } }
      }`,
    );
    const [demanded] = await database.owner`
      select id from consent.rights_request where person_id = ${leaving?.id ?? ''} and "right" = 'ERASURE' limit 1`;
    const { data } = await gateway.askAs(
      officer,
      `mutation { decideRequest(personId: "${leaving?.id}", requestId: "${demanded?.['id']}", decision: GRANT, reason: "Ja.") {
        problems { message } } }`,
    );
    expect(data.decideRequest.problems).toEqual([]);
    await demand(3, '2027-06-03');
    await morning('2027-06-28'); // the one who leaves has another demand that is due on 2 July
    const reminded = await database.owner`
      select person_id as id from consent.reminder where person_id in ${database.owner([leaving?.id ?? '', people[3]?.id ?? ''])}`;
    expect(reminded.map(({ id }) => id)).toEqual([people[3]?.id]);
  });
});
