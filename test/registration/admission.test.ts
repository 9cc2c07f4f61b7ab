import type { Caller } from '@kompass/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway, transports } from '../support/gateway.js';
import { codes, counsellor, dufNumberOf, imdi, nav, privacyOfficer } from '../support/registering.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

const now = new Date('2026-11-20T10:00:00Z');

describe.each(transports)('a person who arrives, subgraphs %s', (transport) => {
  let database: ScratchDatabase;
  let gateway: TestGateway;
  beforeAll(async () => {
    database = await scratchDatabase({ empty: true });
    gateway = await startTestGateway(transport, { databaseUrl: database.url, clock: () => now });
  });
  afterAll(async () => {
    await gateway.close();
    await database.drop();
  });

  const arrival = {
    dufNumber: dufNumberOf(1),
    entry: 'RECEIVED',
    name: ' Olena Koval ',
    birthDate: '1990-05-17',
    gender: 'FEMALE',
    citizenships: ['UA'],
  };
  const admit = (input: object = {}, caller: Caller = imdi) =>
    gateway.askAs(
      caller,
      `mutation ($input: AdmitPersonInput!) { admitPerson(input: $input) {
        acknowledgement problems { path code message } warnings { path code message }
        person { id name dufNumber age citizenships registration { status missingSections { section } }
          processing { restricted noticeToAcknowledge { version } } guidance { entitlement } settlement { status } } } }`,
      { input: { ...arrival, ...input } },
    );
  const misfit = (number: string) => `${number.slice(0, 10)}${number.endsWith('00') ? '01' : '00'}`;
  const wrong = misfit(dufNumberOf(2));
  const alsoWrong = misfit(dufNumberOf(4));
  const persons = async (): Promise<number> => (await database.owner`select 1 from profile.person`).length;

  it('is admitted by IMDi, and exists in all four rooms from then on, for those who are to see them', async () => {
    const { data, errors } = await admit();
    expect(errors).toEqual([]);
    expect(data.admitPerson).toEqual({
      acknowledgement: null,
      problems: [],
      warnings: [],
      person: {
        id: expect.any(String),
        name: 'Olena Koval',
        dufNumber: arrival.dufNumber,
        age: 36,
        citizenships: ['UA'],
        registration: { status: 'NOT_STARTED', missingSections: expect.any(Array) },
        processing: { restricted: false, noticeToAcknowledge: { version: 1 } },
        guidance: { entitlement: expect.any(String) },
        settlement: { status: 'AT_RECEPTION_CENTRE' },
      },
    });
    const themself: Caller = {
      party: 'PERSON',
      purpose: 'REGISTRATION',
      clearances: [],
      dufNumber: arrival.dufNumber,
    };
    expect((await gateway.askAs(themself, '{ me { name } }')).data.me).toEqual({ name: 'Olena Koval' });
    for (const caller of [counsellor, nav])
      expect((await gateway.askAs(caller, '{ persons { totalCount } }')).data.persons.totalCount).toBe(0);
    const history = await gateway.askAs(
      privacyOfficer,
      `{ personByDufNumber(dufNumber: "${arrival.dufNumber}") {
      history { edges { node { kind organisation text } } } } }`,
    );
    expect(history.data.personByDufNumber.history.edges).toEqual([
      {
        node: {
          kind: 'ADMITTED',
          organisation: 'IMDi',
          text: expect.stringMatching(/^IMDi førte deg inn i Kompass 20\. november 2026 kl\. 11[:.]00\.$/),
        },
      },
    ]);
  });

  it('is admitted once: a second time is told, and tells nothing of the first, hidden or not', async () => {
    const known = await admit({ name: 'Somebody Else', dufNumber: arrival.dufNumber });
    await database.owner`insert into access.restriction (person_id, kind)
      select id, 'PROTECTION' from profile.person where duf_number = ${arrival.dufNumber}`;
    const hidden = await admit({ name: 'Somebody Else', dufNumber: arrival.dufNumber });
    expect(hidden).toEqual(known);
    expect(known.data.admitPerson).toMatchObject({ person: null, warnings: [] });
    expect(codes(known.data.admitPerson.problems)).toEqual(['input.dufNumber DUPLICATE']);
    expect(JSON.stringify(known)).not.toContain('Olena');
    expect(JSON.stringify(known)).not.toContain(arrival.dufNumber);
    const both = await Promise.all([1, 2].map(() => admit({ dufNumber: dufNumberOf(3) })));
    expect(both.map(({ data }) => codes(data.admitPerson.problems)).sort()).toEqual([
      [],
      ['input.dufNumber DUPLICATE'],
    ]);
  });

  it('with wrong check digits is a mistake when typed, and a warning to override when received', async () => {
    const before = await persons();
    const typed = await admit({ dufNumber: wrong, entry: 'TYPED' });
    expect(codes(typed.data.admitPerson.problems)).toEqual(['input.dufNumber CHECK_DIGITS']);
    const received = await admit({ dufNumber: wrong });
    expect(received.data.admitPerson).toMatchObject({ person: null, problems: [] });
    expect(codes(received.data.admitPerson.warnings)).toEqual(['input.dufNumber CHECK_DIGITS']);
    const { acknowledgement } = received.data.admitPerson;
    const another = await admit({ dufNumber: wrong, name: 'Another', acknowledged: acknowledgement });
    expect(codes(another.data.admitPerson.warnings)).toEqual(['input.dufNumber CHECK_DIGITS']);
    expect(await persons()).toBe(before);
    const overridden = await admit({ dufNumber: wrong, acknowledged: acknowledgement });
    expect(overridden.data.admitPerson).toMatchObject({ problems: [], person: { dufNumber: wrong } });
    const { data } = await gateway.askAs(
      privacyOfficer,
      `{ person(id: "${overridden.data.admitPerson.person.id}") { history { edges { node { kind acknowledged } } } } }`,
    );
    expect(data.person.history.edges).toEqual([
      { node: { kind: 'ADMITTED', acknowledged: ['CHECK_DIGITS'] } },
    ]);
    // A number that IMDi has taken over does not keep its holder out.
    const themself: Caller = { party: 'PERSON', purpose: 'REGISTRATION', clearances: [], dufNumber: wrong };
    expect((await gateway.askAs(themself, '{ me { dufNumber } }')).data.me).toEqual({ dufNumber: wrong });
  });

  it('is found by a number whose check digits do not fit, and nobody by one that nobody has', async () => {
    const { data } = await admit({ dufNumber: alsoWrong });
    const { acknowledgement } = data.admitPerson;
    await admit({ dufNumber: alsoWrong, acknowledged: acknowledgement });
    const found = (dufNumber: string) =>
      gateway.askAs(imdi, 'query ($n: DufNumber!) { personByDufNumber(dufNumber: $n) { dufNumber } }', {
        n: dufNumber,
      });
    expect((await found(alsoWrong)).data.personByDufNumber).toEqual({ dufNumber: alsoWrong });
    const mistyped = await found(`${alsoWrong.slice(0, 10)}99`);
    expect(mistyped).toMatchObject({ data: { personByDufNumber: null }, errors: [] });
    const short = await found(alsoWrong.slice(1));
    expect(short.errors.map(({ message }) => message)).toEqual([
      expect.stringContaining('DufNumber must be 12 digits.'),
    ]);
  });

  it('is looked at as a whole: everything that is wrong is told at once', async () => {
    const { data } = await admit({
      dufNumber: '12345',
      name: ' ',
      birthDate: '2026-11-21',
      citizenships: ['UA', 'ZZ', 'UA'],
    });
    expect(codes(data.admitPerson.problems)).toEqual([
      'input.dufNumber OUT_OF_RANGE',
      'input.name REQUIRED',
      'input.birthDate IMPLAUSIBLE_DATE',
      'input.citizenships.1 UNKNOWN_CODE',
      'input.citizenships.2 DUPLICATE',
    ]);
    expect(codes((await admit({ birthDate: '1890-01-01' })).data.admitPerson.problems)).toEqual([
      'input.birthDate IMPLAUSIBLE_DATE',
    ]);
  });

  it('is admitted by nobody else, and by IMDi for no other purpose', async () => {
    const before = await persons();
    for (const caller of [counsellor, nav, privacyOfficer, { ...imdi, purpose: 'SETTLEMENT' } as const]) {
      const { errors } = await admit({ dufNumber: dufNumberOf(9) }, caller);
      expect(errors[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', coordinate: 'Mutation.admitPerson' });
    }
    expect(await persons()).toBe(before);
  });

  it('exists in every room or in none', async () => {
    await database.owner`create function settlement.fail() returns trigger language plpgsql as $$
      begin raise exception 'broken'; end $$`;
    await database.owner`create trigger fail before insert on settlement.person execute function settlement.fail()`;
    const before = await persons();
    const { errors, data } = await admit({ dufNumber: dufNumberOf(10) });
    expect(data).toEqual({ admitPerson: null });
    expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['INTERNAL_SERVER_ERROR']);
    expect(JSON.stringify(errors)).not.toContain('broken');
    expect(await persons()).toBe(before);
    await database.owner`drop trigger fail on settlement.person`;
    expect((await admit({ dufNumber: dufNumberOf(10) })).data.admitPerson.problems).toEqual([]);
  });
});
