import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { policyInForce } from '@kompass/schema';
import { readCases } from '@kompass/schema/policy-cases';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { desk } from '../support/desk.js';
import { type DeskCopy, deskCopy } from '../support/desk-copy.js';

const verbs: readonly (readonly string[])[] = [
  ['check'],
  ['matrix'],
  ['diff', 'HEAD'],
  ['explain', 'nav', 'Person.name'],
  ['test'],
  ['schema', 'nav'],
  ['letter'],
  ['record'],
];

// Every question is a process of its own, and the machine may be busy.
const timeout = 120_000;

describe('the policy desk', { timeout }, () => {
  it.each(verbs)('answers %s to people, to programs and to those who ask for help', async (...words) => {
    const [verb = ''] = words;
    expect(await desk(...words)).toEqual({ code: 0, text: expect.stringMatching(/\S/) });
    expect(JSON.parse((await desk(...words, '--json')).text)).toBeTruthy();
    expect(await desk(verb, '--help')).toEqual({
      code: 0,
      text: expect.stringContaining(
        `npm run${['schema', 'letter', 'record'].includes(verb) ? ' -s' : ''} policy -- ${verb}`,
      ),
    });
  });

  it('says what it does when it is asked for nothing that there is', async () => {
    expect((await desk()).code).toBe(0);
    expect(await desk('chekc')).toEqual({
      code: 2,
      text: expect.stringContaining('The desk does not know "chekc". Did you mean "check"?'),
    });
    expect((await desk('constructor')).code).toBe(2);
    expect(await desk('explain', 'nav', 'Activity.counselorNote')).toEqual({
      code: 2,
      text: expect.stringContaining('There is no field "Activity.counselorNote"'),
    });
    expect(await desk('explain', 'nav', 'Activity.counsellorNot')).toEqual({
      code: 2,
      text: expect.stringMatching(
        /^There is no field "Activity\.counsellorNot"\. Did you mean .*"Activity\.counsellorNote"/,
      ),
    });
    expect(await desk('check', '--jsn')).toEqual({
      code: 2,
      text: expect.stringMatching(/^Unknown option '--jsn'\.?\n\nnpm run policy -- check/),
    });
    expect(await desk('schema', 'municipality')).toEqual({
      code: 2,
      text: expect.stringContaining('municipality/FULL_TIME_PROGRAMME'),
    });
    expect((await desk('matrix', '--format', 'xls')).code).toBe(2);
    expect((await desk('matrix', '--format', 'toString')).code).toBe(2);
    expect((await desk('diff', 'no-such-branch')).code).toBe(2);
  });

  it('takes no word that it does not know: npm swallows options, and leaves what stands behind them', async () => {
    expect(await desk('diff', 'HEAD', 'gain')).toEqual({
      code: 2,
      text: expect.stringContaining('One word too many: "gain". Options reach the desk only behind'),
    });
    expect((await desk('diff', 'HEAD', 'main')).code).toBe(2);
    expect((await desk('check', 'nav')).code).toBe(2);
  });

  it('explains a refusal with the way through the rule, and a grant with the law and the letter', async () => {
    const { text: refusal } = await desk('explain', 'nav', 'Activity.counsellorNote');
    expect(refusal).toMatch(/schema\/profile\.rules\.ts:\d+ {2}everyoneButNav/);
    expect(refusal).toContain('✗ imdi: IMDi, the controller');
    const { text: grant } = await desk('explain', 'nav', 'WorkExperience.tasks');
    expect(grant).toContain('by integreringsloven § 41, integreringsforskriften § 47');
    expect(grant).toContain('«Arbeids- og velferdsetaten (NAV) kan bruke opplysningene om deg');
  });

  it('explains a filter by the field that it reads', async () => {
    expect((await desk('explain', 'nav', 'PersonOrder.AGE_ASC')).text).toMatch(
      /^To use PersonOrder\.AGE_ASC is to learn of Person\.age\.\n\nNAV for EMPLOYMENT_GUIDANCE does not see Person\.age/,
    );
  });

  it('writes the matrix as a table with a line a field and a column a caller', async () => {
    const { text } = await desk('matrix', '--format', 'csv');
    const [head = '', ...lines] = text.trim().split('\r\n');
    const { callerKinds, categoriesOf } = policyInForce();
    expect(head.split(',')).toHaveLength(2 + callerKinds.length);
    expect(lines).toHaveLength(categoriesOf.size);
  });
});

