import { policyInForce } from '@kompass/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
    expect((await desk('chekc')).code).toBe(2);
    expect(await desk('explain', 'nav', 'Activity.counselorNote')).toEqual({
      code: 2,
      text: expect.stringContaining('There is no field "Activity.counselorNote"'),
    });
    expect(await desk('schema', 'municipality')).toEqual({
      code: 2,
      text: expect.stringContaining('municipality/FULL_TIME_PROGRAMME'),
    });
    expect((await desk('matrix', '--format', 'xls')).code).toBe(2);
    expect((await desk('diff', 'no-such-branch')).code).toBe(2);
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
