import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { counsellor, items, type Newcomer, newcomer, save } from '../support/registering.js';
import { carryingOut, type RectificationDemand, rights } from '../support/rights.js';

const outcomesOf = ({ execution }: RectificationDemand) =>
  Object.fromEntries(execution?.steps.map(({ subgraph, outcome }) => [subgraph, outcome]) ?? []);

describe('what is wrong is corrected in every part of Kompass', { timeout: 60_000 }, () => {
  const { database, gateway } = carryingOut();
  let person: { id: string; duf: string };
  let was: string;
  beforeAll(async () => {
    const [found] = await database().owner<{ id: string; duf: string; name: string }[]>`
      select person.id, duf_number as duf, name from profile.person
      join guidance.result on result.person_id = person.id
      join settlement.matching on matching.person_id = person.id
      where person.id in (select person_id from profile.work_experience)
        and person.id not in (select person_id from consent.rights_request) order by person.id limit 1`;
    if (!found) throw new Error('nobody has what the test needs');
    person = found;
    was = found.name;
  });

  const { ask, demand, latest, grant, decide, onWorkList } = rights(gateway, () => person);
  /** Demands a rectification, has it granted, and waits until it is done. */
  const correct = async (input: string) => {
    expect(await demand(input)).toEqual([]);
    const granted = await grant();
    expect(granted.status).toBe('GRANTED');
    return outcomesOf(granted);
  };

  it('who the person is, and what rests on nothing of it stays', async () => {
    expect(await correct('field: "Person.name", correction: "Nytt Navn", grounds: "Vigselsattest."')).toEqual(
      {
        profile: 'CORRECTED',
        guidance: 'NOTHING_HELD',
        settlement: 'NOTHING_HELD',
        consent: 'NOTHING_HELD',
      },
    );
    expect(await ask('name')).toEqual({ name: 'Nytt Navn' });
  });

  it('an entry of a section, and what was worked out from it is marked', async () => {
    const outcomes = await correct('field: "WorkExperience.employer", entry: 1, correction: "Riktig firma"');
    expect(outcomes).toEqual({
      profile: 'CORRECTED',
      guidance: 'MARKED',
      settlement: 'MARKED',
      consent: 'NOTHING_HELD',
    });
    const { guidance, settlement } = await ask(
      'guidance { result { outdatedSince } } settlement { matchingBasis { outdatedSince } }',
    );
    expect(guidance.result.outdatedSince).toEqual(expect.any(String));
    expect(settlement.matchingBasis.outdatedSince).toEqual(expect.any(String));
    expect((await ask('workExperience { employer }')).workExperience[0]).toEqual({
      employer: 'Riktig firma',
    });
  });

  it('which makes a new version of the section, and is a change that the person reads of', async () => {
    const { registration, history } = await ask(`registration { sections { section version } }
      history(first: 2) { edges { node { kind section version organisation text
        before { name workExperience { employer } } after { name workExperience { employer } } } } }`);
    const version = registration.sections.find(
      ({ section }: { section: string }) => section === 'WORK_EXPERIENCE',
    ).version;
    const [entry, name] = history.edges.map(({ node }: { node: unknown }) => node);
    expect(entry).toMatchObject({
      kind: 'RECTIFIED',
      section: 'WORK_EXPERIENCE',
      version,
      organisation: 'IMDi',
      text: expect.stringMatching(/^IMDi rettet arbeidserfaringen din /),
    });
    expect(version).toBeGreaterThan(1);
    expect(entry.before.workExperience[0].employer).not.toBe('Riktig firma');
    expect(entry.after.workExperience[0].employer).toBe('Riktig firma');
    expect(name).toMatchObject({
      kind: 'RECTIFIED',
      section: null,
      before: { name: was, workExperience: null },
      after: { name: 'Nytt Navn', workExperience: null },
      text: expect.stringMatching(/^IMDi rettet opplysninger om deg /),
    });
  });

  it('by taking out what should not be there at all', async () => {
    await database()
      .owner`update profile.wishes set counsellor_note = 'Feil person.' where person_id = ${person.id}`;
    await database()
      .owner`insert into profile.wishes (person_id, counsellor_note) values (${person.id}, 'Feil person.')
      on conflict (person_id) do nothing`;
    const outcomes = await correct('field: "Wishes.counsellorNote"');
    expect(outcomes['profile']).toBe('CORRECTED');
    expect((await ask('wishes { counsellorNote }')).wishes).toEqual({ counsellorNote: null });
  });

  it('and goes back to the officer when it does not fit by then: nothing is corrected, and nothing marked', async () => {
    await database().owner`update guidance.result set outdated_since = null where person_id = ${person.id}`;
    await database()
      .owner`update settlement.matching set outdated_since = null where person_id = ${person.id}`;
    expect(await demand('field: "WorkExperience.employer", entry: 1, correction: "Et annet firma"')).toEqual(
      [],
    );
    expect((await latest()).rectification.registered).toBe('Riktig firma');
    await database().owner`update profile.work_experience set employer = 'Rettet imens'
      where person_id = ${person.id} and employer = 'Riktig firma'`;
    const granted = await grant();
    expect(granted).toMatchObject({ status: 'DOES_NOT_FIT', decidedAt: null });
    expect(granted.execution).toEqual({
      completedAt: null,
      steps: [{ subgraph: 'profile', outcome: 'DOES_NOT_FIT' }],
    });
    expect(await onWorkList()).toBe(true);
    const now = await ask(`workExperience { employer }
      guidance { result { outdatedSince } } settlement { matchingBasis { outdatedSince } }`);
    expect(now.workExperience[0].employer).toBe('Rettet imens');
    expect(now.guidance.result.outdatedSince).toBe(null);
    expect(now.settlement.matchingBasis.outdatedSince).toBe(null);
  });

  it('who decides anew: grants it once it fits', async () => {
    await database().owner`update profile.work_experience set employer = 'Riktig firma'
      where person_id = ${person.id} and employer = 'Rettet imens'`;
    const granted = await grant();
    expect(granted).toMatchObject({ status: 'GRANTED', decidedAt: expect.any(String) });
    expect(granted.execution?.completedAt).toEqual(expect.any(String));
    expect(outcomesOf(granted)).toMatchObject({
      profile: 'CORRECTED',
      guidance: 'MARKED',
      settlement: 'MARKED',
    });
    expect(await onWorkList()).toBe(false);
  });

  it('or refuses it with a reason', async () => {
    expect(await demand('field: "WorkExperience.employer", entry: 1, correction: "Enda et firma"')).toEqual(
      [],
    );
    await database().owner`delete from profile.work_experience where person_id = ${person.id}`;
    const { id, status } = await grant();
    expect(status).toBe('DOES_NOT_FIT');
    expect(await decide('REFUSE', id)).toEqual([]);
    expect(await latest()).toMatchObject({ status: 'REFUSED', decidedAt: expect.any(String) });
    expect(await onWorkList()).toBe(false);
  });
});

