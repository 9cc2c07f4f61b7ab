import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.js';

interface Node {
  readonly id: string;
  readonly name: string;
  readonly age: number;
  readonly updatedAt: string;
  readonly registration: { readonly status: string };
  readonly workExperience: readonly { readonly occupation: { readonly code: string } }[];
  readonly languages: readonly { readonly language: string; readonly speaking: string | null }[];
  readonly education: readonly { readonly level: string }[];
  readonly settlement: {
    readonly municipality: { readonly number: string } | null;
    readonly receptionCentre: { readonly municipality: { readonly number: string } } | null;
  };
}

const node = `id name age updatedAt registration { status } workExperience { occupation { code } }
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
  ])('can be narrowed by %s', async (_what, filter, matches) => {
    const everybody = await list('');
    const narrowed = await list(`filter: { ${filter} }`);
    const ids = (nodes: Node[]) => nodes.map(({ id }) => id).sort();
    expect(ids(narrowed)).toEqual(ids(everybody.filter(matches)));
    expect(narrowed.length).toBeGreaterThan(0);
    expect(narrowed.length).toBeLessThan(everybody.length);
  });

  it('takes wildcards in a code for what they are', async () => {
    expect(await list('filter: { occupation: "%" }')).toEqual([]);
    expect(await list('filter: { occupation: "7_1" }')).toEqual([]);
  });

  it.each(['UPDATED_DESC', 'UPDATED_ASC', 'NAME_ASC', 'AGE_ASC', 'AGE_DESC'])(
    'in the order %s comes page by page, everybody once',
    async (order) => {
      const whole = (await list(`orderBy: ${order}`)).map(({ id }) => id);
      const paged: string[] = [];
      let after = '';
      for (let more = true; more; ) {
        const { data } = await gateway.ask(
          'imdi',
          'SETTLEMENT',
          `{ persons(first: 90 orderBy: ${order} ${after}) { edges { node { id } } pageInfo { hasNextPage endCursor } } }`,
        );
        paged.push(...data.persons.edges.map((edge: { node: { id: string } }) => edge.node.id));
        more = data.persons.pageInfo.hasNextPage;
        after = `after: "${data.persons.pageInfo.endCursor}"`;
      }
      expect(paged).toEqual(whole);
      expect(new Set(paged).size).toBe(whole.length);
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
