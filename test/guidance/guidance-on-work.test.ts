import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { daysFromNow, type GuidedPerson, guidedPerson } from '../support/guided-person.js';

const personId = '0a0a0a0a-0000-4000-8000-00000000a001';

describe('NAV guides a person on the chance of work', () => {
  let guided: GuidedPerson;
  beforeAll(async () => {
    guided = await guidedPerson();
    await guided.database.owner`insert into profile.work_experience
      (person_id, position, occupation, employer, country, from_date, to_date, tasks) values
      (${personId}, 0, '7411', 'Elektroverkstedet', 'UA', '2015-01-01', '2025-01-01', 'Installasjon'),
      (${personId}, 1, '5120', 'Hotellkjøkkenet', 'UA', '2010-01-01', '2012-01-01', 'Varmmat')`;
  });
  afterAll(() => guided.close());

  const fields = 'employmentGuidance { id givenAt assessment measures version }';
  const guidance = {
    personId,
    givenAt: daysFromNow(-1),
    assessment: 'Mulig etter norskkurs på B1.',
    measures: ['Jobbsøkerkurs'],
  };

  it('and records it: for the person and the municipality that settles the person, and no other', async () => {
    expect((await guided.act('nav', 'recordEmploymentGuidance', guidance)).payload.problems).toEqual([]);
    for (const who of ['nav', 'person', 'bergen'] as const)
      expect((await guided.guidance(who, fields)).employmentGuidance).toMatchObject([
        { assessment: guidance.assessment, version: 1 },
      ]);
    for (const who of ['imdi', 'vestland'] as const)
      expect(await guided.guidance(who, fields)).toEqual({ employmentGuidance: null });
    expect((await guided.act('bergen', 'recordEmploymentGuidance', guidance)).code).toBe('FORBIDDEN');
  });

  it('and is told everything that is wrong with it at once', async () => {
    const { payload } = await guided.act('nav', 'recordEmploymentGuidance', {
      ...guidance,
      givenAt: daysFromNow(1),
      assessment: ' ',
      measures: [],
    });
    expect(
      payload.problems.map(({ path, code }: { path: string[]; code: string }) => [path[1], code]),
    ).toEqual([
      ['givenAt', 'IMPLAUSIBLE_DATE'],
      ['assessment', 'REQUIRED'],
      ['measures', 'REQUIRED'],
    ]);
  });

  it('and corrects it, unless a colleague has done so meanwhile', async () => {
    const [{ id, version }] = (await guided.guidance('nav', fields)).employmentGuidance;
    const amended = {
      employmentGuidance: id,
      version,
      assessment: 'Gode muligheter.',
      measures: ['Formidling'],
    };
    const both = await Promise.all([1, 2].map(() => guided.act('nav', 'amendEmploymentGuidance', amended)));
    expect(both.map(({ code }) => code ?? 'DONE').sort()).toEqual(['CONFLICT', 'DONE']);
    expect((await guided.guidance('nav', fields)).employmentGuidance).toMatchObject([
      { assessment: 'Gode muligheter.', version: 2 },
    ]);
  });

  it('with occupations that come close to the work registered, and why', async () => {
    const query = 'suggestedOccupations { code label closeness reasons }';
    const { suggestedOccupations } = await guided.guidance('nav', query);
    expect(suggestedOccupations[0]).toEqual({
      code: '7411',
      label: expect.any(String),
      closeness: expect.any(Number),
      reasons: ['Har arbeidet med dette i 10 år, til 2025.'],
    });
    expect(suggestedOccupations.map(({ code }: { code: string }) => code)).toContain('7412');
    expect(suggestedOccupations.length).toBeLessThanOrEqual(10);
    expect((await guided.guidance('person', query)).suggestedOccupations).toEqual(suggestedOccupations);
    for (const who of ['imdi', 'bergen', 'vestland'] as const)
      expect(await guided.guidance(who, query)).toEqual({ suggestedOccupations: null });
  });
});