describe('what a demand means is fixed when it is made', { timeout: 60_000 }, () => {
  const { database, gateway } = carryingOut({ empty: true });
  let someone: Newcomer;
  let made = 0;
  beforeEach(async () => {
    made += 1;
    someone = await newcomer(database(), made);
  });
  const { ask, demand, latest, requests, grant } = rights(gateway, () => ({
    id: someone.id,
    duf: someone.dufNumber,
  }));

  const job = (employer: string, from = '2013-01-01', to = '2021-12-31') => ({
    occupation: '2411',
    employer,
    country: 'UA',
    from,
    to,
  });
  const jobs = async (): Promise<{ employer: string }[]> =>
    (await ask('workExperience { employer country from to }')).workExperience;
  const saveJobs = async (expectedVersion: number, ...content: object[]) => {
    const { saved } = await save(gateway(), counsellor, someone, 'workExperience', {
      content,
      expectedVersion,
    });
    expect(saved).toMatchObject({ problems: [], version: expectedVersion + 1 });
  };

  it('so that the entry that was meant is corrected, and no other that was saved on top of it', async () => {
    await saveJobs(0, job('Banken'), job('Feil firma'));
    expect(await demand('field: "WorkExperience.employer", entry: 2, correction: "Riktig firma"')).toEqual(
      [],
    );
    await saveJobs(1, job('Ny jobb', '2022-02-01', '2023-03-01'), job('Banken'), job('Feil firma'));
    expect((await latest()).rectification).toEqual({ entry: 2, registered: 'Feil firma' });
    expect((await grant()).status).toBe('GRANTED');
    expect((await jobs()).map(({ employer }) => employer)).toEqual(['Ny jobb', 'Banken', 'Riktig firma']);
  });

  it('and nothing is corrected when the entry is gone', async () => {
    await saveJobs(0, job('Banken'), job('Feil firma'));
    expect(await demand('field: "WorkExperience.employer", entry: 2, correction: "Riktig firma"')).toEqual(
      [],
    );
    await saveJobs(1, job('Ny jobb', '2022-02-01', '2023-03-01'), job('Banken'));
    expect((await grant()).status).toBe('DOES_NOT_FIT');
    expect((await jobs()).map(({ employer }) => employer)).toEqual(['Ny jobb', 'Banken']);
  });

  it('two things wrong in one entry are both corrected', async () => {
    await saveJobs(0, job('Feil firma'));
    expect(await demand('field: "WorkExperience.employer", entry: 1, correction: "Riktig firma"')).toEqual(
      [],
    );
    expect(await demand('field: "WorkExperience.country", entry: 1, correction: "PL"')).toEqual([]);
    for (const { id } of await requests()) expect((await grant(id)).status).toBe('GRANTED');
    expect(await jobs()).toEqual([expect.objectContaining({ employer: 'Riktig firma', country: 'PL' })]);
  });

  it.each([
    ['the name', 'name', 'Nytt Navn', 'Testperson', 'Nytt Navn'],
    ['the date of birth', 'birthDate', '1991-06-18', '1990-05-17', '1991-06-18'],
    ['the gender', 'gender', 'UNSPECIFIED', 'FEMALE', 'UNSPECIFIED'],
    ['the citizenships', 'citizenships', 'UA PL', ['UA'], ['UA', 'PL']],
  ])(
    'of %s the person reads what was registered before the correction, and what is since',
    async (_what, field, right, before, after) => {
      expect(await demand(`field: "Person.${field}", correction: "${right}"`)).toEqual([]);
      expect((await grant()).status).toBe('GRANTED');
      const content = '{ name birthDate gender citizenships languages { language } }';
      const nothing = { name: null, birthDate: null, gender: null, citizenships: null, languages: null };
      const now = await ask(
        `${field} history(first: 1) { edges { node { kind section before ${content} after ${content} } } }`,
      );
      expect(now[field]).toEqual(after);
      expect(now.history.edges[0].node).toEqual({
        kind: 'RECTIFIED',
        section: null,
        before: { ...nothing, [field]: before },
        after: { ...nothing, [field]: after },
      });
    },
  );

  it('an entry that does not exist cannot be demanded corrected', async () => {
    await saveJobs(0, job('Banken'));
    for (const entry of [2, 45, 100_000])
      expect(await demand(`field: "WorkExperience.employer", entry: ${entry}, correction: "Firma"`)).toEqual([
        'input.entry OUT_OF_RANGE',
      ]);
    expect(await demand('field: "Wishes.work", correction: "Vil bli kokk"')).toEqual([
      'input.field OUT_OF_RANGE',
    ]);
    expect(await requests()).toEqual([]);
  });

  it.each([
    ['Person.birthDate', '', '2999-01-01', 'IMPLAUSIBLE_DATE'],
    ['Person.birthDate', '', '1850-01-01', 'IMPLAUSIBLE_DATE'],
    ['Person.birthDate', '', '1990-02-31', 'UNKNOWN_CODE'],
    ['Person.citizenships', '', 'UA QQ', 'UNKNOWN_CODE'],
    ['WorkExperience.from', 'entry: 1', '2099-01-01', 'IMPLAUSIBLE_DATE'],
    ['WorkExperience.country', 'entry: 1', 'QQ', 'UNKNOWN_CODE'],
  ])('%s cannot be demanded to be what it cannot be: %s %s', async (field, entry, correction, code) => {
    await saveJobs(0, job('Banken'));
    expect(await demand(`field: "${field}", ${entry}, correction: "${correction}"`)).toEqual([
      `input.correction ${code}`,
    ]);
  });

  it.each([
    ['Person.name', ' ', /en tekst som ikke er tom/, /a text that is not empty/],
    ['WorkExperience.from', '31.01.2020', /en dato som 2026-01-31/, /a date like 2026-01-31/],
    [
      'Language.motherTongue',
      'ja',
      /«true» for ja eller «false» for nei/,
      /"true" for yes or "false" for no/,
    ],
    ['Education.years', 'tre', /et tall med inntil fire sifre/, /a number of up to four digits/],
    ['Language.speaking', 'god', /A1, A2, B1, B2, C1, C2/, /A1, A2, B1, B2, C1, C2/],
    ['Education.level', 'skole', /NONE, PRIMARY, .*DOCTORATE/, /NONE, PRIMARY, .*DOCTORATE/],
    ['Person.gender', 'kvinne', /FEMALE, MALE, UNSPECIFIED/, /FEMALE, MALE, UNSPECIFIED/],
    ['WorkExperience.country', 'Ukraina', /to bokstaver .*som UA/, /two letters .*like UA/],
    ['Person.citizenships', 'Ukraina', /to bokstaver .*som UA PL/, /two letters .*like UA PL/],
    ['Language.language', 'ukrainsk', /tre bokstaver .*som ukr/, /three letters .*like ukr/],
    ['WorkExperience.occupation', 'murer', /fire sifre .*som 7112/, /four digits .*like 7112/],
  ])(
    '%s written as "%s" is answered with how it is written, in both languages',
    async (field, wrong, nb, en) => {
      const message = async (language: string): Promise<string> => {
        const { data } = await gateway().send(
          {
            authorization: `Bearer ${await gateway().tokenFor(someone.themself)}`,
            'kompass-purpose': 'DATA_SUBJECT_RIGHTS',
            'accept-language': language,
          },
          {
            query: `mutation ($id: ID!, $field: String!, $correction: String) { requestRectification(personId: $id,
            input: { field: $field, entry: 1, correction: $correction }) { problems { message } } }`,
            variables: { id: someone.id, field, correction: wrong },
          },
        );
        return data.requestRectification.problems[0].message;
      };
      for (const [language, says, how] of [
        ['nb', `Dette er ikke slik ${field} skrives: skriv `, nb],
        ['en', `This is not how ${field} is written: write `, en],
      ] as const) {
        expect(await message(language)).toContain(says);
        expect(await message(language)).toMatch(how);
      }
    },
  );

  it.each([
    ['begins after it ended', 'WorkExperience.from', '2022-05-01'],
    ['begins before the person could work', 'WorkExperience.from', '1991-01-01'],
    ['is there already', 'WorkExperience.employer', 'Banken'],
  ])('what would not be saved is not corrected either: work that %s', async (_why, field, correction) => {
    await saveJobs(0, job('Banken'), job('Sparebanken'));
    const before = await jobs();
    expect(await demand(`field: "${field}", entry: 2, correction: "${correction}"`)).toEqual([]);
    expect((await grant()).status).toBe('DOES_NOT_FIT');
    expect(await jobs()).toEqual(before);
  });

  it('an entry that should not be there at all is taken out', async () => {
    await saveJobs(0, job('Posten', '2022-02-01', '2023-03-01'), job('Aldri vært der'), job('Banken'));
    expect(await demand('field: "WorkExperience", entry: 2, correction: "Ingenting"')).toEqual([
      'input.correction OUT_OF_RANGE',
    ]);
    expect(await demand('field: "WorkExperience", entry: 2')).toEqual([]);
    expect((await latest()).rectification.registered).toBe(
      '2411, Aldri vært der, UA, 2013-01-01, 2021-12-31',
    );
    expect((await grant()).status).toBe('GRANTED');
    expect((await jobs()).map(({ employer }) => employer)).toEqual(['Posten', 'Banken']);
  });

  it('but not the last of a section in which everybody has something to say', async () => {
    await save(gateway(), counsellor, someone, 'languages');
    expect(await demand('field: "Language", entry: 1')).toEqual([]);
    expect((await grant()).status).toBe('DOES_NOT_FIT');
    expect((await ask('languages { language }')).languages).toEqual([
      { language: items.languages[0]?.language },
    ]);
  });
});
