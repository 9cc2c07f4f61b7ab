import type { Caller } from '@kompass/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowCallers } from '../support/callers.js';
import { startTestGateway, type TestGateway } from '../support/gateway.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

interface Node {
  readonly id: string;
  readonly dufNumber: string;
  readonly name: string;
  readonly age: number;
  readonly updatedAt: string;
  readonly registration: { readonly status: string; readonly completedAt: string | null };
  readonly workExperience: readonly { readonly occupation: { readonly code: string } }[];
  readonly languages: readonly { readonly language: string; readonly speaking: string | null }[];
  readonly education: readonly { readonly level: string }[];
  readonly settlement: {
    readonly municipality: { readonly number: string } | null;
    readonly receptionCentre: { readonly municipality: { readonly number: string } } | null;
  };
}

const node = `id dufNumber name age updatedAt registration { status completedAt } workExperience { occupation { code } }
  languages { language speaking } education { level }
  settlement { municipality { number } receptionCentre { municipality { number } } }`;

describe('a list of persons', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway();
  });
  afterAll(() => gateway.close());

  const list = async (
    args: string,
    caller = 'imdi',
    purpose: 'SETTLEMENT' | 'FULL_TIME_PROGRAMME' = 'SETTLEMENT',
  ) => {
    const { data, errors } = await gateway.ask(
      caller,
      purpose,
      `{ persons(first: 500 ${args}) { totalCount edges { node { ${node} } } } }`,
    );
    expect(errors).toEqual([]);
    const nodes: Node[] = data.persons.edges.map((edge: { node: Node }) => edge.node);
    expect(data.persons.totalCount).toBe(nodes.length);
    return nodes;
  };
  const levels = ['A1', 'A2', 'B1', 'B2', 'C1', 'C2'];

  it.each<[string, string, (person: Node) => boolean]>([
    [
      'occupation',
      'occupation: "7112"',
      ({ workExperience }) => workExperience.some(({ occupation }) => occupation.code === '7112'),
    ],
    [
      'major group of occupation',
      'occupation: "7"',
      ({ workExperience }) => workExperience.some(({ occupation }) => occupation.code.startsWith('7')),
    ],
    [
      'language',
      'language: { language: "eng" }',
      ({ languages }) => languages.some(({ language }) => language === 'eng'),
    ],
    [
      'language and level',
      'language: { language: "eng", atLeast: B2 }',
      ({ languages }) =>
        languages.some(({ language, speaking }) => language === 'eng' && levels.indexOf(speaking ?? '') >= 3),
    ],
    [
      'education level',
      'educationLevel: BACHELOR',
      ({ education }) => education.some(({ level }) => ['BACHELOR', 'MASTER', 'DOCTORATE'].includes(level)),
    ],
    [
      'registration status',
      'registrationStatus: IN_PROGRESS',
      ({ registration }) => registration.status === 'IN_PROGRESS',
    ],
    [
      'municipality',
      'municipality: "4601"',
      ({ settlement }) =>
        settlement.municipality?.number === '4601' ||
        settlement.receptionCentre?.municipality.number === '4601',
    ],
    ['time of update', 'updatedSince: "2026-08-01T00:00:00Z"', ({ updatedAt }) => updatedAt >= '2026-08-01'],
    [
      'time of completion',
      'completedSince: "2026-06-01T00:00:00Z"',
      ({ registration: { completedAt } }) => completedAt !== null && completedAt >= '2026-06-01',
    ],
    [
      'time of completion, and an occupation',
      'completedSince: "2026-03-01T00:00:00Z", occupation: "7"',
      ({ registration: { completedAt }, workExperience }) =>
        completedAt !== null &&
        completedAt >= '2026-03-01' &&
        workExperience.some(({ occupation }) => occupation.code.startsWith('7')),
    ],
  ])('can be narrowed by %s', async (_what, filter, matches) => {
    const everybody = await list('');
    const narrowed = await list(`filter: { ${filter} }`);
    const ids = (nodes: Node[]) => nodes.map(({ id }) => id).sort();
    expect(ids(narrowed)).toEqual(ids(everybody.filter(matches)));
    expect(narrowed.length).toBeGreaterThan(0);
    expect(narrowed.length).toBeLessThan(everybody.length);
  });

  it.each([
    ['occupation', 'occupation: "Nurse"'],
    ['occupation', 'occupation: ""'],
    ['occupation', 'occupation: "%"'],
    ['occupation', 'occupation: "7_1"'],
    ['occupation', 'occupation: "72311"'],
    ['municipality', 'municipality: "9999"'],
    ['municipality', 'municipality: ""'],
    ['language.language', 'language: { language: "xyx" }'],
  ])(
    'says that a code of %s is none, instead of finding nobody or everybody: %s',
    async (argument, filter) => {
      const { data, errors } = await gateway.ask(
        'imdi',
        'SETTLEMENT',
        `{ persons(filter: { ${filter} }) { totalCount edges { node { id } } } }`,
      );
      expect(data).toEqual({ persons: null });
      expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['BAD_USER_INPUT']);
      expect(errors[0]?.message).toMatch(new RegExp(`^"filter\\.${argument}" must be .+ such as "`));
    },
  );

  const orders = ['UPDATED_DESC', 'UPDATED_ASC', 'NAME_ASC', 'AGE_ASC', 'AGE_DESC'];
  /** The identifiers of all pages together. */
  const allPages = async (size: number, args: string): Promise<string[]> => {
    const paged: string[] = [];
    let after = '';
    for (let more = true; more; ) {
      const { data } = await gateway.ask(
        'imdi',
        'SETTLEMENT',
        `{ persons(first: ${size} ${args} ${after}) {
          edges { node { id } } pageInfo { hasNextPage endCursor }
        } }`,
      );
      paged.push(...data.persons.edges.map((edge: { node: { id: string } }) => edge.node.id));
      more = data.persons.pageInfo.hasNextPage;
      after = `after: "${data.persons.pageInfo.endCursor}"`;
    }
    return paged;
  };

  it.each(orders)('in the order %s comes page by page, everybody once', async (order) => {
    const whole = (await list(`orderBy: ${order}`)).map(({ id }) => id);
    expect(await allPages(90, `orderBy: ${order}`)).toEqual(whole);
    expect(new Set(whole).size).toBe(whole.length);
  });

  it.each(orders)(
    'that is searched by several words comes page by page in the order %s, as the whole does',
    async (order) => {
      const spoken = levels.slice(levels.indexOf('B1'));
      const matching = (await list(`orderBy: ${order}`)).filter(
        ({ workExperience, languages }) =>
          workExperience.some(({ occupation }) => occupation.code.startsWith('7')) &&
          languages.some(({ language, speaking }) => language === 'ukr' && spoken.includes(speaking ?? '')),
      );
      expect(matching.length).toBeGreaterThan(10);
      expect(
        await allPages(
          4,
          `orderBy: ${order} filter: { occupation: "7", language: { language: "ukr", atLeast: B1 } }`,
        ),
      ).toEqual(matching.map(({ id }) => id));
    },
  );

  it('is in the order that it says', async () => {
    const ages = (await list('orderBy: AGE_DESC')).map(({ age }) => age);
    expect(ages).toEqual([...ages].sort((one, other) => other - one));
    const names = (await list('orderBy: NAME_ASC')).map(({ name }) => name);
    expect(names).toEqual([...names].sort(new Intl.Collator('nb').compare));
  });

  it('does not go on from a cursor that was changed, or is another caller’s, filter’s or order’s', async () => {
    const ask = (caller: string, purpose: 'SETTLEMENT' | 'REGISTRATION', args: string) =>
      gateway.ask(caller, purpose, `{ persons(first: 2 ${args}) { pageInfo { endCursor } } }`);
    const { data } = await ask('imdi', 'SETTLEMENT', '');
    const cursor: string = data.persons.pageInfo.endCursor;
    expect((await ask('imdi', 'SETTLEMENT', `after: "${cursor}"`)).errors).toEqual([]);
    const changed = (cursor[20] === 'A' ? 'B' : 'A') + cursor.slice(21);
    const wrong: Parameters<typeof ask>[] = [
      ['imdi', 'SETTLEMENT', `after: "${cursor.slice(0, 20)}${changed}"`],
      ['imdi', 'SETTLEMENT', `after: "${cursor.slice(0, -4)}"`],
      ['imdi', 'SETTLEMENT', 'after: "MTIz"'],
      ['imdi', 'REGISTRATION', `after: "${cursor}"`],
      ['career-centre', 'REGISTRATION', `after: "${cursor}"`],
      ['imdi', 'SETTLEMENT', `after: "${cursor}", orderBy: NAME_ASC`],
      ['imdi', 'SETTLEMENT', `after: "${cursor}", filter: { registrationStatus: COMPLETED }`],
    ];
    for (const attempt of wrong) {
      const answer = await ask(...attempt);
      expect(
        answer.errors.map(({ extensions }) => extensions['code']),
        attempt[2],
      ).toEqual(['BAD_USER_INPUT']);
    }
  });

  it('does not go on from a cursor of another organisation or another person', async () => {
    const [one, other] = (await list('orderBy: NAME_ASC')).map(({ dufNumber }) => dufNumber);
    const person = (dufNumber: string | undefined): Caller => ({
      party: 'PERSON',
      purpose: 'DATA_SUBJECT_RIGHTS',
      clearances: [],
      dufNumber: dufNumber ?? '',
    });
    const ask = (caller: Caller, args: string) =>
      gateway.askAs(caller, `{ persons(first: 1 ${args}) { pageInfo { endCursor } } }`);
    for (const [owner, stranger] of [
      [rowCallers['Bergen as settler'] as Caller, rowCallers['Oslo as settler'] as Caller],
      [person(one), person(other)],
    ] as const) {
      const cursor = (await ask(owner, '')).data.persons.pageInfo.endCursor;
      expect(cursor).toEqual(expect.any(String));
      expect((await ask(owner, `after: "${cursor}"`)).errors).toEqual([]);
      expect((await ask(stranger, `after: "${cursor}"`)).errors).toMatchObject([
        { extensions: { code: 'BAD_USER_INPUT' }, message: expect.stringContaining('not from this list') },
      ]);
    }
  });

  it('cannot be filtered or sorted by what the caller may not read', async () => {
    for (const [args, variables] of [
      ['orderBy: AGE_ASC', {}],
      ['orderBy: $order', { order: 'AGE_DESC' }],
    ] as const) {
      const answer = await gateway.ask(
        'nav',
        undefined,
        `query ($order: PersonOrder) { persons(first: 3 ${args}) { totalCount } again: persons(orderBy: $order) { totalCount } }`,
        variables,
      );
      expect(answer.data.persons).toBeNull();
      expect(answer.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', coordinate: 'Person.age' } }]);
    }
  });
});

