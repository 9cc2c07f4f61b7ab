import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GuidedPerson, guidedPerson, type Who } from '../support/guided-person.js';

/** Each test goes on where the one before ended: this is one person's way. */
describe('a person settled in Bergen is referred to a career centre', () => {
  let guided: GuidedPerson;
  beforeAll(async () => {
    guided = await guidedPerson();
  });
  afterAll(() => guided.close());

  const sees = async (who: Who): Promise<boolean> => {
    const { data } = await guided.ask(
      who,
      'query ($id: ID!) { person(id: $id) { id } persons { totalCount } }',
    );
    expect(data.persons.totalCount).toBe(data.person ? 1 : 0);
    return data.person !== null;
  };
  const inForce = async () => {
    const { referrals } = await guided.guidance('imdi', 'referrals { id endedAt careerCentre { county } }');
    return referrals.find(({ endedAt }: { endedAt: unknown }) => endedAt === null);
  };
  const personId = '0a0a0a0a-0000-4000-8000-00000000a001';

  it('to another county: its centre sees the person at once, and did not before', async () => {
    expect(await sees('rogaland')).toBe(false);
    const { payload } = await guided.act(
      'bergensCounsellor',
      'referToCareerCentre',
      { personId, county: '11' },
      'person { id name }',
    );
    expect(payload).toEqual({ person: { id: personId, name: 'Testperson' }, problems: null });
    expect(await sees('rogaland')).toBe(true);
    expect(await guided.guidance('nav', 'careerCentre { county }')).toEqual({
      careerCentre: { county: '11' },
    });
  });

  it('a county without a career centre is a problem of the input, said in the language asked for', async () => {
    const { payload } = await guided.act('imdi', 'referToCareerCentre', { personId, county: '99' });
    expect(payload.problems).toEqual([
      { path: ['input', 'county'], code: 'UNKNOWN_CODE', message: expect.stringContaining('karrieresenter') },
    ]);
  });

  it('whoever refers without having read the referral in force is told of it, and changes nothing', async () => {
    const current = await inForce();
    const blind = await guided.act('imdi', 'referToCareerCentre', { personId, county: '46' });
    expect(blind).toMatchObject({ payload: null, code: 'CONFLICT', currentVersion: current.id });
    expect(await inForce()).toEqual(current);
  });

  it('a referral that takes another’s place ends it: the centre of before no longer sees the person', async () => {
    const { id } = await inForce();
    const { payload } = await guided.act('bergen', 'referToCareerCentre', {
      personId,
      county: '46',
      replaces: id,
    });
    expect(payload.problems).toBeNull();
    expect(await sees('rogaland')).toBe(false);
    expect(await sees('vestland')).toBe(true);
    const { referrals } = await guided.guidance(
      'person',
      'referrals { careerCentre { county } referredBy endedBecause }',
    );
    expect(referrals).toEqual([
      { careerCentre: { county: '46' }, referredBy: 'Bergen kommune', endedBecause: null },
      { careerCentre: { county: '11' }, referredBy: 'Bergen kommune', endedBecause: 'REPLACED' },
    ]);
  });

  it('two who refer at the same moment: one is first, the other is told', async () => {
    const { id } = await inForce();
    const both = await Promise.all([
      guided.act('imdi', 'referToCareerCentre', { personId, county: '11', replaces: id }),
      guided.act('bergen', 'referToCareerCentre', { personId, county: '34', replaces: id }),
    ]);
    expect(both.map(({ code }) => code ?? 'DONE').sort()).toEqual(['CONFLICT', 'DONE']);
    const open = await guided.database.owner`select place from access.relation
      where kind = 'REFERRED' and valid_to is null`;
    expect(open).toHaveLength(1);
    expect(open[0]?.['place']).toBe((await inForce()).careerCentre.county);
  });

  it('the centre of the county where the person lives takes who turns to it, also from another centre', async () => {
    const { id } = await inForce();
    const { payload } = await guided.act('vestland', 'takeSelfReferral', { personId, replaces: id });
    expect(payload.problems).toBeNull();
    const { referrals } = await guided.guidance('vestland', 'referrals { referredBy endedAt }');
    expect(referrals[0]).toEqual({ referredBy: 'Personen tok selv kontakt', endedAt: null });
  });

  it('a centre ends its own referral and no other’s, and nobody refers whom they do not see', async () => {
    await guided.act('bergen', 'referToCareerCentre', {
      personId,
      county: '11',
      replaces: (await inForce()).id,
    });
    const referral = (await inForce()).id;
    const end = { personId, referral, because: 'GUIDED' };
    expect((await guided.act('vestland', 'endReferral', end)).code).toBe('NOT_FOUND');
    expect((await guided.act('oslo', 'endReferral', end)).code).toBe('NOT_FOUND');
    expect((await guided.act('oslo', 'referToCareerCentre', { personId, county: '03' })).code).toBe(
      'NOT_FOUND',
    );
    expect(await sees('rogaland')).toBe(true);
    expect((await guided.act('rogaland', 'endReferral', end)).payload.problems).toBeNull();
    expect(await sees('rogaland')).toBe(false);
    expect(await guided.guidance('person', 'careerCentre { county }')).toEqual({ careerCentre: null });
  });

  it('whoever may not refer is refused: NAV, the person, and a centre that helps to register', async () => {
    for (const who of ['nav', 'person', 'vestland'] as const)
      expect((await guided.act(who, 'referToCareerCentre', { personId, county: '46' })).code).toBe(
        'FORBIDDEN',
      );
  });
});
