import { verifyDisclosures } from '@kompass/consent/disclosure-audit';
import type { Purpose } from '@kompass/schema';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway, transports } from '../support/gateway.js';
import { personToMove } from '../support/person-to-move.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

const names = '{ persons(first: 5) { edges { node { id name workExperience { occupation { label } } } } } }';

interface Logged {
  readonly person_id: string;
  readonly coordinates: readonly string[];
  readonly operation: string | null;
  readonly officer: string | null;
  readonly purpose: string;
  readonly trace: string;
}

describe.each(transports)('the disclosure log, subgraphs %s', (transport) => {
  let database: ScratchDatabase;
  let gateway: TestGateway;
  beforeEach(async () => {
    database = await scratchDatabase();
    gateway = await startTestGateway(transport, { databaseUrl: database.url });
  });
  afterEach(async () => {
    await gateway.close();
    await database.drop();
  });
  const logged = () => database.owner<Logged[]>`
    select person_id, coordinates, operation, officer, purpose, trace from consent.disclosed order by seq`;

  it('holds one entry a request and person, with the coordinates that were answered', async () => {
    const answer = await gateway.ask(
      'nav',
      undefined,
      `query Work { persons(first: 3) { edges { node {
        id called: name interests { description } wishes { counsellorNote } ...Work
      } } } }
      fragment Work on Person { workExperience { occupation { label } counsellorNote to } }`,
    );
    const shown = answer.data.persons.edges.map(({ node }: { node: { id: string } }) => node);
    const entries = await logged();
    expect(entries.map((entry) => entry.person_id).sort()).toEqual(
      shown.map(({ id }: { id: string }) => id).sort(),
    );
    for (const entry of entries) {
      expect(entry).toMatchObject({ operation: 'Work', officer: 'Z990001', purpose: 'EMPLOYMENT_GUIDANCE' });
      // That somebody has worked nowhere, or works there still, is an answer too.
      expect(entry.coordinates).toEqual([
        'Person.id',
        'Person.name',
        'WorkExperience.occupation',
        'WorkExperience.to',
      ]);
    }
    expect(await verifyDisclosures(database.url, [])).toEqual({ sound: 3, broken: undefined });
  });

  it('knows whom an answer is about when the client did not ask for it: me, nested persons, aliases', async () => {
    await gateway.ask('person', 'DATA_SUBJECT_RIGHTS', '{ me { name } }');
    await gateway.ask(
      'municipality',
      'INTRODUCTION_PROGRAMME',
      '{ a: municipality(number: "4601") { who: assigned(first: 2) { edges { node { settlement { status } } } } } }',
    );
    const entries = await logged();
    expect(entries.map(({ coordinates }) => coordinates)).toEqual([
      ['Person.name'],
      ['Settlement.municipality', 'Settlement.status'],
      ['Settlement.municipality', 'Settlement.status'],
    ]);
  });

  it.each<[string, string, Purpose | undefined, string, string]>([
    [
      'lives',
      'nav',
      undefined,
      '{ municipality(number: "4601") { residents(first: 2) { PAGE } } }',
      'Settlement.receptionCentre',
    ],
    [
      'is settled',
      'nav',
      undefined,
      '{ municipality(number: "4601") { assigned(first: 2) { PAGE } } }',
      'Settlement.municipality',
    ],
    [
      'demands something',
      'imdi-privacy',
      'DATA_SUBJECT_RIGHTS',
      '{ rightsWorkList(first: 2) { PAGE } }',
      'RightsRequest.status',
    ],
  ])(
    'says of whoever is in a list of those of whom it tells that each %s',
    async (_what, caller, purpose, list, told) => {
      for (const page of ['edges { node { name } }', 'them: edges { cursor } totalCount']) {
        const before = (await logged()).length;
        const answer = await gateway.ask(caller, purpose, list.replace('PAGE', page));
        expect(answer.errors).toEqual([]);
        const entries = (await coordinatesLogged()).slice(before);
        expect(entries.length).toBeGreaterThan(0);
        for (const coordinates of entries)
          expect(coordinates).toEqual(page.includes('name') ? ['Person.name', told].sort() : [told]);
      }
      // How many there are tells of nobody.
      const before = (await logged()).length;
      await gateway.ask(caller, purpose, list.replace('PAGE', 'totalCount'));
      expect(await logged()).toHaveLength(before);
    },
  );

  it('says of each of a family that they are one, and of whoever has none that they have none', async () => {
    const members = '{ settlement { familyGroup { members { name } } } }';
    const ask = (id: string) => gateway.ask('imdi', 'SETTLEMENT', `{ person(id: "${id}") ${members} }`);
    const [someone] = await database.owner`
      select one.person_id as id from settlement.family_member as one
      join settlement.family_member as other using (family_id)
      where one.person_id <> other.person_id
        and not exists (select from access.restriction where person_id in (one.person_id, other.person_id))
      limit 1`;
    const family = (await ask(someone?.['id'])).data.person.settlement.familyGroup.members;
    expect(family.length).toBeGreaterThan(1);
    expect(await coordinatesLogged()).toEqual(family.map(() => ['Person.name', 'Settlement.familyGroup']));
    const [alone] = await database.owner`
      select id from settlement.person where id not in (select person_id from settlement.family_member)
        and id not in (select person_id from access.restriction) limit 1`;
    expect((await ask(alone?.['id'])).data.person.settlement).toEqual({ familyGroup: null });
    expect((await coordinatesLogged()).at(-1)).toEqual(['Settlement.familyGroup']);
  });

  it('has an entry for what stood in the way of an act, for it tells what is registered', async () => {
    const { data } = await gateway.ask(
      'municipality',
      'REGISTRATION',
      '{ persons(first: 1, filter: { registrationStatus: IN_PROGRESS }) { edges { node { id } } } }',
    );
    const [{ node }] = data.persons.edges;
    const before = (await logged()).length;
    const answer = await gateway.ask(
      'municipality',
      'REGISTRATION',
      'mutation ($id: ID!) { completeRegistration(input: { personId: $id, key: "none" }) { problems { code message } } }',
      { id: node.id },
    );
    expect(answer.errors).toEqual([]);
    expect(JSON.stringify(answer.data)).toMatch(/mangler/);
    expect(Object.keys(answer.data.completeRegistration)).toEqual(['problems']);
    expect((await logged()).slice(before)).toMatchObject([
      { person_id: node.id, coordinates: ['Problem.code', 'Problem.message'] },
    ]);
  });

  it('has an entry for what the refusal of an act tells of the person whom it was on', async () => {
    const { data } = await gateway.ask('person', 'DATA_SUBJECT_RIGHTS', '{ me { id } }');
    const id: string = data.me.id;
    const act = (caller: string, purpose: Purpose, fields: string) =>
      gateway.ask(caller, purpose, `mutation ($id: ID!) { ${fields} }`, { id });
    const refused = async (
      caller: string,
      purpose: Purpose,
      fields: string,
      code: string,
      coordinates: readonly string[],
    ) => {
      const before = (await logged()).length;
      const { errors } = await act(caller, purpose, fields);
      expect(errors.map(({ extensions }) => extensions['code'])).toEqual([code]);
      expect(JSON.stringify(errors)).not.toContain('tells');
      expect((await logged()).slice(before)).toMatchObject([{ person_id: id, coordinates }]);
    };

    const object = 'objectToProcessing(personId: $id, purpose: EMPLOYMENT_GUIDANCE) { id }';
    expect((await act('person', 'DATA_SUBJECT_RIGHTS', object)).errors).toEqual([]);
    await refused('imdi', 'REGISTRATION', object, 'BAD_USER_INPUT', ['Processing.objectedPurposes']);

    const lift = 'liftRestrictions(personId: $id, reason: "Gjelder ikke lenger.") { id }';
    expect((await act('imdi-privacy', 'DATA_SUBJECT_RIGHTS', lift)).errors).toEqual([]);
    const restricted = ['Processing.objectedPurposes', 'Processing.restricted'];
    await refused('imdi-privacy', 'DATA_SUBJECT_RIGHTS', lift, 'NOT_FOUND', restricted);

    const decide =
      'decideRequest(personId: $id, requestId: "00000000-0000-4000-8000-000000000000", decision: GRANT, reason: "x") { problems { code } }';
    await refused('imdi-privacy', 'DATA_SUBJECT_RIGHTS', decide, 'NOT_FOUND', ['Person']);

    const save =
      'saveInterests(input: { personId: $id, key: "not-current", version: 99, interests: [] }) { version }';
    await refused('imdi', 'REGISTRATION', save, 'CONFLICT', ['SectionVersion.version']);

    const move =
      'moveToReceptionCentre(input: { personId: $id, version: 99, receptionCentre: 1 }) { problems { code } }';
    await refused('imdi', 'SETTLEMENT', move, 'CONFLICT', ['Settlement.version']);

    // Of whom the caller does not see nothing is told, and of what was not looked at neither.
    const before = (await logged()).length;
    for (const query of [
      'mutation { liftRestrictions(personId: "00000000-0000-4000-8000-000000000000", reason: "x") { id } }',
      `mutation { objectToProcessing(personId: "${id}", purpose: DATA_SUBJECT_RIGHTS) { id } }`,
    ])
      expect((await gateway.ask('imdi-privacy', 'DATA_SUBJECT_RIGHTS', query)).errors).toHaveLength(1);
    expect(await logged()).toHaveLength(before);
  });

  it('never lets a client see the identifier that was fetched for it', async () => {
    const answer = await gateway.ask('nav', undefined, '{ persons(first: 1) { edges { node { name } } } }');
    expect(Object.keys(answer.data.persons.edges[0].node)).toEqual(['name']);
    const stolen = await gateway.ask(
      'nav',
      undefined,
      '{ persons(first: 1) { edges { node { kompass__person: name } } } }',
    );
    expect(stolen.errors[0]?.extensions['code']).toBe('BAD_USER_INPUT');
    expect(stolen.data).toBeNull();
  });

  const coordinatesLogged = async () => (await logged()).map(({ coordinates }) => coordinates);

  it('has an entry for whoever was only found, for that there is such a person is told as well', async () => {
    const denied = '{ persons(first: 1) { edges { node { interests { description } } } } }';
    const { data } = await gateway.ask('nav', undefined, denied);
    expect(data.persons.edges[0].node).toEqual({ interests: null });
    expect(await coordinatesLogged()).toEqual([['Person']]);
    const [someone] = await database.owner`
      select duf_number from profile.person where registration_status = 'COMPLETED' limit 1`;
    const known = `{ personByDufNumber(dufNumber: "${someone?.['duf_number']}") { age } }`;
    expect((await gateway.ask('nav', undefined, known)).data.personByDufNumber).toEqual({ age: null });
    expect(await coordinatesLogged()).toEqual([['Person'], ['Person']]);
  });

  it.each([
    ['counted', 'totalCount'],
    ['listed', 'edges { node { id } }'],
    ['passed over', 'pageInfo { hasNextPage } edges { cursor }'],
  ])('tells what a filter found out of whoever was %s', async (_what, selected) => {
    const filter = '{ language: { language: "ukr", atLeast: A1 } }';
    const list = (of: string) =>
      gateway.ask('nav', undefined, `{ persons(first: 500, filter: ${filter}) { ${of} } }`);
    const answer = await list(selected);
    expect(answer.errors).toEqual([]);
    expect(JSON.stringify(answer.data)).not.toContain('kompass__');
    const entries = await coordinatesLogged();
    expect(entries.length).toBeGreaterThan(0);
    expect(entries.length).toBe((await list('totalCount')).data.persons.totalCount);
    for (const coordinates of entries)
      expect(coordinates.filter((each) => each !== 'Person.id')).toEqual([
        'Language.language',
        'Language.speaking',
        'Person.languages',
      ]);
  });

  it('tells it of the first page of whoever was counted, whatever page was asked for', async () => {
    const filter = 'filter: { language: { language: "ukr", atLeast: A1 } }';
    const list = (page: string, of: string) =>
      gateway.ask('nav', undefined, `{ found: persons(${filter} ${page}) { ${of} } }`);
    const whole = await list('first: 500', 'totalCount pageInfo { endCursor }');
    const { totalCount, pageInfo } = whole.data.found;
    expect(totalCount).toBeGreaterThan(1);
    for (const [page, of] of [
      ['first: 1', 'totalCount'],
      [`after: "${pageInfo.endCursor}"`, 'totalCount edges { cursor }'],
      ['first: 1', `edges { cursor } } found: persons(${filter} first: 1) { totalCount`],
    ] as const) {
      const before = (await logged()).length;
      const { data, errors } = await list(page, of);
      expect(errors).toEqual([]);
      expect(JSON.stringify(data)).not.toContain('kompass__');
      expect(data.found.totalCount).toBe(totalCount);
      const told = (await logged()).slice(before);
      expect(new Set(told.map(({ person_id }) => person_id)).size).toBe(Math.min(totalCount, 50));
      for (const { coordinates } of told)
        expect(coordinates).toEqual(['Language.language', 'Language.speaking', 'Person.languages']);
    }
  });

  it('tells what a list of those completed since, and a work list, found out of whoever is counted', async () => {
    await gateway.ask(
      'nav',
      undefined,
      '{ persons(filter: { completedSince: "2026-01-01T00:00:00Z" }) { totalCount } }',
    );
    const completed = await coordinatesLogged();
    expect(completed.length).toBeGreaterThan(0);
    for (const coordinates of completed) expect(coordinates).toEqual(['Registration.completedAt']);
    const { data } = await gateway.ask(
      'municipality',
      'INTRODUCTION_PROGRAMME',
      '{ settlementWorkList(filter: { status: ASSIGNED }) { totalCount } }',
    );
    const asked = (await coordinatesLogged()).slice(completed.length);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.length).toBe(data.settlementWorkList.totalCount);
    for (const coordinates of asked) expect(coordinates).toEqual(['Settlement.status']);
  });

  it('has no entry for what was hidden or not there', async () => {
    await gateway.ask('research', undefined, names);
    await gateway.ask('nav', undefined, '{ person(id: "00000000-0000-4000-8000-000000000000") { name } }');
    expect(await logged()).toEqual([]);
  });

  const faults: readonly (readonly [string, () => Promise<unknown>])[] = [
    [
      'may not be appended to',
      () => database.owner`revoke execute on function consent.enter_disclosures from kompass_consent`,
    ],
    ['has lost its table', () => database.owner`alter table consent.disclosure rename to disclosure_gone`],
    ['has lost its lists', () => database.owner`alter table consent.told rename to told_gone`],
    [
      'has a full disk',
      () =>
        database.owner.unsafe(`create function consent.disk_full() returns trigger language plpgsql as $$
          begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$;
          create trigger disk_full before insert on consent.disclosure for each row execute function consent.disk_full()`),
    ],
    [
      'fails only as it is committed',
      () =>
        database.owner.unsafe(`create function consent.too_late() returns trigger language plpgsql as $$
          begin raise exception 'no space left for the relation'; end $$;
          create constraint trigger too_late after insert on consent.disclosure deferrable initially deferred
            for each row execute function consent.too_late()`),
    ],
  ];
  it.each(faults)('that %s means an error and no data', async (_what, fault) => {
    expect((await gateway.ask('nav', undefined, names)).data.persons.edges).toHaveLength(5);
    await fault();
    const answer = await gateway.ask('nav', undefined, names);
    expect(answer.data).toBeNull();
    expect(answer.errors.map(({ extensions }) => extensions['code'])).toEqual(['UNAVAILABLE']);
    expect(JSON.stringify(answer)).not.toMatch(/enter_disclosures|space left|relation|permission/);
    // What tells of nobody is still answered.
    expect((await gateway.ask('nav', undefined, '{ municipality(number: "4601") { name } }')).data).toEqual({
      municipality: { name: 'Bergen' },
    });
  });

  it('that cannot be appended to leaves an act done, and says so instead of asking for it again', async () => {
    const person = await personToMove(database.owner);
    await database.owner`revoke execute on function consent.enter_disclosures from kompass_consent`;
    const answer = await person.move(gateway);
    expect(answer.data).toBeNull();
    expect(answer.errors).toMatchObject([
      { message: expect.stringMatching(/was done/), extensions: { code: 'OUTCOME_UNKNOWN' } },
    ]);
    expect(await person.centre()).toBe(person.to);
  });

  it('whose connection is cut comes back by itself, and never answers data that it did not log', async () => {
    const cuts = 5;
    // The request after the last cut may still meet the dead connection: an error then, and no data.
    for (let round = 0; round <= cuts; round += 1) {
      const asked = gateway.ask('nav', undefined, names);
      if (round < cuts)
        await database.owner`
          select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and application_name = 'kompass-disclosure'`;
      const answer = await asked;
      const people = (answer.data?.persons.edges ?? []).map(({ node }: { node: { id: string } }) => node.id);
      const known = new Set((await logged()).map((entry) => entry.person_id));
      for (const id of people) expect(known.has(id)).toBe(true);
    }
    expect((await gateway.ask('nav', undefined, names)).data.persons.edges).toHaveLength(5);
  });
});

