import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { daysFromNow, type GuidedPerson, guidedPerson, now } from '../support/guided-person.js';

describe('a career centre guides a person', () => {
  let guided: GuidedPerson;
  let time = now;
  const personId = '0a0a0a0a-0000-4000-8000-00000000a001';
  beforeAll(async () => {
    guided = await guidedPerson(() => time);
  });
  afterAll(() => guided.close());

  const appointments = async () =>
    (
      await guided.guidance(
        'vestland',
        'appointments { id startsAt mode status version careerCentre { county } }',
      )
    ).appointments;
  const latest = async () => (await appointments())[0];

  it('that is referred to it, and no other', async () => {
    const booking = { personId, startsAt: daysFromNow(7), mode: 'VIDEO' };
    const { payload } = await guided.act('vestland', 'bookAppointment', booking);
    expect(payload.problems).toMatchObject([{ path: ['input', 'personId'], code: 'NOT_NOW' }]);
    await guided.act('vestland', 'takeSelfReferral', { personId });
    expect((await guided.act('vestland', 'bookAppointment', booking)).payload.problems).toEqual([]);
    expect(await latest()).toMatchObject({ status: 'BOOKED', version: 1, careerCentre: { county: '46' } });
  });

  it('tells everything that is wrong with a booking at once', async () => {
    const inThePast = { personId, startsAt: daysFromNow(-1), mode: 'VIDEO' };
    const { payload } = await guided.act('vestland', 'bookAppointment', inThePast);
    expect(payload.problems).toMatchObject([{ path: ['input', 'startsAt'], code: 'IMPLAUSIBLE_DATE' }]);
    const twice = await guided.act('vestland', 'bookAppointment', { ...inThePast, startsAt: daysFromNow(7) });
    expect(twice.payload.problems).toMatchObject([{ path: ['input', 'startsAt'], code: 'DUPLICATE' }]);
  });

  it('moves an appointment; of two who move it at once one wins, and the other is told the version', async () => {
    const { id, version } = await latest();
    const both = await Promise.all(
      [8, 9].map((days) =>
        guided.act('vestland', 'moveAppointment', { appointment: id, version, startsAt: daysFromNow(days) }),
      ),
    );
    expect(both.map(({ code }) => code ?? 'DONE').sort()).toEqual(['CONFLICT', 'DONE']);
    expect(both.find(({ code }) => code)?.currentVersion).toBe(version + 1);
    expect((await latest()).version).toBe(version + 1);
  });

  it('the person calls an appointment off, and does nothing else with it', async () => {
    const { id: appointment, version } = await latest();
    const moved = await guided.act('person', 'moveAppointment', {
      appointment,
      version,
      startsAt: daysFromNow(10),
    });
    expect(moved.code).toBe('FORBIDDEN');
    expect(
      (await guided.act('person', 'cancelAppointment', { appointment, version })).payload.problems,
    ).toEqual([]);
    expect((await latest()).status).toBe('CANCELLED');
    const again = await guided.act('vestland', 'moveAppointment', {
      appointment,
      version: version + 1,
      startsAt: daysFromNow(10),
    });
    expect(again.payload.problems).toMatchObject([{ path: ['input', 'appointment'], code: 'NOT_NOW' }]);
  });

  it('notes who did not come once the time has come, and not before', async () => {
    await guided.act('vestland', 'bookAppointment', {
      personId,
      startsAt: daysFromNow(20),
      mode: 'IN_PERSON',
    });
    const { id: appointment, version } = await latest();
    const missed = { appointment, version, attendance: 'MISSED' };
    expect((await guided.act('vestland', 'recordAttendance', missed)).payload.problems).toMatchObject([
      { path: ['input', 'attendance'], code: 'NOT_NOW' },
    ]);
    time = new Date(daysFromNow(21));
    expect((await guided.act('vestland', 'recordAttendance', missed)).payload.problems).toEqual([]);
    expect((await latest()).status).toBe('MISSED');
  });

  it('the person calls off what is to come, and not what has been', async () => {
    await guided.act('vestland', 'bookAppointment', { personId, startsAt: daysFromNow(22), mode: 'VIDEO' });
    const { id: appointment, version } = await latest();
    time = new Date(daysFromNow(23));
    const late = await guided.act('person', 'cancelAppointment', { appointment, version });
    expect(late.payload.problems).toMatchObject([{ path: ['input', 'appointment'], code: 'NOT_NOW' }]);
    expect((await latest()).status).toBe('BOOKED');
    // The centre, which may have called it off by telephone, can.
    expect(
      (await guided.act('vestland', 'cancelAppointment', { appointment, version })).payload.problems,
    ).toEqual([]);
  });

  it('records a session, which holds its appointment; the note is the centre’s and the person’s alone', async () => {
    await guided.act('vestland', 'bookAppointment', {
      personId,
      startsAt: daysFromNow(30),
      mode: 'IN_PERSON',
    });
    const { id: appointment } = await latest();
    const early = await guided.act('vestland', 'recordSession', {
      personId,
      appointment,
      heldAt: daysFromNow(20),
      interpreter: true,
    });
    expect(early.payload.problems).toMatchObject([{ path: ['input', 'appointment'], code: 'NOT_NOW' }]);
    expect((await latest()).status).toBe('BOOKED');
    time = new Date(daysFromNow(30.1));
    const session = {
      personId,
      appointment,
      heldAt: daysFromNow(30),
      interpreter: true,
      internalNote: 'Vurderer å flytte.',
    };
    expect((await guided.act('vestland', 'recordSession', session)).payload.problems).toEqual([]);
    expect((await latest()).status).toBe('HELD');
    const again = await guided.act('vestland', 'recordSession', session);
    expect(
      again.payload.problems.map(({ path, code }: { path: string[]; code: string }) => [...path, code]),
    ).toEqual([
      ['input', 'heldAt', 'DUPLICATE'],
      ['input', 'appointment', 'NOT_NOW'],
    ]);

    const note = 'sessions { heldAt internalNote }';
    const heldAt = daysFromNow(30);
    const read = { sessions: [{ heldAt, internalNote: 'Vurderer å flytte.' }] };
    const unread = { sessions: [{ heldAt, internalNote: null }] };
    expect(await guided.guidance('vestland', note)).toEqual(read);
    expect(await guided.guidance('person', note)).toEqual(read);
    expect(await guided.guidance('imdi', note)).toEqual(unread);
    for (const who of ['nav', 'bergen'] as const)
      expect(await guided.guidance(who, note)).toEqual({ sessions: null });

    const { referrals } = await guided.guidance('bergen', 'referrals { id endedAt }');
    await guided.act('bergen', 'referToCareerCentre', { personId, county: '11', replaces: referrals[0].id });
    expect(await guided.guidance('rogaland', note)).toEqual(unread);
  });

  it('warns of what does not belong in a note, and never repeats it', async () => {
    const { referrals } = await guided.guidance('rogaland', 'referrals { id }');
    await guided.act('vestland', 'takeSelfReferral', { personId, replaces: referrals[0].id });
    const { payload } = await guided.act(
      'vestland',
      'recordSession',
      {
        personId,
        heldAt: daysFromNow(29),
        interpreter: false,
        internalNote: 'Har diabetes. DUF-nummer 200205705502.',
      },
      'person { guidance { sessions { heldAt } } } warnings { path code message }',
    );
    expect(payload.problems).toEqual([]);
    expect(payload.person.guidance.sessions).toContainEqual({ heldAt: daysFromNow(29) });
    expect(
      payload.warnings.map(({ path, code }: { path: string[]; code: string }) => [...path, code]),
    ).toEqual([
      ['input', 'internalNote', 'IDENTIFYING_NUMBER'],
      ['input', 'internalNote', 'HEALTH_INFORMATION'],
    ]);
    expect(JSON.stringify(payload)).not.toMatch(/200205705502|diabetes/);
    const [current] = (await guided.guidance('person', 'referrals { id }')).referrals;
    await guided.act('bergen', 'referToCareerCentre', { personId, county: '11', replaces: current.id });
  });

  it('and no other centre changes what it recorded', async () => {
    const { sessions } = await guided.guidance('rogaland', 'sessions { id version }');
    const amended = { session: sessions[0].id, version: 1, interpreter: false, internalNote: 'Annet.' };
    expect((await guided.act('rogaland', 'amendSession', amended)).code).toBe('NOT_FOUND');
    const { id: appointment, version } = await latest();
    expect((await guided.act('rogaland', 'cancelAppointment', { appointment, version })).code).toBe(
      'NOT_FOUND',
    );
    expect((await guided.act('vestland', 'amendSession', amended)).payload.problems).toEqual([]);
    expect(await guided.act('vestland', 'amendSession', amended)).toMatchObject({
      code: 'CONFLICT',
      currentVersion: 2,
    });
  });

  it('nor does the database let anybody, whatever a resolver would ask of it', async () => {
    const as = (party: string, purpose: string, organisation: string, statement: string) =>
      guided.database.owner.begin(async (sql) => {
        await sql`set local role kompass_guidance`;
        await sql`select set_config('kompass.party', ${party}, true), set_config('kompass.purpose', ${purpose}, true),
          set_config('kompass.organisation', ${organisation}, true), set_config('kompass.clearances', '', true)`;
        return sql.unsafe(statement);
      });
    const rogaland = ['CAREER_CENTRE', 'CAREER_GUIDANCE', '971045698'] as const;
    for (const table of ['appointment', 'session'])
      expect((await as(...rogaland, `update guidance.${table} set version = 9`)).count).toBe(0);
    await expect(
      as(
        ...rogaland,
        `insert into guidance.session (id, person_id, career_centre, held_at, interpreter)
        values (gen_random_uuid(), '${personId}', '821311632', now(), false)`,
      ),
    ).rejects.toThrow(/row-level security/);
    await expect(
      as(
        ...rogaland,
        `select set_config('kompass.referring', '${personId}', true);
        insert into access.relation (person_id, kind, place) values ('${personId}', 'SETTLED', '1103')`,
      ),
    ).rejects.toThrow(/row-level security/);
  });
});
