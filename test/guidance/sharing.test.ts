import { type Caller, counties, municipalities, purposesOf } from '@kompass/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GuidedPerson, guidedPerson, type Who } from '../support/guided-person.js';

const personId = '0a0a0a0a-0000-4000-8000-00000000a001';
const draft = `resultDrafts { version goals recommendedPath careerCentre { county }
  sharing { shown recipients { organisation organisationNumber purpose parts clearedOnly text } } }`;
const result = 'result { version goals recommendedPath }';

/** Each test goes on where the one before ended: this is one person's way. */
describe('a career centre arrives at a result and shares it', () => {
  let guided: GuidedPerson;
  beforeAll(async () => {
    guided = await guidedPerson();
    await guided.act('vestland', 'takeSelfReferral', { personId });
  });
  afterAll(() => guided.close());

  const everybody = ['person', 'imdi', 'nav', 'bergen', 'vestland'] as const satisfies readonly Who[];
  const ownDraft = async () => (await guided.guidance('vestland', draft)).resultDrafts[0];
  const save = (version: number | undefined, goals: string[], recommendedPath = ['Norskkurs', 'Praksis']) =>
    guided.act('vestland', 'saveResultDraft', { personId, version, goals, recommendedPath });

  it('tells everything that is wrong with a draft at once, in the language asked for', async () => {
    const { payload } = await save(undefined, ['Fagbrev', ' fagbrev', ''], []);
    expect(
      payload.problems.map(({ path, code }: { path: string[]; code: string }) => [path.join('.'), code]),
    ).toEqual([
      ['input.goals.1', 'DUPLICATE'],
      ['input.goals.2', 'REQUIRED'],
      ['input.recommendedPath', 'REQUIRED'],
    ]);
    expect(payload.problems[0].message).toBe('Det samme står i punkt 1. Stryk det ene.');
    const token = await guided.gateway.issuer.mint({
      name: 'test',
      label: 'test',
      purposes: ['CAREER_GUIDANCE'],
      claims: {
        consumer: { authority: 'iso6523-actorid-upis', ID: '0192:821311632' },
        scope: 'imdi:kompass.careercentre',
      },
    });
    const { data } = await guided.gateway.send(
      {
        authorization: `Bearer ${token}`,
        'kompass-purpose': 'CAREER_GUIDANCE',
        'accept-language': 'en',
      },
      {
        query: `mutation { saveResultDraft(input: { personId: "${personId}", goals: ["A"], recommendedPath: [] }) {
          problems { message } } }`,
      },
    );
    expect(data.saveResultDraft.problems).toEqual([{ message: 'Write at least one entry.' }]);
  });

  it('which only the centre and the person see, until it is shared', async () => {
    expect((await save(undefined, ['Fagbrev'])).payload.problems).toEqual([]);
    for (const who of ['vestland', 'person'] as const)
      expect(await guided.guidance(who, 'resultDrafts { goals }')).toEqual({
        resultDrafts: [{ goals: ['Fagbrev'] }],
      });
    for (const who of ['imdi', 'nav', 'bergen'] as const)
      expect(await guided.guidance(who, 'resultDrafts { goals }')).toEqual({ resultDrafts: null });
    for (const who of everybody) expect(await guided.guidance(who, result)).toEqual({ result: null });
    await guided.database
      .owner`insert into access.relation (person_id, kind, place) values (${personId}, 'HOST', '1103')`;
    expect(await guided.guidance('rogaland', 'resultDrafts { goals }')).toEqual({ resultDrafts: [] });
    await guided.database.owner`update access.relation set valid_to = clock_timestamp() where kind = 'HOST'`;
  });

  it('of two who save at once one wins, and nothing is lost', async () => {
    const both = await Promise.all([save(1, ['Fagbrev', 'Bolig']), save(1, ['Fagbrev', 'Norsk på B1'])]);
    expect(both.map(({ code }) => code ?? 'DONE').sort()).toEqual(['CONFLICT', 'DONE']);
    expect(both.find(({ code }) => code)?.currentVersion).toBe(2);
    expect((await save(undefined, ['Et nytt utkast'])).currentVersion).toBe(2);
    await save(2, ['Fagbrev']);
  });

  it('shows what sharing will show to whom, before it is done', async () => {
    const { sharing } = await ownDraft();
    const parts = ['GOALS', 'RECOMMENDED_PATH'];
    const shown = sharing.recipients.map(
      ({ organisation, purpose, parts, clearedOnly }: Record<string, unknown>) => [
        organisation,
        purpose,
        parts,
        clearedOnly,
      ],
    );
    expect(shown).toEqual([
      ['IMDi', 'DATA_SUBJECT_RIGHTS', parts, false],
      ['IMDi', 'REGISTRATION', parts, false],
      ['IMDi', 'SETTLEMENT', parts, false],
      ['Bergen kommune', 'INTRODUCTION_PROGRAMME', parts, false],
      ['NAV', 'EMPLOYMENT_GUIDANCE', parts, false],
    ]);
    expect(sharing.recipients.map(({ text }: { text: string }) => text)).toContain(
      'Bergen kommune ser målene og det anbefalte løpet, for introduksjonsprogrammet.',
    );
  });

  it('shares what was shown, and nothing that has changed since: the draft, or who would see it', async () => {
    const before = (await ownDraft()).sharing.shown;
    await save(3, ['Fagbrev', 'Norsk på B1']);
    const stale = await guided.act('vestland', 'shareResult', { personId, shown: before });
    // What would be shared now is not handed out with the refusal: it must be read, and shown, first.
    expect(stale).toEqual({ payload: null, code: 'CONFLICT', currentVersion: undefined });

    const unmoved = (await ownDraft()).sharing.shown;
    await guided.database
      .owner`insert into access.relation (person_id, kind, place) values (${personId}, 'ASSIGNED', '0301')`;
    expect((await guided.act('vestland', 'shareResult', { personId, shown: unmoved })).code).toBe('CONFLICT');
    for (const who of everybody) expect(await guided.guidance(who, result)).toEqual({ result: null });

    const { sharing } = await ownDraft();
    expect(sharing.recipients.map(({ organisation }: { organisation: string }) => organisation)).toContain(
      'Oslo kommune',
    );
    await guided.database
      .owner`update access.relation set valid_to = clock_timestamp() where kind = 'ASSIGNED'`;
    const { shown } = (await ownDraft()).sharing;
    const { payload } = await guided.act('vestland', 'shareResult', { personId, shown });
    expect(payload).toEqual({ person: { id: personId }, problems: [] });
    const shared = {
      result: { version: 1, goals: ['Fagbrev', 'Norsk på B1'], recommendedPath: ['Norskkurs', 'Praksis'] },
    };
    for (const who of everybody) expect(await guided.guidance(who, result)).toEqual(shared);
    expect(await guided.guidance('oslo', result)).toBeNull();
  });

  it('keeps whom it was shared with; the same draft is not shared twice, a changed one is a new version', async () => {
    const { shown } = (await ownDraft()).sharing;
    const again = await guided.act('vestland', 'shareResult', { personId, shown });
    expect(again.payload.problems).toMatchObject([{ code: 'NOT_NOW' }]);
    await save(4, ['Fagbrev']);
    expect((await guided.guidance('nav', result)).result.version).toBe(1);
    await guided.act('vestland', 'shareResult', { personId, shown: (await ownDraft()).sharing.shown });
    expect((await guided.guidance('nav', result)).result).toMatchObject({ version: 2, goals: ['Fagbrev'] });
    const { sharedResults } = await guided.guidance(
      'person',
      'sharedResults { version goals sharedWith { organisation } }',
    );
    expect(sharedResults.map(({ version }: { version: number }) => version)).toEqual([2, 1]);
    expect(
      new Set(sharedResults[1].sharedWith.map(({ organisation }: { organisation: string }) => organisation)),
    ).toEqual(new Set(['IMDi', 'Bergen kommune', 'NAV']));
    expect(await guided.guidance('nav', 'sharedResults { version }')).toEqual({ sharedResults: null });
  });

  it('one who objects, or is restricted or protected, is shown to fewer, and the preview says so', async () => {
    const recipients = async () =>
      (await ownDraft())?.sharing.recipients.map(
        ({ organisation, purpose, clearedOnly }: Record<string, unknown>) =>
          `${organisation} ${purpose}${clearedOnly ? ' cleared' : ''}`,
      );
    const { owner } = guided.database;
    await owner`insert into access.restriction (person_id, kind, purpose) values (${personId}, 'OBJECTION', 'EMPLOYMENT_GUIDANCE')`;
    expect(await recipients()).not.toContain('NAV EMPLOYMENT_GUIDANCE');
    expect(await recipients()).toContain('Bergen kommune INTRODUCTION_PROGRAMME');
    await owner`update access.restriction set kind = 'PROTECTION', purpose = null`;
    const cleared = await guided.gateway.askAs(
      {
        party: 'CAREER_CENTRE',
        purpose: 'CAREER_GUIDANCE',
        organisation: '821311632',
        clearances: ['ADDRESS_PROTECTED'],
      },
      `query ($id: ID!) { person(id: $id) { guidance { ${draft} } } }`,
      { id: personId },
    );
    expect(
      cleared.data.person.guidance.resultDrafts[0].sharing.recipients.map(
        ({ clearedOnly }: { clearedOnly: boolean }) => clearedOnly,
      ),
    ).toEqual([true, true, true, true, true]);
    await owner`delete from access.restriction`;
  });

  it('the preview is what row security and the rules then answer: asked as every organisation there is', async () => {
    const { owner } = guided.database;
    await owner`insert into access.relation (person_id, kind, place) values (${personId}, 'HOST', '1103'),
      (${personId}, 'ASSIGNED', '0301'), (${personId}, 'REFERRED', '34')`;
    const previewed = new Set(
      (await ownDraft()).sharing.recipients.map(
        ({ organisationNumber, purpose }: Record<string, string>) => `${organisationNumber} ${purpose}`,
      ),
    );
    const organisations: Pick<Caller, 'party' | 'organisation'>[] = [
      { party: 'IMDI', organisation: '987879696' },
      { party: 'NAV', organisation: '889640782' },
      ...counties().map(({ organisationNumber }) => ({
        party: 'CAREER_CENTRE' as const,
        organisation: organisationNumber,
      })),
      ...['4601', '0301', '1103', '4621', '3403', '5001'].map((number) => ({
        party: 'MUNICIPALITY' as const,
        organisation: municipalities().find((each) => each.number === number)?.organisationNumber ?? '',
      })),
    ];
    const seeing = new Set<string>();
    for (const { party, organisation = '' } of organisations) {
      if (party === 'CAREER_CENTRE' && organisation === '821311632') continue; // the centre itself
      for (const clearances of [[], ['PRIVACY_OFFICER']] as const)
        for (const purpose of purposesOf(party, party === 'IMDI' ? clearances : [])) {
          const { data } = await guided.gateway.askAs(
            { party, purpose, organisation, clearances: party === 'IMDI' ? clearances : [] },
            'query ($id: ID!) { person(id: $id) { guidance { result { goals } } } }',
            { id: personId },
          );
          if (data?.person?.guidance?.result?.goals) seeing.add(`${organisation} ${purpose}`);
        }
    }
    expect(previewed).toEqual(seeing);
    expect(seeing.size).toBeGreaterThan(8);
  }, 60_000);
});
