import { policyInForce, putInForce } from '@kompass/schema';
import { followPolicy } from '@kompass/schema/live-policy';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type DeskCopy, deskCopy } from '../support/desk-copy.js';
import { startTestGateway, type TestGateway } from '../support/gateway.js';

// Every question is a process of its own, and the machine may be busy.
describe('a lawyer gives NAV the interests', { timeout: 120_000 }, () => {
  const before = policyInForce();
  const told: string[] = [];
  let copy: DeskCopy;
  let gateway: TestGateway;
  let unfollow: () => void;
  beforeAll(async () => {
    copy = deskCopy();
    gateway = await startTestGateway('over HTTP');
    unfollow = followPolicy((text) => told.push(text), copy.schema);
  });
  afterAll(async () => {
    unfollow();
    putInForce(before);
    await gateway.close();
    copy.remove();
  });

  const asNav = () =>
    gateway.ask('nav', undefined, '{ persons(first: 50) { edges { node { interests { description } } } } }');

  it('finds in the file who sees them, and adds NAV', async () => {
    expect((await copy.ask('check')).code).toBe(0);
    expect((await copy.ask('explain', 'nav', 'Person.interests')).text).toContain(
      'NAV for EMPLOYMENT_GUIDANCE does not see Person.interests: interests.',
    );
    copy.edit('profile.rules.ts', 'interests: everyoneButNav', 'interests: everyoneInTheCase');
    copy.edit(
      'profile.rules.ts',
      'Interest: {\n    description: everyoneButNav',
      'Interest: {\n    description: everyoneInTheCase',
    );
  });

  it('is refused: people were not told', async () => {
    const { code, text } = await copy.ask('check');
    expect(code).toBe(1);
    expect(text).toMatch(
      /^schema\/profile\.rules\.ts:\d+\n {2}Person\.interests is granted to NAV for EMPLOYMENT_GUIDANCE, but the letter promises them no interests \(interests\)\.\n {2}→ Take the grant away or, if people have been told, add 'interests' under NAV EMPLOYMENT_GUIDANCE in schema\/promises\.ts/,
    );
  });

  it('is refused by the running gateway too, which goes on with the last good policy', async () => {
    await vi.waitFor(() => expect(told.at(-1)).toContain(`Policy ${before.version} stays in force.`), 10_000);
    expect(told.at(-1)).toContain('Person.interests is granted to NAV for EMPLOYMENT_GUIDANCE');
    expect((await asNav()).errors.map(({ extensions }) => extensions)).toEqual([
      expect.objectContaining({ coordinate: 'Person.interests', policyVersion: before.version }),
    ]);
  });

  it('amends the promise, and is no longer refused', async () => {
    copy.edit(
      'promises.ts',
      "          'activities',\n          'wishes',\n          'settlement'",
      "          'activities',\n          'interests',\n          'wishes',\n          'settlement'",
    );
    expect(await copy.ask('check')).toEqual({ code: 0, text: expect.stringMatching(/^Sound/) });
  });

  it('sees that one gain, and nothing else', async () => {
    const { code, text } = await copy.ask('diff', 'main', '--fail-on', 'gain');
    expect(code).toBe(1);
    expect(text.replace(/^Policy .*\n/, '')).toBe(`
### Gains

- **NAV under EMPLOYMENT_GUIDANCE** gains \`Person.interests\`, \`Interest.description\` (interests)

### What people are told

- NAV under EMPLOYMENT_GUIDANCE: promised interests, by «Arbeids- og velferdsetaten (NAV) kan bruke opplysningene om deg til å gi deg veiledning om muligheten til å få arbeid i Norge.»
`);
  });

  it('is told by the policy tests that this was meant otherwise, and pins what is meant now', async () => {
    const { code, text } = await copy.ask('test');
    expect(code).toBe(1);
    expect(text).toMatch(
      /Person\.interests is seen by NAV for EMPLOYMENT_GUIDANCE, against schema\/policy\.test\.txt:\d+/,
    );
    copy.edit(
      'policy.test.txt',
      '  does not see Person.interests, Interest.*\n',
      '  sees Person.interests, Interest.description\n',
    );
    expect(await copy.ask('test')).toEqual({ code: 0, text: expect.stringMatching(/^\d+ tests hold/) });
  });

  it('reads in the letter what people are told from then on', async () => {
    const { text } = await copy.ask('letter', '--lang', 'en');
    const nav = text.split('## The Labour and Welfare Administration (NAV)')[1]?.split('They do not see')[0];
    expect(nav).toContain('- interests\n');
  });

  it('is answered by the running gateway, without a restart', async () => {
    await vi.waitFor(() => expect(told.at(-1)).toContain('**NAV under EMPLOYMENT_GUIDANCE** gains'), 10_000);
    const { data, errors } = await asNav();
    expect(errors).toEqual([]);
    expect(JSON.stringify(data)).toMatch(/"description":"\S/);
    const health = await fetch(`${gateway.url}/health`);
    expect(await health.json()).toMatchObject({ policyVersion: policyInForce().version });
    expect(policyInForce().version).not.toBe(before.version);
  });
});

describe('a mistake saved beside a running gateway', () => {
  const before = policyInForce();
  const told: string[] = [];
  let copy: DeskCopy;
  let unfollow: () => void;
  beforeAll(() => {
    copy = deskCopy();
    unfollow = followPolicy((text) => told.push(text), copy.schema);
  });
  afterAll(() => {
    unfollow();
    putInForce(before);
    copy.remove();
  });

  const mistakes: readonly (readonly [
    mistake: string,
    file: string,
    from: string,
    to: string,
    says: RegExp,
  ])[] = [
    [
      'a word that fails',
      'agencies.ts',
      "(caller) => caller.party === 'NAV'",
      "(caller) => caller.partyy.startsWith('NAV')",
      /^schema\/agencies\.ts:\d+\n {2}The word nav fails for PERSON/,
    ],
    [
      'a misspelt purpose',
      'agencies.ts',
      "return ['EMPLOYMENT_GUIDANCE']",
      "return ['EMPLOIMENT_GUIDANCE']",
      /purposesOf names 'EMPLOIMENT_GUIDANCE', which is no party, purpose or clearance/,
    ],
    ['a misspelt property', 'promises.ts', "covers: ['admitting']", "cover: ['admitting']", /has a "cover"/],
    [
      'a category that holds nothing',
      'categories.ts',
      "holds: ['*.internalNote']",
      "hold: ['*.internalNote']",
      /guidanceNotes does not say what it holds/,
    ],
    [
      'a sentence people were not given',
      'letter.ts',
      ' om din kompetanse.',
      ' om kompetanse.',
      /information is not in the letter/,
    ],
  ];
  it.each(mistakes)('is told, and the last good policy stays: %s', async (_mistake, file, from, to, says) => {
    told.length = 0;
    copy.edit(file, from, to);
    await vi.waitFor(() => expect(told.at(-1)).toContain(`Policy ${before.version} stays in force.`), 10_000);
    expect(told.at(-1)).toMatch(says);
    expect(policyInForce()).toBe(before);
    copy.edit(file, to, from);
  });

  it('is told apart from what is whole and takes a restart', async () => {
    told.length = 0;
    copy.edit('promises.ts', '    DATA_SUBJECT_RIGHTS: aboutOneself,\n', '');
    copy.edit('agencies.ts', "return ['REGISTRATION', 'DATA_SUBJECT_RIGHTS']", "return ['REGISTRATION']");
    await vi.waitFor(() => expect(told.at(-1)).toContain('That takes effect at the next start.'), 10_000);
    expect(told.at(-1)).toContain(`Policy ${before.version} stays in force.`);
    expect(policyInForce()).toBe(before);
  });
});
