import { randomUUID } from 'node:crypto';
import type { Caller } from '@kompass/schema';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.js';
import {
  careerCounsellor,
  codes,
  counsellor,
  type Newcomer,
  nav,
  newcomer,
  save,
  sectionFields,
} from '../support/registering.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

let now = new Date('2026-11-20T10:00:00Z');
let database: ScratchDatabase;
let gateway: TestGateway;
let someone: Newcomer;
let made = 0;
beforeAll(async () => {
  database = await scratchDatabase({ empty: true });
  gateway = await startTestGateway('in-process', { databaseUrl: database.url, clock: () => now });
});
afterAll(async () => {
  await gateway.close();
  await database.drop();
});
beforeEach(async () => {
  made += 1;
  someone = await newcomer(database, made);
});

const complete = (
  caller: Caller,
  leftOut: readonly { section: string; reason: string }[] = [],
  key: string = randomUUID(),
) =>
  gateway.askAs(
    caller,
    `mutation ($input: CompleteRegistrationInput!) { completeRegistration(input: $input) {
      problems { path code message }
      person { registration { status completedAt helpedBy missingSections { section reason affects } } } } }`,
    { input: { personId: someone.id, key, leftOut } },
  );
const reopen = (caller: Caller, key: string = randomUUID()) =>
  gateway.askAs(
    caller,
    `mutation { reopenRegistration(input: { personId: "${someone.id}", key: "${key}" }) {
      problems { path code } person { registration { status completedAt } } } }`,
  );
const seenByNav = async () =>
  (await gateway.askAs(nav, `{ person(id: "${someone.id}") { id } }`)).data.person;
const saveAllBut = async (...left: string[]) => {
  for (const field of sectionFields.filter((each) => !left.includes(each)))
    expect((await save(gateway, counsellor, someone, field)).saved.version).toBe(1);
};