describe('a person reads who looked', () => {
  it('in plain words, in bokmål or English, as does the privacy officer, which itself is disclosed', async () => {
    const database = await scratchDatabase();
    const gateway = await startTestGateway('in-process', { databaseUrl: database.url });
    const { data } = await gateway.ask('person', 'DATA_SUBJECT_RIGHTS', '{ me { id dufNumber } }');
    const { id, dufNumber } = data.me;
    await gateway.ask(
      'nav',
      undefined,
      'query ($d: DufNumber!) { personByDufNumber(dufNumber: $d) { name workExperience { tasks } } }',
      { d: dufNumber },
    );
    const ask = (caller: string, language: string, query: string) =>
      gateway.token(caller).then((token) =>
        gateway.send(
          {
            authorization: `Bearer ${token}`,
            'kompass-purpose': 'DATA_SUBJECT_RIGHTS',
            'accept-language': language,
          },
          { query },
        ),
      );
    const seen = 'disclosures(first: 2) { totalCount edges { node { text organisation purpose fields } } }';
    const own = await ask('person', 'nb-NO', `{ me { ${seen} } }`);
    const [newest] = own.data.me.disclosures.edges;
    expect(newest.node).toMatchObject({
      organisation: 'NAV',
      purpose: 'EMPLOYMENT_GUIDANCE',
      fields: ['Person.name', 'WorkExperience.tasks'],
    });
    expect(newest.node.text).toMatch(
      /^NAV så navnet ditt og arbeidserfaring \d+\. \S+ 20\d\d kl\. \d\d:\d\d for å gi deg veiledning om muligheten til å få arbeid i Norge\.$/,
    );
    const officer = await ask('imdi-privacy', 'en', `{ person(id: "${id}") { ${seen} } }`);
    expect(officer.data.person.disclosures.edges[0].node.text).toMatch(/^You saw who has seen your data on/);
    const after = await ask('person', 'en', `{ me { ${seen} } }`);
    expect(after.data.me.disclosures.edges[0].node).toMatchObject({
      organisation: 'IMDi',
      text: expect.stringMatching(/^IMDi saw who has seen your data on .* to attend to your rights/),
    });
    const paged = await ask(
      'person',
      'en',
      '{ me { disclosures(first: 1) { pageInfo { hasNextPage endCursor } } } }',
    );
    const { endCursor } = paged.data.me.disclosures.pageInfo;
    const next = await ask(
      'person',
      'en',
      `{ me { disclosures(first: 1, after: "${endCursor}") { edges { node { organisation } } } } }`,
    );
    expect(next.errors).toEqual([]);
    await gateway.close();
    await database.drop();
  });
});
