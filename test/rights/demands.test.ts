import type { Caller } from '@kompass/schema';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { rowCallers } from '../support/callers.js';
import { startTestGateway, type TestGateway } from '../support/gateway.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

const officer = rowCallers['IMDi, privacy officer, cleared'] as Caller;
const nav = rowCallers['NAV'] as Caller;

describe('a demand', () => {
  let database: ScratchDatabase;
  let gateway: TestGateway;
  let now: Date;
  let person: { id: string; duf: string };
  let people: { id: string; duf: string }[];
  beforeAll(async () => {
    database = await scratchDatabase();
    gateway = await startTestGateway('in-process', { databaseUrl: database.url, clock: () => now });
    people = await database.owner<{ id: string; duf: string }[]>`
      select id, duf_number as duf from profile.person
      where registration_status = 'COMPLETED' and id not in (select person_id from access.restriction)
        and id not in (select person_id from consent.rights_request) order by id limit 40`;
  });
  afterAll(async () => {
    await gateway.close();
    await database.drop();
  });
  beforeEach(() => {
    now = new Date('2026-12-31T09:00:00Z');
    const next = people.pop();
    if (!next) throw new Error('the test has run out of persons');
    person = next;
  });

  const themself = (): Caller => ({
    party: 'PERSON',
    purpose: 'DATA_SUBJECT_RIGHTS',
    clearances: [],
    dufNumber: person.duf,
  });
  const requests = async (fields = 'id right status dueAt') => {
    const { data } = await gateway.askAs(
      themself(),
      `{ me { processing { rightsRequests { ${fields} } } } }`,
    );
    return data.me.processing.rightsRequests;
  };
  const act = async (caller: Caller, name: string, args: string) => {
    const { data, errors } = await gateway.askAs(
      caller,
      `mutation { ${name}(personId: "${person.id}"${args ? `, ${args}` : ''}) {
        person { id } problems { path code message } } }`,
    );
    return { problems: data?.[name]?.problems, codes: errors.map(({ extensions }) => extensions['code']) };
  };
  const onRequest = async (caller: Caller, name: string, args: string) => {
    const [{ id }] = await requests();
    return act(caller, name, `requestId: "${id}"${args ? `, ${args}` : ''}`);
  };
  const done = { problems: [], codes: [] };
  const seenBy = async (caller: Caller) =>
    (await gateway.askAs(caller, `{ person(id: "${person.id}") { id } }`)).data.person !== null;

  it('is due in a month, on the last day of a month that is shorter', async () => {
    now = new Date('2027-08-31T09:00:00Z');
    expect(await act(themself(), 'requestErasure', 'grounds: "Jeg reiser hjem."')).toEqual(done);
    expect(await requests('right status receivedAt dueAt grounds')).toEqual([
      {
        right: 'ERASURE',
        status: 'RECEIVED',
        receivedAt: now.toISOString(),
        dueAt: '2027-09-30',
        grounds: 'Jeg reiser hjem.',
      },
    ]);
  });

  it.each([
    ['2027-01-31', 'a Sunday', '2027-03-01'],
    ['2026-11-25', 'Christmas Day', '2026-12-28'],
    ['2027-02-25', 'Maundy Thursday', '2027-03-30'],
    ['2027-04-06', 'Ascension Day', '2027-05-07'],
    ['2027-04-17', '17 May', '2027-05-18'],
    ['2026-12-31', 'a Sunday', '2027-02-01'],
  ])('of %s is due on the next working day when the last is %s', async (received, _why, due) => {
    now = new Date(`${received}T09:00:00Z`);
    await act(themself(), 'requestAccess', '');
    expect(await requests('dueAt')).toEqual([{ dueAt: due }]);
  });

  it('is extended by two months at most, once, with a reason and within the first month', async () => {
    await act(themself(), 'requestAccess', '');
    expect((await onRequest(officer, 'extendTimeLimit', 'months: 3, reason: " "')).problems).toEqual([
      expect.objectContaining({ path: ['reason'], code: 'REQUIRED' }),
      expect.objectContaining({ path: ['months'], code: 'OUT_OF_RANGE' }),
    ]);
    now = new Date('2027-02-01T09:00:00Z'); // the last day of the first month, for 31 January is a Sunday
    expect(await onRequest(officer, 'extendTimeLimit', 'months: 2, reason: "Mange arkiver."')).toEqual(done);
    const extended = {
      dueAt: '2027-03-31',
      extensionReason: 'Mange arkiver.',
      extendedBy: 'test-officer',
      decidedBy: null,
    };
    expect(await requests('status dueAt extensionReason extendedBy decidedBy')).toEqual([
      { status: 'EXTENDED', ...extended },
    ]);
    expect((await onRequest(officer, 'extendTimeLimit', 'months: 1, reason: "Igjen."')).problems).toEqual([
      expect.objectContaining({ path: ['requestId'], code: 'NOT_NOW' }),
    ]);
    expect(await onRequest(themself(), 'withdrawRequest', '')).toEqual(done);
    expect(await requests('status dueAt extensionReason extendedBy decidedBy')).toEqual([
      { status: 'WITHDRAWN', ...extended },
    ]);
  });

  it('can no longer be extended when the first month is over', async () => {
    await act(themself(), 'requestAccess', '');
    now = new Date('2027-02-02T09:00:00Z');
    expect((await onRequest(officer, 'extendTimeLimit', 'months: 1, reason: "For sent."')).problems).toEqual([
      expect.objectContaining({ path: ['requestId'], code: 'NOT_NOW' }),
    ]);
  });

  it('is decided once, by a named officer, with a reason that the person reads', async () => {
    await act(themself(), 'complain', 'grounds: "Feil kommune har sett meg."');
    const [{ id }] = await requests();
    const unnamed = await gateway.send(
      {
        authorization: `Bearer ${await gateway.issuer.mint({
          name: 'unnamed',
          label: 'unnamed',
          purposes: ['DATA_SUBJECT_RIGHTS'],
          claims: {
            consumer: { authority: 'iso6523-actorid-upis', ID: `0192:${officer.organisation}` },
            scope: 'imdi:kompass.controller imdi:kompass.privacy',
          },
        })}`,
      },
      {
        query: `mutation { decideRequest(personId: "${person.id}", requestId: "${id}", decision: GRANT, reason: "x") {
          problems { code } } }`,
      },
    );
    expect(unnamed.errors[0]?.message).toContain('named officer');
    expect(
      await onRequest(officer, 'decideRequest', 'decision: REFUSE, reason: "Oppslaget var lovlig."'),
    ).toEqual(done);
    expect(await requests('right status decidedAt decidedBy reason')).toEqual([
      {
        right: 'COMPLAINT',
        status: 'REFUSED',
        decidedAt: now.toISOString(),
        decidedBy: 'test-officer',
        reason: 'Oppslaget var lovlig.',
      },
    ]);
    expect((await onRequest(officer, 'decideRequest', 'decision: GRANT, reason: "Nei."')).problems).toEqual([
      expect.objectContaining({ code: 'NOT_NOW' }),
    ]);
  });

  it('is decided by one of the officers who decide at once, and the others are told', async () => {
    await act(themself(), 'complain', 'grounds: "Feil kommune har sett meg."');
    const [{ id }] = await requests();
    const decide = async (decision: string, at: number) => {
      const { problems } = await act(
        { ...officer, officer: `officer-${at}` },
        'decideRequest',
        `requestId: "${id}", decision: ${decision}, reason: "Fra ${at}."`,
      );
      return { at, codes: problems.map(({ code }: { code: string }) => code) };
    };
    const { owner } = database;
    // Nobody decides before all have begun to.
    let deciding: ReturnType<typeof decide>[] = [];
    await owner.begin(async (sql) => {
      await sql`select from consent.rights_request where id = ${id} for update`;
      deciding = ['GRANT', 'REFUSE', 'GRANT'].map(decide);
      await vi.waitFor(async () => {
        const waiting = await owner`select from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`;
        expect(waiting).toHaveLength(deciding.length);
      }, 10_000);
    });
    const answers = await Promise.all(deciding);
    const [first, ...others] = answers.sort((one, other) => one.codes.length - other.codes.length);
    expect(first?.codes).toEqual([]);
    expect(others.map(({ codes }) => codes)).toEqual([['NOT_NOW'], ['NOT_NOW']]);
    expect(await requests('decidedBy reason')).toEqual([
      { decidedBy: `officer-${first?.at}`, reason: `Fra ${first?.at}.` },
    ]);
  });

  it('that is refused says where to complain of that, also in what the person takes out', async () => {
    const asked = 'status reason supervisoryAuthority { name url how }';
    for (const decision of ['GRANT', 'REFUSE']) {
      await act(themself(), 'requestAccess', '');
      expect((await requests(asked))[0].supervisoryAuthority).toBe(null);
      await onRequest(officer, 'decideRequest', `decision: ${decision}, reason: "Vurdert."`);
      now = new Date(now.getTime() + 1_000);
    }
    expect(await requests(asked)).toEqual([
      {
        status: 'REFUSED',
        reason: 'Vurdert.',
        supervisoryAuthority: {
          name: 'Datatilsynet',
          url: expect.stringContaining('datatilsynet.no'),
          how: expect.stringContaining('Du kan klage til Datatilsynet'),
        },
      },
      { status: 'GRANTED', reason: 'Vurdert.', supervisoryAuthority: null },
    ]);
    const page = await fetch(`${gateway.url}/export.html`, {
      headers: { authorization: `Bearer ${await gateway.tokenFor(themself())}` },
    });
    expect(await page.text()).toContain('Hvor du kan klage på avgjørelsen');
  });

  it('that came by e-mail is entered by an officer, who is named, and is due a month from when it came', async () => {
    const came = 'receivedOn: "2026-12-15"';
    expect(await act(officer, 'requestErasure', `grounds: "E-post.", ${came}`)).toEqual(done);
    const entered = 'right receivedAt enteredBy dueAt';
    expect(await requests(entered)).toEqual([
      {
        right: 'ERASURE',
        receivedAt: '2026-12-15T00:00:00.000Z',
        enteredBy: 'test-officer',
        dueAt: '2027-01-15',
      },
    ]);
    expect((await act(officer, 'requestAccess', 'receivedOn: "2027-01-01"')).problems).toEqual([
      expect.objectContaining({ path: ['receivedOn'], code: 'IMPLAUSIBLE_DATE' }),
    ]);
    const registrar = rowCallers['IMDi, registration'] as Caller;
    for (const caller of [themself(), registrar])
      expect((await act(caller, 'requestAccess', came)).problems).toEqual([
        expect.objectContaining({ path: ['receivedOn'], code: 'NOT_YOURS' }),
      ]);
    const unnamed = await gateway.send(
      {
        authorization: `Bearer ${await gateway.tokenFor({ ...registrar, officer: '' })}`,
        'kompass-purpose': 'REGISTRATION',
      },
      { query: `mutation { requestAccess(personId: "${person.id}") { problems { code } } }` },
    );
    expect(unnamed.errors[0]?.message).toContain('named officer');
    expect(await act(registrar, 'requestAccess', '')).toEqual(done);
    await act(themself(), 'complain', 'grounds: "Selv."');
    expect(await requests('right enteredBy')).toEqual(
      expect.arrayContaining([
        { right: 'ACCESS', enteredBy: 'test-officer' },
        { right: 'COMPLAINT', enteredBy: null },
      ]),
    );
  });

  it('is taken back by the person alone: IMDi decides, or leaves it be', async () => {
    await act(themself(), 'complain', 'grounds: "Feil kommune har sett meg."');
    await gateway.askAs(
      themself(),
      `mutation { objectToProcessing(personId: "${person.id}", purpose: SETTLEMENT) { id } }`,
    );
    const settler = rowCallers['IMDi, settlement'] as Caller;
    const registrar = rowCallers['IMDi, registration'] as Caller;
    for (const { id } of await requests())
      for (const caller of [settler, registrar, officer])
        expect((await act(caller, 'withdrawRequest', `requestId: "${id}"`)).codes).toContain('FORBIDDEN');
    expect((await requests('status')).map(({ status }: { status: string }) => status)).toEqual([
      'RECEIVED',
      'RECEIVED',
    ]);
    expect(await seenBy(settler)).toBe(false);
  });

  it('that is a complaint says what it is about', async () => {
    expect((await act(themself(), 'complain', 'grounds: "  "')).problems).toEqual([
      expect.objectContaining({ path: ['grounds'], code: 'REQUIRED' }),
    ]);
    expect(await requests()).toEqual([]);
  });

  it('is not another’s to decide, and another person’s is not found', async () => {
    await act(themself(), 'requestErasure', '');
    const settler = rowCallers['IMDi, settlement'] as Caller;
    for (const caller of [themself(), settler, nav])
      expect((await onRequest(caller, 'decideRequest', 'decision: GRANT, reason: "x"')).codes).toContain(
        'FORBIDDEN',
      );
    const [{ id }] = await requests();
    const other = people[0]?.id;
    const { errors } = await gateway.askAs(
      officer,
      `mutation { decideRequest(personId: "${other}", requestId: "${id}", decision: GRANT, reason: "x") { problems { code } } }`,
    );
    expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['NOT_FOUND']);
    expect((await requests())[0].status).toBe('RECEIVED');
  });

  it('that data is not used bites at once, stays when granted, and ends when refused or taken back', async () => {
    const restrict = () =>
      gateway.askAs(
        themself(),
        `mutation { restrictProcessing(personId: "${person.id}", grounds: "Feil.") { id } }`,
      );
    expect(await seenBy(nav)).toBe(true);
    await restrict();
    expect(await seenBy(nav)).toBe(false);
    await onRequest(officer, 'decideRequest', 'decision: GRANT, reason: "Avklares."');
    expect(await seenBy(nav)).toBe(false);
    await restrict();
    await onRequest(officer, 'decideRequest', 'decision: REFUSE, reason: "Avklart."');
    expect(await seenBy(nav)).toBe(false); // the one that was granted still holds
    const lift = (reason: string) =>
      gateway.askAs(
        officer,
        `mutation { liftRestrictions(personId: "${person.id}", reason: "${reason}") { id } }`,
      );
    expect((await lift(' ')).errors).toMatchObject([
      { message: 'En avgjørelse må begrunnes.', extensions: { code: 'BAD_USER_INPUT' } },
    ]);
    expect(await seenBy(nav)).toBe(false);
    now = new Date(now.getTime() + 60_000);
    await lift('Opplysningene er rettet.');
    expect(await seenBy(nav)).toBe(true);
    // Who lifted it and why stays with the demand, beside why it was granted (GDPR art. 18(3)).
    const stood = { status: 'GRANTED', decidedBy: 'test-officer', reason: 'Avklares.' };
    const lifted = {
      liftedAt: now.toISOString(),
      liftedBy: 'test-officer',
      liftingReason: 'Opplysningene er rettet.',
    };
    const asked = 'status decidedBy reason liftedAt liftedBy liftingReason';
    expect(await requests(asked)).toContainEqual({ ...stood, ...lifted });
    const out = await fetch(`${gateway.url}/export.json`, {
      headers: { authorization: `Bearer ${await gateway.tokenFor(themself())}` },
    });
    expect((await out.json()).person.processing.rightsRequests).toContainEqual(
      expect.objectContaining({ ...stood, ...lifted }),
    );
    // Who lifts what another officer has lifted is told, and not believed to have been heard.
    expect((await lift('Igjen.')).errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    expect(await requests('liftingReason')).not.toContainEqual({ liftingReason: 'Igjen.' });
    // A demand that is made anew, and refused, is not held up by the one that was lifted.
    await restrict();
    await onRequest(officer, 'decideRequest', 'decision: REFUSE, reason: "Avklart."');
    expect(await seenBy(nav)).toBe(true);
  });

  it('a refused, or withdrawn, restriction or objection lifts what followed from it, and nothing else', async () => {
    await gateway.askAs(themself(), `mutation { restrictProcessing(personId: "${person.id}") { id } }`);
    await onRequest(officer, 'decideRequest', 'decision: REFUSE, reason: "Opplysningene stemmer."');
    expect(await seenBy(nav)).toBe(true);
    now = new Date(now.getTime() + 1_000);
    for (const purpose of ['EMPLOYMENT_GUIDANCE', 'CAREER_GUIDANCE'])
      await gateway.askAs(
        themself(),
        `mutation { objectToProcessing(personId: "${person.id}", purpose: ${purpose}) { id } }`,
      );
    expect(await seenBy(nav)).toBe(false);
    const mine = await requests('id purpose status');
    const objection = mine.find(({ purpose }: { purpose: string }) => purpose === 'EMPLOYMENT_GUIDANCE');
    expect(await act(themself(), 'withdrawRequest', `requestId: "${objection.id}"`)).toEqual(done);
    expect(await seenBy(nav)).toBe(true);
    const { data } = await gateway.askAs(themself(), '{ me { processing { objectedPurposes } } }');
    expect(data.me.processing.objectedPurposes).toEqual(['CAREER_GUIDANCE']);
  });

  it('that is an objection stands once for each purpose, until it is lifted', async () => {
    const object = () =>
      gateway.askAs(
        themself(),
        `mutation { objectToProcessing(personId: "${person.id}", purpose: SETTLEMENT) { id } }`,
      );
    const objected = async () =>
      (await gateway.askAs(themself(), '{ me { processing { objectedPurposes } } }')).data.me.processing
        .objectedPurposes;
    expect((await object()).errors).toEqual([]);
    expect((await object()).errors).toMatchObject([
      { message: expect.stringContaining('allerede protestert'), extensions: { code: 'BAD_USER_INPUT' } },
    ]);
    expect(await requests('right')).toEqual([{ right: 'OBJECTION' }]);
    // Two that were made before the second was refused are one.
    await database.owner`insert into access.restriction (person_id, kind, purpose)
      values (${person.id}, 'OBJECTION', 'SETTLEMENT')`;
    expect(await objected()).toEqual(['SETTLEMENT']);
    await gateway.askAs(
      officer,
      `mutation { liftRestrictions(personId: "${person.id}", reason: "Nei.") { id } }`,
    );
    expect(await objected()).toEqual([]);
    expect((await object()).errors).toEqual([]);
  });

  it('to be erased is granted last, for it would erase the others unanswered', async () => {
    await act(themself(), 'requestAccess', '');
    await act(themself(), 'complain', 'grounds: "Treg behandling."');
    now = new Date(now.getTime() + 1_000);
    await act(themself(), 'requestErasure', '');
    const mine: { id: string; right: string }[] = await requests();
    const decide = (right: string) =>
      act(
        officer,
        'decideRequest',
        `requestId: "${mine.find((each) => each.right === right)?.id}", decision: GRANT, reason: "Ja."`,
      );
    expect((await decide('ERASURE')).problems).toEqual([
      {
        path: ['requestId'],
        code: 'NOT_NOW',
        message: expect.stringMatching(/(innsyn og klage|klage og innsyn)\.$/),
      },
    ]);
    expect(await seenBy(nav)).toBe(true);
    for (const right of ['ACCESS', 'COMPLAINT', 'ERASURE']) expect(await decide(right)).toEqual(done);
    expect(await seenBy(nav)).toBe(false);
  });

  it('to be erased a second time is not answered beside the first that is granted', async () => {
    await act(themself(), 'requestErasure', '');
    now = new Date(now.getTime() + 1_000);
    await act(themself(), 'requestErasure', '');
    const [second, first] = await requests();
    const officers = (name: string, args: string) =>
      act(officer, name, `requestId: "${second.id}", ${args}, reason: "Ja."`);
    await act(officer, 'decideRequest', `requestId: "${first.id}", decision: GRANT, reason: "Ja."`);
    for (const answer of [
      await officers('decideRequest', 'decision: GRANT'),
      await officers('decideRequest', 'decision: REFUSE'),
      await officers('extendTimeLimit', 'months: 1'),
    ])
      expect(answer).toEqual({
        problems: [{ path: ['personId'], code: 'NOT_NOW', message: expect.stringContaining('bli slettet') }],
        codes: [],
      });
    expect((await requests('status')).map(({ status }: { status: string }) => status)).toEqual([
      'RECEIVED',
      'CARRYING_OUT',
    ]);
  });

  it('to be erased, once granted, hides the person from everybody else, and nothing more is written', async () => {
    await act(themself(), 'requestErasure', '');
    expect(await onRequest(officer, 'decideRequest', 'decision: GRANT, reason: "Ja."')).toEqual(done);
    expect(await seenBy(nav)).toBe(false);
    const { data } = await gateway.askAs(themself(), '{ me { processing { restricted } } }');
    expect(data.me.processing.restricted).toBe(true);
    await database.owner`delete from consent.acknowledgement where person_id = ${person.id}`;
    const written = await gateway.askAs(
      themself(),
      `mutation { acknowledgeNotice(personId: "${person.id}", version: 1, language: NB) { problems { code } } }`,
    );
    expect(written.errors.map(({ extensions }) => extensions['code'])).toEqual(['NOT_FOUND']);
    expect((await act(themself(), 'requestAccess', '')).problems).toEqual([
      expect.objectContaining({ path: ['personId'], code: 'NOT_NOW' }),
    ]);
  });

  it.each([
    ['erased', 'requestErasure', ''],
    ['corrected', 'requestRectification', 'input: { field: "Person.name", correction: "Nytt Navn" }'],
  ])('to be %s, once granted, names who has seen the data and must be told', async (_what, name, args) => {
    const centre = rowCallers['Vestland’s career centre'] as Caller;
    await database.owner`insert into access.relation (person_id, kind, place)
      values (${person.id}, 'REFERRED', '46')`;
    for (const caller of [nav, centre, nav, rowCallers['IMDi, settlement'] as Caller, themself()])
      expect(await seenBy(caller)).toBe(true);
    await act(themself(), name, args);
    expect(await onRequest(officer, 'decideRequest', 'decision: GRANT, reason: "Ja."')).toEqual(done);
    expect(await requests('execution { recipients }')).toEqual([
      { execution: { recipients: ['Karrieresenteret i Vestland', 'NAV'] } },
    ]);
  });

  it('to correct something says all that is wrong with it at once', async () => {
    const wrong = await act(
      themself(),
      'requestRectification',
      'input: { field: "WorkExperience.from", correction: "i fjor" }',
    );
    expect(wrong.problems).toEqual([
      expect.objectContaining({ path: ['input', 'entry'], code: 'REQUIRED' }),
      expect.objectContaining({ path: ['input', 'correction'], code: 'UNKNOWN_CODE' }),
    ]);
    const unknown = await act(
      themself(),
      'requestRectification',
      'input: { field: "Person.dufNumber", correction: "1" }',
    );
    expect(unknown.problems).toEqual([
      expect.objectContaining({ path: ['input', 'field'], code: 'UNKNOWN_CODE' }),
    ]);
    expect(await requests()).toEqual([]);
  });

  it('that is a complaint is told where else to complain', async () => {
    const { data } = await gateway.askAs(
      themself(),
      `mutation { complain(personId: "${person.id}", grounds: "Treg behandling.") {
        problems { code } supervisoryAuthority { name url how } person { processing { rightsRequests { right } } } } }`,
    );
    expect(data.complain).toEqual({
      problems: [],
      supervisoryAuthority: {
        name: 'Datatilsynet',
        url: expect.stringContaining('datatilsynet.no'),
        how: expect.stringContaining('Du kan klage til Datatilsynet'),
      },
      person: { processing: { rightsRequests: [{ right: 'COMPLAINT' }] } },
    });
  });
});
