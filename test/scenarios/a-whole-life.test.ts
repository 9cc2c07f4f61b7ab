import { randomUUID } from 'node:crypto';
import { verifyDisclosures } from '@kompass/consent/disclosure-audit';
import { receptionCentres } from '@kompass/runtime';
import type { Caller } from '@kompass/schema';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { rowCallers } from '../support/callers.js';
import { startTestGateway, type TestGateway } from '../support/gateway.js';
import type { ModelPerson } from '../support/row-model.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';
import { allowedViews, views } from '../support/views.js';

const as = (name: string): Caller => rowCallers[name] as Caller;
const imdiRegisters = as('IMDi, registration');
const imdiSettles: Caller = { ...as('IMDi, settlement'), officer: 'kari-i-imdi' };
const privacyOfficer: Caller = { ...as('IMDi, privacy officer'), officer: 'per-personvern' };
const counsellor = as('Bergen’s counsellor');
const vestland = as('Vestland’s career centre');
const stavanger = as('Stavanger as settler');
const nav: Caller = { ...as('NAV'), officer: 'Z990001' };
const dufNumber = '200205705502';
const themself: Caller = { party: 'PERSON', purpose: 'DATA_SUBJECT_RIGHTS', clearances: [], dufNumber };
const registering: Caller = { ...themself, purpose: 'REGISTRATION' };
const dayFromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** One person's way through Kompass, step by step; after each, everybody's view is held against matrix and rows. */
describe('a whole life', { timeout: 120_000 }, () => {
  let database: ScratchDatabase;
  let gateway: TestGateway;
  let id = '';
  let person: ModelPerson = {
    dufNumber,
    completed: false,
    restricted: false,
    objections: [],
    protected: false,
  };
  beforeAll(async () => {
    database = await scratchDatabase({ empty: true });
    gateway = await startTestGateway('in-process', { databaseUrl: database.url, duties: true });
  });
  afterAll(async () => {
    await gateway.close();
    await database.drop();
  });

  /** Does an act that answers a payload, and expects that nothing is wrong with it. */
  async function act(caller: Caller, name: string, args: string, fields = ''): Promise<Payload> {
    const { data, errors } = await gateway.askAs(
      caller,
      `mutation { ${name}(${args}) { problems { path code message } ${fields} } }`,
    );
    expect({ name, errors, problems: data?.[name]?.problems ?? [] }).toEqual({
      name,
      errors: [],
      problems: [],
    });
    return data[name];
  }
  /** An act that answers the person. */
  async function plainAct(caller: Caller, name: string, args: string): Promise<void> {
    const { errors } = await gateway.askAs(caller, `mutation { ${name}(${args}) { id } }`);
    expect({ name, errors }).toEqual({ name, errors: [] });
  }
  const me = async (fields: string): Promise<Payload> =>
    (await gateway.askAs(themself, `{ me { ${fields} } }`)).data.me;
  const seenByAgency = async (caller: Caller, fields: string): Promise<Payload> =>
    (await gateway.askAs(caller, `{ person(id: "${id}") { ${fields} } }`)).data.person;
  const settlementVersion = async (): Promise<number> =>
    (await me('settlement { version }')).settlement.version;

  async function everybodySeesWhatTheyMay(change: Partial<ModelPerson> = {}): Promise<void> {
    person = { ...person, ...change };
    expect(await views(gateway, id, themself)).toEqual(allowedViews(person, themself));
  }

  it('arrives', async () => {
    const { person: admitted } = await act(
      imdiRegisters,
      'admitPerson',
      `input: { dufNumber: "${dufNumber}", entry: RECEIVED, name: "Olena Testperson", birthDate: "1990-05-17",
        gender: FEMALE, citizenships: ["UA"] }`,
      'person { id }',
    );
    id = admitted.id;
    await everybodySeesWhatTheyMay();
  });

  it('comes to a reception centre in Bergen', async () => {
    const centre = receptionCentres.find(({ municipality }) => municipality === '4601')?.id;
    await act(
      imdiSettles,
      'moveToReceptionCentre',
      `input: { personId: "${id}", receptionCentre: ${centre} }`,
    );
    await everybodySeesWhatTheyMay({ host: '4601' });
  });

  const section = (more: string) =>
    `input: { personId: "${id}", key: "${randomUUID()}", version: 0, ${more} }`;

  it('is informed before anything is registered', async () => {
    const languages = section(
      'languages: [{ language: "ukr", motherTongue: true }, { language: "eng", motherTongue: false, speaking: B2 }]',
    );
    const early = await gateway.askAs(
      registering,
      `mutation { saveLanguages(${languages}) { problems { code } } }`,
    );
    const refused = early.errors.length > 0 || (early.data.saveLanguages.problems ?? []).length > 0;
    expect(refused).toBe(true);
    const { noticeToAcknowledge } = (await me('processing { noticeToAcknowledge { version text } }'))
      .processing;
    expect(noticeToAcknowledge.text).toContain('integreringsloven § 6');
    await act(
      registering,
      'acknowledgeNotice',
      `personId: "${id}", version: ${noticeToAcknowledge.version}, language: NB`,
    );
    expect(
      (await me('processing { noticeToAcknowledge { version } }')).processing.noticeToAcknowledge,
    ).toBeNull();
    await everybodySeesWhatTheyMay();
  });

  it('registers, section by section, with a counsellor’s help', async () => {
    await act(
      counsellor,
      'saveLanguages',
      section(`languages: [{ language: "ukr", motherTongue: true, speaking: C2 },
        { language: "eng", motherTongue: false, speaking: B2, counsellorNote: "Leser fagstoff uten hjelp." }]`),
    );
    await act(
      registering,
      'saveWorkExperience',
      section(`workExperience: [{ occupation: "7411", employer: "Elektroverkstedet", country: "UA",
        from: "2012-03-01", to: "2024-01-31", tasks: "Installasjon i boliger" }]`),
    );
    await act(
      registering,
      'saveEducation',
      section(`education: [{ level: UPPER_SECONDARY, field: "Elektro", country: "UA", years: 3, endYear: 2008,
        completed: true, recognisedInNorway: false }]`),
    );
    await act(
      registering,
      'saveActivities',
      section('activities: [{ description: "Trener i turn", years: 4 }]'),
    );
    await act(registering, 'saveInterests', section('interests: [{ description: "Sjakk" }]'));
    const missing = (await me('registration { missingSections { section } }')).registration.missingSections;
    expect(missing).toEqual([{ section: 'WISHES' }]);
    await act(
      registering,
      'saveWishes',
      section('wishes: { work: "Elektriker", occupation: "7411", longTermGoal: "Eget firma" }'),
    );
    await everybodySeesWhatTheyMay();
    await act(registering, 'completeRegistration', `input: { personId: "${id}", key: "${randomUUID()}" }`);
    await everybodySeesWhatTheyMay({ completed: true });
    const [language] = (await seenByAgency(counsellor, 'languages { counsellorNote }')).languages.slice(1);
    expect(language.counsellorNote).toBe('Leser fagstoff uten hjelp.');
    expect((await seenByAgency(nav, 'languages { counsellorNote }')).languages[1].counsellorNote).toBeNull();
  });

  it('is guided by the career centre of Vestland', async () => {
    await act(imdiSettles, 'referToCareerCentre', `input: { personId: "${id}", county: "46" }`);
    await everybodySeesWhatTheyMay({ referred: '46' });
    await act(
      vestland,
      'bookAppointment',
      `input: { personId: "${id}", startsAt: "${dayFromNow(3)}T09:00:00Z", mode: VIDEO }`,
    );
    await act(
      vestland,
      'recordSession',
      `input: { personId: "${id}", heldAt: "${new Date(Date.now() - 3_600_000).toISOString()}", interpreter: true,
        internalNote: "Motivert; avklar godkjenning av fagbrev." }`,
    );
    expect((await me('guidance { appointments { status mode } }')).guidance.appointments).toEqual([
      { status: 'BOOKED', mode: 'VIDEO' },
    ]);
    const sessions = 'guidance { sessions { internalNote } }';
    expect(JSON.stringify(await me(sessions))).toContain('avklar godkjenning');
    expect(JSON.stringify(await seenByAgency(imdiSettles, sessions))).not.toContain('avklar godkjenning');
    await everybodySeesWhatTheyMay();
  });

  it('has the result shared, with those whom the centre was shown and not before', async () => {
    await act(
      vestland,
      'saveResultDraft',
      `input: { personId: "${id}", goals: ["Fagbrev i Norge"], recommendedPath: ["Norskkurs til B1", "Fagprøve"] }`,
    );
    const result = 'guidance { result { goals } }';
    expect((await seenByAgency(nav, result)).guidance.result).toBeNull();
    const { sharing } = (
      await seenByAgency(
        vestland,
        'guidance { resultDrafts { sharing { shown recipients { organisation purpose } } } }',
      )
    ).guidance.resultDrafts[0];
    expect(sharing.recipients.map(({ purpose }: Payload) => purpose)).toContain('EMPLOYMENT_GUIDANCE');
    await act(vestland, 'shareResult', `input: { personId: "${id}", shown: "${sharing.shown}" }`);
    for (const caller of [nav, imdiSettles, as('Bergen as host')])
      expect((await seenByAgency(caller, result)).guidance.result.goals).toEqual(['Fagbrev i Norge']);
    await everybodySeesWhatTheyMay();
  });

  it('is matched, for reasons that the person reads, and settled in another county by a named officer', async () => {
    await plainAct(imdiSettles, 'adviseSettlement', `personId: "${id}"`);
    const { matching } = (await me('settlement { matching { municipality { number } score reasons } }'))
      .settlement;
    expect(matching.length).toBeGreaterThan(0);
    expect(matching[0].reasons.length).toBeGreaterThan(0);
    await act(
      imdiSettles,
      'assignToMunicipality',
      `input: { personId: "${id}", municipality: "1103", reason: "Etterspørsel etter elektrikere.",
        version: ${await settlementVersion()} }`,
    );
    await everybodySeesWhatTheyMay({ assigned: '1103' });
    await act(
      stavanger,
      'answerAssignment',
      `input: { personId: "${id}", accepted: true, movingDate: "${dayFromNow(10)}", version: ${await settlementVersion()} }`,
    );
    await act(
      imdiSettles,
      'confirmSettlement',
      `input: { personId: "${id}", on: "${dayFromNow(0)}", version: ${await settlementVersion()} }`,
    );
    await everybodySeesWhatTheyMay({ host: undefined, assigned: undefined, settled: '1103' });
  });

  it('starts the introduction programme, proposed from what is registered', async () => {
    await act(
      stavanger,
      'saveIntroductionProgramme',
      `input: { personId: "${id}", endGoal: "Fagbrev", content: [NORWEGIAN, SOCIAL_STUDIES, LIFE_SKILLS, WORK_PRACTICE],
        norwegianGoal: B1, from: "${dayFromNow(14)}", to: "${dayFromNow(14 + 365)}", reason: "Nær målet.",
        version: ${await settlementVersion()} }`,
    );
    expect(
      (await me('settlement { introductionProgramme { endGoal } }')).settlement.introductionProgramme.endGoal,
    ).toBe('Fagbrev');
    await everybodySeesWhatTheyMay();
  });

  it('is guided by NAV, which the settling municipality builds on', async () => {
    await act(
      nav,
      'recordEmploymentGuidance',
      `input: { personId: "${id}", givenAt: "${new Date(Date.now() - 60_000).toISOString()}",
        assessment: "Gode muligheter med B1.", measures: ["Bransjeprogram"] }`,
    );
    const guidance = 'guidance { employmentGuidance { assessment } }';
    expect(JSON.stringify(await seenByAgency(stavanger, guidance))).toContain('Gode muligheter');
    expect(JSON.stringify(await seenByAgency(vestland, guidance))).not.toContain('Gode muligheter');
    await everybodySeesWhatTheyMay();
  });

  it('objects to NAV’s use, and has it decided', async () => {
    await plainAct(
      themself,
      'objectToProcessing',
      `personId: "${id}", purpose: EMPLOYMENT_GUIDANCE, grounds: "Er redd for tidligere arbeidsgiver."`,
    );
    await everybodySeesWhatTheyMay({ objections: ['EMPLOYMENT_GUIDANCE'] });
    await decide('OBJECTION', 'GRANT');
    await everybodySeesWhatTheyMay();
    await plainAct(
      privacyOfficer,
      'liftRestrictions',
      `personId: "${id}", reason: "Avklart med den registrerte."`,
    );
    await everybodySeesWhatTheyMay({ objections: [] });
  });

  it('restricts all use while something is wrong, and has it corrected', async () => {
    await plainAct(themself, 'restrictProcessing', `personId: "${id}", grounds: "Navnet er feil."`);
    await everybodySeesWhatTheyMay({ restricted: true });
    await act(
      themself,
      'requestRectification',
      `personId: "${id}", input: { field: "Person.name", correction: "Olena Riktignavn", grounds: "Skrivefeil." }`,
    );
    await decide('RECTIFICATION', 'GRANT');
    await vi.waitFor(async () => expect(await me('name')).toEqual({ name: 'Olena Riktignavn' }), 20_000);
    await decide('RESTRICTION', 'REFUSE');
    await everybodySeesWhatTheyMay({ restricted: false });
    expect(await seenByAgency(stavanger, 'name')).toEqual({ name: 'Olena Riktignavn' });
  });

  it('takes everything out, and reads who looked', async () => {
    const token = await gateway.issuer.mint({
      name: 'person',
      label: 'person',
      purposes: ['DATA_SUBJECT_RIGHTS'],
      claims: { duf: dufNumber, acr: 'idporten-loa-high' },
    });
    const answer = await fetch(`${gateway.url}/export.json`, {
      headers: { authorization: `Bearer ${token}`, 'kompass-purpose': 'DATA_SUBJECT_RIGHTS' },
    });
    expect(answer.status).toBe(200);
    const text = await answer.text();
    for (const held of [
      'Olena Riktignavn',
      'Leser fagstoff',
      'avklar godkjenning',
      'Gode muligheter',
      'Fagbrev',
      'NAV',
    ])
      expect(text).toContain(held);
    const { disclosures } = await me('disclosures(first: 500) { edges { node { organisation text } } }');
    const whoLooked = new Set(disclosures.edges.map(({ node }: Payload) => node.organisation));
    expect([...whoLooked]).toEqual(expect.arrayContaining(['NAV', 'IMDi']));
  });

  it('moves on to Oslo', async () => {
    await act(
      imdiSettles,
      'moveToAnotherMunicipality',
      `input: { personId: "${id}", municipality: "0301", on: "${dayFromNow(0)}", version: ${await settlementVersion()} }`,
    );
    await everybodySeesWhatTheyMay({ settled: '0301' });
  });

  it('is erased, everywhere, and the log still holds', async () => {
    await act(themself, 'requestErasure', `personId: "${id}", grounds: "Reiser hjem."`);
    await decide('ERASURE', 'GRANT');
    await vi.waitFor(async () => {
      const left = await database.owner`select 1 from profile.person union all select 1 from consent.person
        union all select 1 from guidance.person union all select 1 from settlement.person
        union all select 1 from access.relation`;
      expect(left.length).toBe(0);
    }, 30_000);
    const nobody = Object.values(await views(gateway, id, themself)).filter(({ seen }) => seen);
    expect(nobody).toEqual([]);
    const { sound, broken } = await verifyDisclosures(database.url, []);
    expect(broken).toBeUndefined();
    expect(sound).toBeGreaterThan(0);
  });

  /** The privacy officer decides on the newest demand under a right. */
  async function decide(right: string, decision: 'GRANT' | 'REFUSE'): Promise<void> {
    const { rightsRequests } = (await me('processing { rightsRequests { id right } }')).processing;
    const request = rightsRequests.find((each: Payload) => each.right === right);
    await act(
      privacyOfficer,
      'decideRequest',
      `personId: "${id}", requestId: "${request.id}", decision: ${decision}, reason: "Vurdert."`,
    );
  }
});

// biome-ignore lint/suspicious/noExplicitAny: the shape of an answer is what tests are about
type Payload = any;