describe('a comparison with another revision', { timeout }, () => {
  let copy: DeskCopy;
  beforeAll(() => {
    copy = deskCopy();
  });
  afterAll(() => copy.remove());

  it('says that nobody gains or loses when only the text has changed', async () => {
    copy.edit('profile.rules.ts', 'interests: everyoneButNav', 'interests: anyone(everyoneButNav, person)');
    expect((await copy.ask('diff')).text).toContain('Nobody gains or loses anything.');
    copy.edit('profile.rules.ts', 'interests: anyone(everyoneButNav, person)', 'interests: everyoneButNav');
  });

  it('puts free text first, and tells losses too', async () => {
    copy.edit(
      'profile.rules.ts',
      'Activity: {\n    description: everyoneInTheCase,\n    years: everyoneInTheCase,\n    counsellorNote: everyoneButNav',
      'Activity: {\n    description: everyoneButNav,\n    years: everyoneInTheCase,\n    counsellorNote: everyoneInTheCase',
    );
    copy.edit('profile.rules.ts', 'age: everyoneButNav', 'age: everyoneInTheCase');
    const { text } = await copy.ask('diff');
    expect(text).toMatch(
      /### Gains\n\n.*gains `Activity\.counsellorNote`.*\n.*gains `Person\.age`.*\n\n### Losses\n\n- \*\*NAV under EMPLOYMENT_GUIDANCE\*\* loses `Activity\.description` \(activities\)/,
    );
  });

  it('says so when a condition on rows has changed, whatever it means', async () => {
    copy.edit('agencies.ts', "row['careerCentre'] === caller.organisation", "row['careerCentre'] !== ''");
    expect((await copy.ask('diff')).text).toContain(
      '**CAREER_CENTRE under CAREER_GUIDANCE** sees by other rows than before `GuidanceSession.internalNote`',
    );
  });
});

describe('what decides or is told beside the rules', { timeout }, () => {
  let copy: DeskCopy;
  beforeEach(() => {
    copy = deskCopy();
  });
  afterEach(() => copy.remove());

  it('is another policy when an order reads another field, and says who may sort by it from then on', async () => {
    copy.edit(
      'arguments.ts',
      "'PersonOrder.AGE_ASC': 'Person.age'",
      "'PersonOrder.AGE_ASC': 'Person.updatedAt'",
    );
    expect((await copy.ask('check')).code).toBe(0);
    const { code, text } = await copy.ask('diff', 'main', '--fail-on', 'gain');
    expect(code).toBe(1);
    expect(text).toContain(
      '### What arguments read\n\n- `PersonOrder.AGE_ASC` reads `Person.age` → reads `Person.updatedAt`; **NAV under EMPLOYMENT_GUIDANCE** may use it, and might not\n',
    );
    const [, before, after] = /^Policy (\w+) .* → (\w+)/.exec(text) ?? [];
    expect(after).not.toBe(before);
  });

  it('tells of another law, another sentence and another name', async () => {
    copy.edit(
      'agencies.ts',
      '  law: competence,\n  letter: letter.nav,',
      "  law: 'folketrygdloven § 21-4',\n  letter: letter.offices,",
    );
    copy.edit('promises.ts', 'sentence: letter.nav,', 'sentence: letter.offices,');
    copy.edit('categories.ts', "nb: 'interesser'", "nb: 'det du liker'");
    copy.edit('letter.ts', "en: 'The municipality' }", "en: 'Any municipality' }");
    const { text } = await copy.ask('diff', 'main');
    expect(text).toMatch(
      /- NAV under EMPLOYMENT_GUIDANCE: promised in other words .*work experience.*, by «De trenger informasjon om din kompetanse/,
    );
    expect(text).toContain(
      '- the law that nav cites: «integreringsloven § 41, integreringsforskriften § 47» → «folketrygdloven § 21-4»\n',
    );
    expect(text).toContain('- the sentence that nav rests on: «Arbeids- og velferdsetaten (NAV) kan bruke');
    expect(text).toContain('- categories.interests (nb): «interesser» → «det du liker»\n');
    expect(text).toContain('- partyNames.MUNICIPALITY (en): «The municipality» → «Any municipality»\n');
  });

  it('names the clearance without which nothing is gained', async () => {
    copy.edit('consent.rules.ts', 'anyone(person, privacyOfficer);', 'anyone(person);');
    expect((await copy.ask('diff', 'main')).text).toMatch(
      /\*\*IMDI PRIVACY_OFFICER under DATA_SUBJECT_RIGHTS\*\* loses/,
    );
  });
});

describe('a field that is moved to another kind of data', { timeout }, () => {
  let copy: DeskCopy;
  beforeAll(() => {
    copy = deskCopy();
    copy.edit('categories.ts', "'Person.gender', 'Person.age'", "'Person.gender'");
    copy.edit('categories.ts', "'Person.name', ", "'Person.name', 'Person.age', ");
  });
  afterAll(() => copy.remove());

  it('is told to reviewers, with those whom it is promised now, and is another policy', async () => {
    expect((await copy.ask('check')).code).toBe(0);
    const { code, text } = await copy.ask('diff', 'main', '--fail-on', 'gain');
    expect(code).toBe(1);
    expect(text).toContain(
      '### Told of otherwise\n\n- `Person.age`: citizenship, gender and age → name and DUF number; that is promised **NAV under EMPLOYMENT_GUIDANCE**, as it was not',
    );
    const [, before, after] = /^Policy (\w+) .* → (\w+)/.exec(text) ?? [];
    expect(after).not.toBe(before);
  });
});