describe('a list of persons who change, or are many', () => {
  let database: ScratchDatabase;
  let gateway: TestGateway;
  beforeAll(async () => {
    database = await scratchDatabase({ persons: 1_300 });
    gateway = await startTestGateway('in-process', { databaseUrl: database.url });
  });
  afterAll(async () => {
    await gateway.close();
    await database.drop();
  });
  const ask = async (selection: string) => (await gateway.ask('imdi', 'SETTLEMENT', `{ ${selection} }`)).data;

  it('is searched in the order of what they are called, and were last changed, now', async () => {
    const search = (order: string) =>
      ask(`persons(first: 1 orderBy: ${order} filter: { occupation: "7" }) { edges { node { id } } }`);
    const { persons } = await ask('persons(filter: { occupation: "7" }) { edges { node { id } } }');
    const { id } = persons.edges[20].node;
    await database.owner`update profile.person set name = 'A', birth_date = '2015-01-01', updated_at = now() where id = ${id}`;
    for (const order of ['UPDATED_DESC', 'NAME_ASC', 'AGE_ASC'])
      expect((await search(order)).persons.edges, order).toEqual([{ node: { id } }]);
  });

  it('is counted up to 1,000, which stands for that many or more', async () => {
    const [held] = await database.owner`select count(*)::int as persons from profile.person`;
    expect(held?.['persons']).toBe(1_300);
    const counted = await ask(`everybody: persons { totalCount }
      underWay: persons(filter: { registrationStatus: IN_PROGRESS }) { totalCount }`);
    expect(counted.everybody.totalCount).toBe(1_000);
    expect(counted.underWay.totalCount).toBeGreaterThan(100);
    expect(counted.underWay.totalCount).toBeLessThan(1_000);
  });
});
