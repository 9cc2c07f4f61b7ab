import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.js';
import {
  birthDate,
  codes,
  counsellor,
  items,
  type Newcomer,
  newcomer,
  type SectionField,
  save,
} from '../support/registering.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

const now = new Date('2026-11-20T10:00:00Z');
const long = (length: number) => 'å'.repeat(length);

describe('what is wrong with a section', () => {
  let database: ScratchDatabase;
  let gateway: TestGateway;
  let someone: Newcomer;
  beforeAll(async () => {
    database = await scratchDatabase({ empty: true });
    gateway = await startTestGateway('in-process', { databaseUrl: database.url, clock: () => now });
  });
  afterAll(async () => {
    await gateway.close();
    await database.drop();
  });
  let made = 0;
  beforeEach(async () => {
    made += 1;
    someone = await newcomer(database, made);
  });
  const problemsOf = async (field: SectionField, content: unknown, caller = counsellor) => {
    const { saved, errors } = await save(gateway, caller, someone, field, { content });
    expect(errors).toEqual([]);
    expect(saved.version).toBe(null);
    expect(saved.person.registration).toMatchObject({ status: 'NOT_STARTED' });
    return codes(saved.problems).sort();
  };

  it('is told all at once, each beside its field', async () => {
    const [job] = items.workExperience;
    expect(
      await problemsOf('workExperience', [
        { ...job, occupation: '72', country: 'ZZ', from: '1989-01-01', employer: long(201) },
        { ...job, occupation: 'abcd', from: '2026-11-21', tasks: long(2_001), counsellorNote: long(2_001) },
        { ...job, from: '2020-01-01', to: '2019-12-31' },
        job,
        { ...job, employer: ' BANKEN ' },
      ]),
    ).toEqual([
      'input.workExperience.0.country UNKNOWN_CODE',
      'input.workExperience.0.employer TOO_LONG',
      'input.workExperience.0.from IMPLAUSIBLE_DATE',
      'input.workExperience.0.occupation UNKNOWN_CODE',
      'input.workExperience.1.counsellorNote TOO_LONG',
      'input.workExperience.1.from IMPLAUSIBLE_DATE',
      'input.workExperience.1.occupation UNKNOWN_CODE',
      'input.workExperience.1.tasks TOO_LONG',
      'input.workExperience.1.to IMPLAUSIBLE_DATE',
      'input.workExperience.2.to IMPLAUSIBLE_DATE',
      'input.workExperience.4 DUPLICATE',
    ]);
  });

  it('may be in languages and their levels', async () => {
    expect(await problemsOf('languages', [])).toEqual(['input.languages REQUIRED']);
    expect(
      await problemsOf('languages', [
        { language: 'xyx', motherTongue: true, speaking: 'C2' },
        { language: 'ukr', motherTongue: true },
        { language: 'ukr', motherTongue: false, reading: 'A1' },
      ]),
    ).toEqual([
      'input.languages.0.language UNKNOWN_CODE',
      'input.languages.1 REQUIRED',
      'input.languages.2 DUPLICATE',
    ]);
    const { errors } = await save(gateway, counsellor, someone, 'languages', {
      content: [{ language: 'ukr', motherTongue: true, speaking: 'C3' }],
    });
    expect(errors[0]?.extensions['code']).toBe('BAD_USER_INPUT');
  });

  it('may be in education that does not fit the life', async () => {
    const [course] = items.education;
    const born = Number(birthDate.slice(0, 4));
    expect(
      await problemsOf('education', [
        { ...course, endYear: 2027 },
        { ...course, endYear: born + 3, years: 1 },
        { ...course, endYear: 2012, years: 23 },
        { ...course, endYear: 2013, years: 31, field: long(201) },
        { ...course, endYear: null, years: -1, country: 'XX' },
      ]),
    ).toEqual([
      'input.education.0.endYear IMPLAUSIBLE_DATE',
      'input.education.1.endYear IMPLAUSIBLE_DATE',
      'input.education.2.years IMPLAUSIBLE_DATE',
      'input.education.3.field TOO_LONG',
      'input.education.3.years IMPLAUSIBLE_DATE',
      'input.education.3.years OUT_OF_RANGE',
      'input.education.4.country UNKNOWN_CODE',
      'input.education.4.years OUT_OF_RANGE',
    ]);
    expect(await problemsOf('education', [])).toEqual(['input.education REQUIRED']);
  });

  it('is that no education stands beside one', async () => {
    const none = { level: 'NONE', country: 'UA', completed: false, recognisedInNorway: false };
    expect(await problemsOf('education', [...items.education, none])).toEqual([
      'input.education.1.level NOT_NOW',
    ]);
    expect((await save(gateway, counsellor, someone, 'education', { content: [none] })).saved.version).toBe(
      1,
    );
  });

  it('tells nothing of the day of birth but the age', async () => {
    const [job] = items.workExperience;
    const [course] = items.education;
    // Born in May 1990 and 36 years old: the year of birth may be 1989 as far as the age tells.
    const refused = async (field: SectionField, content: unknown) => {
      const { saved } = await save(gateway, counsellor, someone, field, { content });
      return saved.problems;
    };
    for (const [field, content] of [
      ['workExperience', [{ ...job, from: '1900-01-01' }]],
      ['workExperience', [{ ...job, from: '1996-12-31' }]],
      ['education', [{ ...course, endYear: 1900 }]],
      ['education', [{ ...course, endYear: 1993 }]],
    ] as const) {
      const problems = await refused(field, content);
      expect(codes(problems)).toEqual([
        `input.${field}.0.${field === 'education' ? 'endYear' : 'from'} IMPLAUSIBLE_DATE`,
      ]);
      expect(problems[0].message).not.toMatch(/\d/);
    }
    const young = [{ ...job, from: '1997-01-01' }];
    expect(
      (await save(gateway, counsellor, someone, 'workExperience', { content: young })).saved.version,
    ).toBe(1);
    const schooled = [{ ...course, years: 4, endYear: 1994 }];
    expect((await save(gateway, counsellor, someone, 'education', { content: schooled })).saved.version).toBe(
      1,
    );
  });

  it('may be in activities, interests and wishes', async () => {
    expect(
      await problemsOf('activities', [
        { description: '  ', years: 1 },
        { description: long(501), years: 37 },
        { description: 'Sang i  kor', years: -1 },
        { description: 'sang i kor' },
      ]),
    ).toEqual([
      'input.activities.0.description REQUIRED',
      'input.activities.1.description TOO_LONG',
      'input.activities.1.years OUT_OF_RANGE',
      'input.activities.2.years OUT_OF_RANGE',
      'input.activities.3 DUPLICATE',
    ]);
    const many = Array.from({ length: 31 }, (_, at) => ({ description: `Interesse ${at}` }));
    expect(await problemsOf('interests', many)).toEqual(['input.interests TOO_LONG']);
    expect(await problemsOf('wishes', { counsellorNote: 'Alene.' })).toEqual(['input.wishes REQUIRED']);
    expect(await problemsOf('wishes', { occupation: '9999', work: long(1_001) })).toEqual([
      'input.wishes.occupation UNKNOWN_CODE',
      'input.wishes.work TOO_LONG',
    ]);
  });

  it('is said in the language that the reader asks for', async () => {
    const message = async (language: string) => {
      const { data } = await gateway.send(
        {
          authorization: `Bearer ${await gateway.token('municipality')}`,
          'kompass-purpose': 'REGISTRATION',
          'accept-language': language,
        },
        {
          query: `mutation { saveLanguages(input: { personId: "${someone.id}", key: "a-key-of-the-test",
            version: 0, languages: [] }) { problems { message } } }`,
        },
      );
      return data.saveLanguages.problems[0].message;
    };
    expect(await message('nb-NO')).toBe('Her må det stå minst ett punkt.');
    expect(await message('en')).toBe('State at least one.');
  });

  it('is nothing where there is nothing to tell: who has not worked can say so', async () => {
    for (const field of ['workExperience', 'activities', 'interests'] as const)
      expect((await save(gateway, counsellor, someone, field, { content: [] })).saved.version).toBe(1);
    const { saved } = await save(gateway, counsellor, someone, 'wishes');
    expect(
      saved.person.registration.missingSections.map(({ section }: { section: string }) => section),
    ).toEqual(['LANGUAGES', 'EDUCATION']);
  });

  it('does not reach the database: characters that are none are left out', async () => {
    const { saved } = await save(gateway, counsellor, someone, 'interests', {
      content: [{ description: ' Sjakk\u0007\ud800 ', counsellorNote: 'To\nlinjer\u0001' }],
    });
    expect(saved.problems).toEqual([]);
    const { data } = await gateway.askAs(
      someone.themself,
      '{ me { interests { description counsellorNote } } }',
    );
    expect(data.me.interests).toEqual([{ description: 'Sjakk', counsellorNote: 'To\nlinjer' }]);
  });
});