describe('a policy that could not be put in force', { timeout }, () => {
  let copy: DeskCopy;
  beforeAll(() => {
    copy = deskCopy();
    copy.edit('profile.rules.ts', '    age: everyoneButNav', '    age: everyoneInTheCase');
  });
  afterAll(() => copy.remove());

  it.each([['letter'], ['record'], ['schema', 'nav'], ['matrix', '--write']])(
    'is not handed on as one that is: %s %s',
    async (...words) => {
      expect(await copy.ask(...words)).toEqual({
        code: 1,
        text: expect.stringMatching(/^schema\/profile\.rules\.ts:\d+\n {2}Person\.age is granted to NAV/),
      });
    },
  );

  it.each([
    ['explain', 'nav', 'Person.age'],
    ['matrix', 'Person.age'],
  ])('is explained as one that is not: %s %s', async (...words) => {
    expect(await copy.ask(...words)).toEqual({
      code: 1,
      text: expect.stringMatching(/^NOT IN FORCE: 1 mistake, which npm run policy -- check names\.\n/),
    });
  });
});

describe('what people are told of acts', { timeout }, () => {
  it('says so of acts of which only some may be done', async () => {
    const { text } = await desk('letter', '--lang', 'en');
    const [, guiding = ''] = text.split('to give you career guidance** ');
    expect(guiding.split('**For the purpose')[0]).toContain('- referring to career guidance (part of it)\n');
    const [, settling = ''] = text.split('to find a suitable municipality for you to settle in**');
    expect(settling.split('**For the purpose')[0]).toContain('- finding a municipality and settling\n');
    expect((await desk('record')).text).toContain('å henvise til karriereveiledning (noe av det)');
  });
});

describe('a file of policy tests', () => {
  const policy = policyInForce();
  const source = 'nav\n  sees Person.name\n';

  it('is read whatever editor has written it', () => {
    const cases = readCases(policy, source);
    expect(readCases(policy, `\uFEFF${source.replaceAll('\n', '\r\n')}`)).toEqual(cases);
  });

  it.each([
    ['that holds none', '# Later.\n', /There is no test in it/],
    [
      'with a line that is about nobody',
      `  sees Person.age\n${source}`,
      /:1 "sees Person\.age" stands beneath no line of callers/,
    ],
  ])('%s is a mistake', (_what, text, says) => {
    expect(() => readCases(policy, text)).toThrow(says);
  });

  it(
    'that is missing is a mistake',
    async () => {
      const copy = deskCopy();
      rmSync(new URL('policy.test.txt', copy.schema));
      expect(await copy.ask('test')).toEqual({
        code: 1,
        text: expect.stringContaining('There is no test in it'),
      });
      copy.remove();
    },
    timeout,
  );
});

describe('a simulated query', { timeout }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'kompass-query-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (text: string): string => {
    const path = join(folder, 'asked.graphql');
    writeFileSync(path, text);
    return path;
  };
  /** A gateway that answers everything so. */
  const answering = async (body: unknown): Promise<{ url: string; close(): void }> => {
    const server = createServer((_request, response) => response.end(JSON.stringify(body)));
    await once(server.listen(0), 'listening');
    return { url: `http://localhost:${(server.address() as AddressInfo).port}`, close: () => server.close() };
  };

  it('is one, with the variables that it takes', async () => {
    expect(await desk('simulate', 'nav', file('query A { me { id } } query B { me { id } }'))).toEqual({
      code: 2,
      text: expect.stringContaining('holds 2 operations: leave the one that is to be simulated'),
    });
    expect(await desk('simulate', 'nav', file('query A($id: ID!) { person(id: $id) { id } }'))).toEqual({
      code: 2,
      text: expect.stringContaining('--variables do not fit the query: Variable "$id" of required type'),
    });
  });

  it('never carries anything out', async () => {
    const act = 'mutation { protectAddress(personId: "1", reason: "Trussel.") { id } }';
    expect((await desk('simulate', 'imdi/REGISTRATION', file(act))).code).toBe(0);
    expect(await desk('simulate', 'imdi/REGISTRATION', file(act), '--live')).toEqual({
      code: 2,
      text: expect.stringContaining('--live carries out what it asks, so it asks queries alone.'),
    });
  });

  it.each([
    ['nothing', {}, 'It answered nothing'],
    [
      'with an error of its own',
      { data: { counties: null }, errors: [{ message: 'Try again.', extensions: { code: 'UNAVAILABLE' } }] },
      'It answered UNAVAILABLE: Try again.',
    ],
  ])('is answered otherwise by a gateway that answers %s', async (_what, body, says) => {
    const gateway = await answering(body);
    const { code, text } = await desk(
      'simulate',
      'nav',
      file('{ counties { name } }'),
      '--live',
      '--url',
      gateway.url,
    );
    gateway.close();
    expect(text).toContain(says);
    expect(code).toBe(1);
  });
});