describe('completing a registration', () => {
  it('is what NAV finds as new since the day before, until it is taken up again', async () => {
    const isNewSince = async (time: string) => {
      const { data } = await gateway.askAs(
        nav,
        `{ persons(filter: { completedSince: "${time}" }) { edges { node { id } } } }`,
      );
      return data.persons.edges.some(({ node }: { node: { id: string } }) => node.id === someone.id);
    };
    await saveAllBut();
    await complete(counsellor);
    expect(await isNewSince(now.toISOString())).toBe(true);
    expect(await isNewSince('2026-11-19T00:00:00Z')).toBe(true);
    expect(await isNewSince(new Date(now.getTime() + 1).toISOString())).toBe(false);
    await reopen(counsellor);
    expect(await isNewSince('2026-11-19T00:00:00Z')).toBe(false);
  });

  it('needs every section, or a reason for each that is left out', async () => {
    await saveAllBut('workExperience', 'interests');
    const { data } = await complete(counsellor, [
      { section: 'LANGUAGES', reason: 'DOES_NOT_WISH' },
      { section: 'INTERESTS', reason: 'DOES_NOT_WISH' },
      { section: 'INTERESTS', reason: 'NOT_POSSIBLE_NOW' },
    ]);
    expect(codes(data.completeRegistration.problems)).toEqual([
      'input.leftOut.0 NOT_NOW',
      'input.leftOut.2 DUPLICATE',
      'input.leftOut REQUIRED',
    ]);
    expect(data.completeRegistration.problems[2].message).toContain('Arbeidserfaring');
    expect(data.completeRegistration.person.registration.status).toBe('IN_PROGRESS');
    expect(await seenByNav()).toBe(null);
  });

  it('shows NAV the person from then on, and keeps visible what is missing, why, and what it affects', async () => {
    await saveAllBut('workExperience');
    expect(await seenByNav()).toBe(null);
    now = new Date('2026-11-21T12:00:00Z');
    const { data, errors } = await complete(careerCounsellor, [
      { section: 'WORK_EXPERIENCE', reason: 'NOT_POSSIBLE_NOW' },
    ]);
    expect(errors).toEqual([]);
    expect(data.completeRegistration).toEqual({
      problems: [],
      person: {
        registration: {
          status: 'COMPLETED',
          completedAt: now.toISOString(),
          helpedBy: 'Karrieresenteret i Vestland',
          missingSections: [
            {
              section: 'WORK_EXPERIENCE',
              reason: 'NOT_POSSIBLE_NOW',
              affects: ['GUIDANCE', 'INTRODUCTION_PROGRAMME', 'SETTLEMENT_MUNICIPALITY'],
            },
          ],
        },
      },
    });
    expect(await seenByNav()).toEqual({ id: someone.id });
    // A reason is of no use once the section is there.
    await save(gateway, someone.themself, someone, 'workExperience');
    const after = await gateway.askAs(
      nav,
      `{ person(id: "${someone.id}") { workExperience { employer }
      registration { status missingSections { section } } } }`,
    );
    expect(after.data.person).toEqual({
      workExperience: [{ employer: 'Banken' }],
      registration: { status: 'COMPLETED', missingSections: [] },
    });
  });

  it('is done once by each key, and not twice by two', async () => {
    await saveAllBut();
    const key = randomUUID();
    const first = await complete(someone.themself, [], key);
    expect(await complete(someone.themself, [], key)).toEqual(first);
    const again = await complete(someone.themself);
    expect(codes(again.data.completeRegistration.problems)).toEqual(['input NOT_NOW']);
    const other = await complete(someone.themself, [{ section: 'WISHES', reason: 'DOES_NOT_WISH' }], key);
    expect(other.errors.map(({ extensions }) => extensions['code'])).toEqual(['BAD_USER_INPUT']);
    const relations = await database.owner`select 1 from access.relation
      where person_id = ${someone.id} and kind = 'COMPLETED'`;
    expect(relations).toHaveLength(1);
  });

  it('is no end: sections are corrected afterwards, each with a version', async () => {
    await saveAllBut();
    await complete(counsellor);
    const { saved } = await save(gateway, someone.themself, someone, 'interests', {
      expectedVersion: 1,
      content: [{ description: 'Dans' }],
    });
    expect(saved).toMatchObject({ version: 2, person: { registration: { status: 'COMPLETED' } } });
    expect(await seenByNav()).toEqual({ id: someone.id });
  });

  it('can be taken back, which hides the person from NAV until it is completed again', async () => {
    await saveAllBut();
    await complete(counsellor);
    const key = randomUUID();
    const { data } = await reopen(counsellor, key);
    expect(data.reopenRegistration).toEqual({
      problems: [],
      person: { registration: { status: 'IN_PROGRESS', completedAt: null } },
    });
    expect((await reopen(counsellor, key)).data).toEqual(data);
    expect(codes((await reopen(counsellor)).data.reopenRegistration.problems)).toEqual(['input NOT_NOW']);
    expect(await seenByNav()).toBe(null);
    expect((await complete(someone.themself)).data.completeRegistration.problems).toEqual([]);
    expect(await seenByNav()).toEqual({ id: someone.id });
  });

  it('waits for the letter, and is for nobody who does not see the person', async () => {
    await database.owner`delete from consent.acknowledgement where person_id = ${someone.id}`;
    const { data } = await complete(counsellor, [
      ...['LANGUAGES', 'EDUCATION', 'WORK_EXPERIENCE', 'ACTIVITIES', 'INTERESTS', 'WISHES'].map(
        (section) => ({
          section,
          reason: 'DOES_NOT_WISH',
        }),
      ),
    ]);
    expect(codes(data.completeRegistration.problems)).toEqual(['input NOT_NOW']);
    const elsewhere = { ...counsellor, organisation: '958935420' };
    for (const { errors } of [await complete(elsewhere), await reopen(elsewhere)])
      expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['NOT_FOUND']);
  });
});