it('is nothing in what synthetic persons have registered: it can be saved as it is', async () => {
  const database = await scratchDatabase();
  const gateway = await startTestGateway('in-process', { databaseUrl: database.url, clock: () => now });
  const imdi = { ...counsellor, party: 'IMDI', organisation: '987879696' } as const;
  const { data } = await gateway.askAs(
    imdi,
    `{ persons(first: 12, filter: { registrationStatus: COMPLETED }) { edges { node { id
      languages { language motherTongue listening reading speaking writing counsellorNote }
      education { level field country years endYear completed recognisedInNorway counsellorNote }
      workExperience { occupation { code } employer country from to tasks counsellorNote }
      activities { description years counsellorNote } interests { description counsellorNote }
      wishes { education work occupation { code } longTermGoal counsellorNote }
      registration { sections { section version } } } } } }`,
  );
  const coded = (item: { occupation?: { code: string } | null }) =>
    item && 'occupation' in item ? { ...item, occupation: item.occupation?.code } : item;
  let saves = 0;
  for (const { node } of data.persons.edges)
    for (const { section, version } of node.registration.sections) {
      if (version === 0) continue;
      const field = section.toLowerCase().replace(/_(.)/, (_: string, next: string) => next.toUpperCase());
      const content = Array.isArray(node[field]) ? node[field].map(coded) : coded(node[field]);
      const { saved, errors } = await save(gateway, imdi, node, field, { content, expectedVersion: version });
      expect({ section, errors, problems: saved?.problems, warnings: saved?.warnings }).toEqual({
        section,
        errors: [],
        problems: [],
        warnings: [],
      });
      saves += 1;
    }
  expect(saves).toBeGreaterThan(50);
  const misplaced = await database.owner`
    select from (select row_number() over (partition by person_id order by to_date desc nulls first, from_date desc)
      as place, position from profile.work_experience
      union all select row_number() over (partition by person_id order by end_year desc nulls first), position
      from profile.education) as kept where place <> position + 1`;
  expect(misplaced).toHaveLength(0);
  await gateway.close();
  await database.drop();
}, 60_000);
