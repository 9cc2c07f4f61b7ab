import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { daysFromNow, type GuidedPerson, guidedPerson, type Who } from '../support/guided-person.js';

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
    expect(payload).toEqual({ person: { id: personId, name: 'Testperson' }, problems: [] });
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
    // Not by which: whoever may read it does so, and a retry replaces nothing unread.
    expect(blind).toEqual({ payload: null, code: 'CONFLICT', currentVersion: undefined });
    expect(await inForce()).toEqual(current);
  });

  it('a counsellor who sees no referrals is told that there is one, and neither replaces nor ends it', async () => {
    const current = await inForce();
    const refer = { personId, county: '46' };
    const blind = await guided.act('bergensCounsellor', 'referToCareerCentre', refer);
    expect(blind).toEqual({ payload: null, code: 'CONFLICT', currentVersion: undefined });
    const named = { ...refer, replaces: current.id };
    expect(
      (await guided.act('bergensCounsellor', 'referToCareerCentre', named)).payload.problems,
    ).toMatchObject([{ path: ['input', 'replaces'], code: 'NOT_YOURS' }]);
    const end = { personId, referral: current.id, because: 'DECLINED' };
    expect((await guided.act('bergensCounsellor', 'endReferral', end)).code).toBe('FORBIDDEN');
    expect(await inForce()).toEqual(current);
  });

  it('nor does the database let a counsellor end it, whatever a resolver would ask of it', async () => {
    const ended = await guided.database.owner.begin(async (sql) => {
      await sql`set local role kompass_guidance`;
      await sql`select set_config('kompass.party', 'MUNICIPALITY', true), set_config('kompass.purpose', 'REGISTRATION', true),
        set_config('kompass.organisation', '964338531', true), set_config('kompass.clearances', '', true)`;
      expect(await sql`select id from guidance.person`).toHaveLength(1);
      return sql`update guidance.referral set ended_at = now()`;
    });
    expect(ended.count).toBe(0);
  });

  it('a referral that takes another’s place ends it: the centre of before no longer sees the person', async () => {
    const { id } = await inForce();
    const { payload } = await guided.act('bergen', 'referToCareerCentre', {
      personId,
      county: '46',
      replaces: id,
    });
    expect(payload.problems).toEqual([]);
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
    expect(payload.problems).toEqual([]);
    const { referrals } = await guided.guidance('vestland', 'referrals { referredBy endedAt }');
    expect(referrals[0]).toEqual({ referredBy: 'Personen tok selv kontakt', endedAt: null });
  });

  it('whose appointments still to come are called off when the referral ends, whoever ends it', async () => {
    const appointments = 'appointments { startsAt status version }';
    const book = (who: Who, days: number) =>
      guided.act(who, 'bookAppointment', { personId, startsAt: daysFromNow(days), mode: 'VIDEO' });
    await book('vestland', 7);
    await guided.database
      .owner`insert into guidance.appointment (id, person_id, career_centre, starts_at, mode, status)
      values (gen_random_uuid(), ${personId}, '821311632', ${daysFromNow(-7)}, 'VIDEO', 'BOOKED')`;
    // Oslo has nothing to do with it, and the centre that takes over is another than the one that booked.
    expect((await guided.act('oslo', 'referToCareerCentre', { personId, county: '03' })).code).toBe(
      'NOT_FOUND',
    );
    await guided.act('bergen', 'referToCareerCentre', {
      personId,
      county: '11',
      replaces: (await inForce()).id,
    });
    const past = { startsAt: daysFromNow(-7), status: 'BOOKED', version: 1 };
    const off = (days: number) => ({ startsAt: daysFromNow(days), status: 'CANCELLED', version: 2 });
    expect((await guided.guidance('person', appointments)).appointments).toEqual([off(7), past]);

    await book('rogaland', 8);
    await guided.act('vestland', 'takeSelfReferral', { personId, replaces: (await inForce()).id });
    expect((await guided.guidance('person', appointments)).appointments).toEqual([off(8), off(7), past]);

    await book('vestland', 9);
    await guided.act('imdi', 'endReferral', {
      personId,
      referral: (await inForce()).id,
      because: 'MISTAKE',
    });
    expect((await guided.guidance('person', appointments)).appointments).toEqual([
      off(9),
      off(8),
      off(7),
      past,
    ]);
    await guided.act('vestland', 'takeSelfReferral', { personId });
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
    expect((await guided.act('rogaland', 'endReferral', end)).payload.problems).toEqual([]);
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
