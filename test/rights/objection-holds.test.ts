import type { Caller } from '@kompass/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowCallers } from '../support/callers.js';
import { daysFromNow, type GuidedPerson, guidedPerson } from '../support/guided-person.js';

const as = (name: string): Caller => ({ ...(rowCallers[name] as Caller), officer: 'officer-of-the-test' });

describe('who has objected to a purpose (GDPR art. 21) is not met with it under another', () => {
  let guided: GuidedPerson;
  const personId = '0a0a0a0a-0000-4000-8000-00000000a001';
  beforeAll(async () => {
    guided = await guidedPerson();
    await guided.act('vestland', 'takeSelfReferral', { personId });
    await guided.act('vestland', 'bookAppointment', { personId, startsAt: daysFromNow(7), mode: 'VIDEO' });
    const { owner } = guided.database;
    await owner`insert into settlement.need (person_id, need) values (${personId}, 'HOSPITAL_NEARBY')`;
    await owner`insert into settlement.family_member (person_id, family_id, children)
      values (${personId}, gen_random_uuid(), 2)`;
  });
  afterAll(() => guided.close());

  /** What is answered about the person; and which fields are refused. */
  const read = async (caller: Caller, fields: string) => {
    const { data, errors } = await guided.gateway.askAs(
      caller,
      `query ($id: ID!) { person(id: $id) { ${fields} } }`,
      { id: personId },
    );
    return { person: data.person, refused: errors.map(({ extensions }) => extensions['coordinate']) };
  };
  const object = (purpose: string) =>
    guided.ask(
      'person',
      `mutation ($id: ID!) { objectToProcessing(personId: $id, purpose: ${purpose}) { id } }`,
    );

  it('a career centre that helps to register learns nothing of guidance', async () => {
    const guidance = 'guidance { entitlement result { goals } sessions { id } appointments { id } }';
    const programmes = 'settlement { status introductionProgramme { endGoal } fullTimeProgramme { from } }';
    const guiding = await read(as('Vestland’s career centre'), guidance);
    expect(guiding.person.guidance.appointments).toHaveLength(1);
    await object('CAREER_GUIDANCE');
    expect((await read(as('Vestland’s career centre'), guidance)).person).toBeNull();

    const { person, refused } = await read(as('Vestland’s counsellor'), `name ${guidance} ${programmes}`);
    expect(person).toEqual({
      name: 'Testperson',
      guidance: null,
      settlement: { status: 'SETTLED', introductionProgramme: null, fullTimeProgramme: null },
    });
    expect([...refused].sort()).toEqual([
      'Person.guidance',
      'Settlement.fullTimeProgramme',
      'Settlement.introductionProgramme',
    ]);
  });

  it('IMDi that registers neither reads what settles nor moves the person; the privacy officer can answer', async () => {
    const grounds = 'settlement { needs familyGroup { size } matching { score } }';
    const held = { needs: ['HOSPITAL_NEARBY'], familyGroup: { size: 3 }, matching: [] };
    expect((await read(as('IMDi, settlement'), grounds)).person.settlement).toEqual(held);
    await object('SETTLEMENT');
    expect((await read(as('IMDi, settlement'), grounds)).person).toBeNull();

    const { person, refused } = await read(as('IMDi, registration'), `name ${grounds}`);
    expect(person).toEqual({
      name: 'Testperson',
      settlement: { needs: null, familyGroup: null, matching: null },
    });
    expect(refused).toHaveLength(3);
    expect((await read(as('IMDi, privacy officer'), grounds)).person.settlement).toEqual(held);

    const move = `mutation ($id: ID!) {
      moveToReceptionCentre(input: { personId: $id, receptionCentre: 1 }) { problems { code } } }`;
    for (const [caller, code] of [
      ['IMDi, registration', 'FORBIDDEN'],
      ['IMDi, privacy officer', 'FORBIDDEN'],
      ['IMDi, settlement', 'NOT_FOUND'],
    ] as const) {
      const { errors } = await guided.gateway.askAs(as(caller), move, { id: personId });
      expect(errors.map(({ extensions }) => extensions['code'])).toEqual([code]);
    }
  });

  it('and registering goes on: IMDi sees the registration and what is missing in it', async () => {
    const { person, refused } = await read(
      as('IMDi, registration'),
      'name registration { status missingSections { section } } settlement { status municipality { number } }',
    );
    expect(refused).toEqual([]);
    expect(person.registration.missingSections.length).toBeGreaterThan(0);
    expect(person.settlement).toEqual({ status: 'SETTLED', municipality: { number: '4601' } });
  });
});
