import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.js';
import {
  careerCounsellor,
  codes,
  counsellor,
  imdi,
  items,
  type Newcomer,
  nav,
  newcomer,
  save,
} from '../support/registering.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

const now = new Date('2026-11-20T10:00:00Z');

describe('saving a section', () => {
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
  const fresh = async (informed = true): Promise<Newcomer> => {
    await database.owner`truncate profile.person, profile.language, profile.education, profile.work_experience,
      profile.activity, profile.interest, profile.wishes, profile.section_state, profile.act_key, profile.change,
      consent.person, consent.acknowledgement, settlement.person, guidance.person, access.relation cascade`;
    someone = await newcomer(database, 1, informed);
    return someone;
  };
  const changes = () =>
    database.owner`select section::text, version, party from profile.change order by seq`.then((rows) => [
      ...rows,
    ]);
  const registered = async (fields: string) =>
    (await gateway.askAs(someone.themself, `{ me { ${fields} } }`)).data.me;

  it('keeps work and education the latest first, in whatever order they are sent', async () => {
    await fresh();
    const [job] = items.workExperience;
    const jobs = [
      { ...job, employer: 'Den første', from: '2010-01-01', to: '2012-12-31' },
      { ...job, employer: 'Ved siden av', from: '2019-01-01', to: null },
      { ...job, employer: 'Kort', from: '2012-06-01', to: '2012-12-31' },
      { ...job, employer: 'Nå', from: '2020-01-01', to: null },
    ];
    const employers = async () =>
      (await registered('workExperience { employer counsellorNote }')).workExperience.map(
        ({ employer, counsellorNote }: Record<string, string>) => [employer, counsellorNote],
      );
    const problem = await save(gateway, counsellor, someone, 'workExperience', {
      content: [...jobs, { ...job, country: 'ZZ' }],
    });
    expect(codes(problem.saved.problems)).toEqual(['input.workExperience.4.country UNKNOWN_CODE']);
    await save(gateway, counsellor, someone, 'workExperience', {
      content: jobs.map((each) => ({ ...each, counsellorNote: `Notat: ${each.employer}` })),
    });
    const sorted = ['Nå', 'Ved siden av', 'Kort', 'Den første'];
    expect(await employers()).toEqual(sorted.map((employer) => [employer, `Notat: ${employer}`]));
    // The third as it is kept ended later than was thought, and is sent last.
    await save(gateway, someone.themself, someone, 'workExperience', {
      expectedVersion: 1,
      content: [
        jobs[0],
        jobs[1],
        jobs[3],
        { ...job, employer: 'Lenger', from: '2012-06-01', to: '2013-01-31', corrects: 2 },
      ],
    });
    expect(await employers()).toEqual([
      ['Nå', 'Notat: Nå'],
      ['Ved siden av', 'Notat: Ved siden av'],
      ['Lenger', 'Notat: Kort'],
      ['Den første', 'Notat: Den første'],
    ]);

    const [course] = items.education;
    await save(gateway, counsellor, someone, 'education', {
      content: [2008, 2012, null, 2010].map((endYear) => ({ ...course, years: 1, endYear })),
    });
    const { education } = await registered('education { endYear }');
    expect(education.map(({ endYear }: { endYear: number | null }) => endYear)).toEqual([
      null,
      2012,
      2010,
      2008,
    ]);
  });

  it('tells settlement of the latest work first, also where it was kept otherwise before', async () => {
    const { id, dufNumber } = await fresh();
    await database.owner`insert into profile.work_experience
      (person_id, position, occupation, country, from_date, to_date) values
      (${id}, 0, '7112', 'UA', '2010-01-01', '2012-12-31'), (${id}, 1, '2411', 'UA', '2013-01-01', null)`;
    const [row] = await database.owner.begin(async (sql) => {
      await sql`select set_config('kompass.party', 'PERSON', true), set_config('kompass.duf_number', ${dufNumber}, true)`;
      await sql`set local role kompass_settlement`;
      return sql`select occupations from profile.competence(${[id]})`;
    });
    expect(row?.['occupations'].map(({ occupation }: { occupation: string }) => occupation)).toEqual([
      '2411',
      '7112',
    ]);
  });

  it('goes in any order, over several sittings, by the person and by counsellors', async () => {
    await fresh();
    const sittings = [
      ['wishes', someone.themself],
      ['interests', counsellor],
      ['education', careerCounsellor],
      ['languages', imdi],
      ['workExperience', someone.themself],
      ['activities', counsellor],
    ] as const;
    const missing = [];
    for (const [field, caller] of sittings) {
      const { saved, errors } = await save(gateway, caller, someone, field);
      expect({ field, errors, problems: saved?.problems, version: saved?.version }).toEqual({
        field,
        errors: [],
        problems: [],
        version: 1,
      });
      missing.push(saved.person.registration.missingSections.length);
      expect(saved.person.registration.status).toBe('IN_PROGRESS');
    }
    expect(missing).toEqual([5, 4, 3, 2, 1, 0]);
    const { wishes, workExperience, registration } = await registered(
      'wishes { work occupation { code } } workExperience { occupation { code } employer from to } registration { helpedBy startedAt }',
    );
    expect(wishes).toEqual({ work: items.wishes.work, occupation: { code: '2411' } });
    expect(workExperience).toEqual([
      { occupation: { code: '2411' }, employer: 'Banken', from: '2013-01-01', to: '2021-12-31' },
    ]);
    expect(registration).toEqual({ helpedBy: 'Bergen kommune', startedAt: now.toISOString() });
  });

  it('sent twice with the same key is done once, and answered the same', async () => {
    await fresh();
    const key = randomUUID();
    const first = await save(gateway, counsellor, someone, 'languages', { key });
    const second = await save(gateway, counsellor, someone, 'languages', { key });
    expect(second).toEqual(first);
    expect(await changes()).toEqual([{ section: 'LANGUAGES', version: 1, party: 'MUNICIPALITY' }]);
    // Also when somebody has saved meanwhile, and when both arrive at once.
    await save(gateway, careerCounsellor, someone, 'languages', { expectedVersion: 1 });
    expect((await save(gateway, counsellor, someone, 'languages', { key })).saved.version).toBe(1);
    const twin = { key: randomUUID(), content: [] };
    const both = await Promise.all([1, 2].map(() => save(gateway, counsellor, someone, 'interests', twin)));
    expect(both.map(({ saved }) => saved.version)).toEqual([1, 1]);
    expect(await changes()).toHaveLength(3);
  });

  it('refuses a key that was used for something else', async () => {
    await fresh();
    const key = randomUUID();
    await save(gateway, counsellor, someone, 'interests', { key });
    for (const other of [
      await save(gateway, counsellor, someone, 'interests', {
        key,
        expectedVersion: 1,
        content: [{ description: 'Foto' }],
      }),
      await save(gateway, counsellor, someone, 'languages', { key }),
    ])
      expect(other.errors.map(({ extensions }) => extensions['code'])).toEqual(['BAD_USER_INPUT']);
    expect(await changes()).toHaveLength(1);
    const { saved } = await save(gateway, counsellor, someone, 'languages', { key: 'short' });
    expect(codes(saved.problems)).toEqual(['input.key OUT_OF_RANGE']);
  });

  it('on another version than the current one is a conflict that tells it, and writes nothing', async () => {
    await fresh();
    await save(gateway, counsellor, someone, 'languages');
    for (const expectedVersion of [0, 2, -1]) {
      const stale = await save(gateway, careerCounsellor, someone, 'languages', {
        expectedVersion,
        content: [{ language: 'nob', motherTongue: false, speaking: 'A1' }],
      });
      expect(
        stale.errors.map(({ extensions }) => [extensions['code'], extensions['currentVersion']]),
      ).toEqual([['CONFLICT', 1]]);
    }
    expect(await registered('languages { language }')).toEqual({ languages: [{ language: 'ukr' }] });
    expect(await changes()).toHaveLength(1);
  });

  it('is for nobody who does not see the person, and for nobody who only reads', async () => {
    await fresh();
    const elsewhere = { ...counsellor, organisation: '958935420' };
    const unknown = { id: '00000000-0000-4000-8000-000000000000' };
    for (const [caller, person] of [
      [elsewhere, someone],
      [counsellor, unknown],
      [counsellor, { id: 'x' }],
    ] as const) {
      const { errors, data } = await save(gateway, caller, person, 'interests');
      expect(data).toEqual({ saveInterests: null });
      expect(errors.map(({ message }) => message)).toEqual(['There is no such person that you may see.']);
    }
    const { errors } = await save(gateway, nav, someone, 'interests');
    expect(errors[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', coordinate: 'Mutation.saveInterests' });
    expect(await changes()).toEqual([]);
  });

  it('waits until the person has acknowledged the letter, and again when there is a new one', async () => {
    await fresh(false);
    const { saved } = await save(gateway, someone.themself, someone, 'interests');
    expect(codes(saved.problems)).toEqual(['input NOT_NOW']);
    const acknowledge = (version: number) =>
      gateway.askAs(
        someone.themself,
        `mutation { acknowledgeNotice(personId: "${someone.id}", version: ${version}, language: NB) { problems { code } } }`,
      );
    await acknowledge(1);
    expect((await save(gateway, someone.themself, someone, 'interests')).saved.version).toBe(1);
    await database.owner`insert into consent.notice select 2, language, '2026-11-20', text from consent.notice`;
    const again = await save(gateway, someone.themself, someone, 'interests', { expectedVersion: 1 });
    expect(codes(again.saved.problems)).toEqual(['input NOT_NOW']);
    await acknowledge(2);
    const after = await save(gateway, someone.themself, someone, 'interests', { expectedVersion: 1 });
    expect(after.saved.version).toBe(2);
    await database.owner`delete from consent.notice where version = 2`;
  });
});
