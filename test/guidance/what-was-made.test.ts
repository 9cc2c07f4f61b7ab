import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { daysFromNow, type GuidedPerson, guidedPerson, now } from '../support/guided-person.js';

const personId = '0a0a0a0a-0000-4000-8000-00000000a001';

/** Each test goes on where the one before ended: this is one person's way. */
describe('an act of guidance answers which thing it made or changed, so that no client needs to ask again', () => {
  let guided: GuidedPerson;
  let time = now;
  beforeAll(async () => {
    guided = await guidedPerson(() => time);
  });
  afterAll(() => guided.close());

  const logged = async () =>
    (await guided.database.owner`select coordinates from consent.disclosed order by seq desc limit 1`)[0]?.[
      'coordinates'
    ];
  let referral: string;

  it('a referral, which the person’s list has', async () => {
    const { payload } = await guided.act(
      'vestland',
      'takeSelfReferral',
      { personId },
      'referral person { guidance { referrals { id endedAt } } }',
    );
    referral = payload.referral;
    expect(payload.person.guidance.referrals).toEqual([{ id: referral, endedAt: null }]);
  });

  it('an appointment, booked, moved and called off; what is read of it is entered as read of the person', async () => {
    const fields = 'appointment person { guidance { appointments { id startsAt version } } }';
    const booked = await guided.act(
      'vestland',
      'bookAppointment',
      { personId, startsAt: daysFromNow(7), mode: 'VIDEO' },
      fields,
    );
    const { appointment } = booked.payload;
    expect(booked.payload.person.guidance.appointments).toEqual([
      { id: appointment, startsAt: daysFromNow(7), version: 1 },
    ]);
    expect(await logged()).toEqual([
      'Appointment.id',
      'Appointment.startsAt',
      'Appointment.version',
      'AppointmentPayload.appointment',
      'Problem.code',
      'Problem.message',
      'Problem.path',
    ]);
    const moved = await guided.act(
      'vestland',
      'moveAppointment',
      { appointment, version: 1, startsAt: daysFromNow(8) },
      fields,
    );
    expect(moved.payload.appointment).toBe(appointment);
    const cancelled = await guided.act('person', 'cancelAppointment', { appointment, version: 2 }, fields);
    expect(cancelled.payload).toMatchObject({ appointment, problems: [] });
    const again = await guided.act('vestland', 'cancelAppointment', { appointment, version: 3 }, fields);
    expect(again.payload).toMatchObject({ appointment: null, problems: [{ code: 'NOT_NOW' }] });
  });

  it('whether somebody came, and the session that was held', async () => {
    const booking = { personId, startsAt: daysFromNow(9), mode: 'IN_PERSON' };
    const { appointment } = (await guided.act('vestland', 'bookAppointment', booking, 'appointment')).payload;
    time = new Date(daysFromNow(10));
    const attended = { appointment, version: 1, attendance: 'HELD' };
    expect(
      (await guided.act('vestland', 'recordAttendance', attended, 'appointment')).payload.appointment,
    ).toBe(appointment);
    const held = { personId, heldAt: daysFromNow(9), interpreter: false };
    const fields = 'session person { guidance { sessions { id version } } }';
    const recorded = (await guided.act('vestland', 'recordSession', held, fields)).payload;
    expect(recorded.person.guidance.sessions).toEqual([{ id: recorded.session, version: 1 }]);
    const twice = await guided.act('vestland', 'recordSession', held, fields);
    expect(twice.payload).toMatchObject({ session: null, problems: [{ code: 'DUPLICATE' }] });
    const amended = { session: recorded.session, version: 1, interpreter: true };
    expect((await guided.act('vestland', 'amendSession', amended, fields)).payload.session).toBe(
      recorded.session,
    );
  });

  it('the version of a draft, to save on top of, and which sharing it was', async () => {
    const draft = { personId, goals: ['Fagbrev'], recommendedPath: ['Norskkurs'] };
    const first = (await guided.act('vestland', 'saveResultDraft', draft, 'version')).payload;
    expect(first).toMatchObject({ version: 1, problems: [] });
    const second = await guided.act(
      'vestland',
      'saveResultDraft',
      { ...draft, version: first.version, goals: ['Fagbrev', 'Bolig'] },
      'version person { guidance { resultDrafts { sharing { shown } } } }',
    );
    expect(second.payload.version).toBe(2);
    const [{ sharing }] = second.payload.person.guidance.resultDrafts;
    const share = { personId, shown: sharing.shown };
    const shared = (
      await guided.act('vestland', 'shareResult', share, 'version person { guidance { result { version } } }')
    ).payload;
    expect(shared).toMatchObject({ version: 1, person: { guidance: { result: { version: 1 } } } });
    expect((await guided.act('vestland', 'shareResult', share, 'version')).payload).toMatchObject({
      version: null,
      problems: [{ code: 'NOT_NOW' }],
    });
  });

  it('NAV’s guidance, recorded and corrected', async () => {
    const given = { givenAt: daysFromNow(-1), assessment: 'Mulig.', measures: ['Jobbsøkerkurs'] };
    const fields = 'employmentGuidance person { guidance { employmentGuidance { id version } } }';
    const made = (await guided.act('nav', 'recordEmploymentGuidance', { personId, ...given }, fields))
      .payload;
    expect(made.person.guidance.employmentGuidance).toEqual([{ id: made.employmentGuidance, version: 1 }]);
    const { assessment, measures } = given;
    const amended = { employmentGuidance: made.employmentGuidance, version: 1, assessment, measures };
    expect((await guided.act('nav', 'amendEmploymentGuidance', amended, fields)).payload).toMatchObject({
      employmentGuidance: made.employmentGuidance,
      person: { guidance: { employmentGuidance: [{ id: made.employmentGuidance, version: 2 }] } },
    });
  });

  it('a referral that was ended, and none to a counsellor, who may refer and sees no referrals', async () => {
    const end = { personId, referral, because: 'GUIDED' };
    expect((await guided.act('vestland', 'endReferral', end, 'referral')).payload.referral).toBe(referral);
    const blind = await guided.act(
      'bergensCounsellor',
      'referToCareerCentre',
      { personId, county: '11' },
      'referral person { id }',
    );
    expect(blind).toMatchObject({
      code: 'FORBIDDEN',
      payload: { referral: null, problems: [], person: { id: personId } },
    });
  });
});
