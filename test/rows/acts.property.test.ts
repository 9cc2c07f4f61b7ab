import { receptionCentres } from '@kompass/runtime';
import { type Caller, municipalities } from '@kompass/schema';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { organisations, rowCallers } from '../support/callers.js';
import { startTestGateway, type TestGateway } from '../support/gateway.js';
import { type ModelPerson, sees } from '../support/row-model.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

const people = [
  { id: '0a0a0a0a-0000-4000-8000-00000000a001', duf: '200205705502' },
  { id: '0b0b0b0b-0000-4000-8000-00000000b002', duf: '200900595509' },
] as const;
const purposes = ['EMPLOYMENT_GUIDANCE', 'CAREER_GUIDANCE', 'INTRODUCTION_PROGRAMME', 'SETTLEMENT'] as const;
/** Two municipalities of Vestland, Oslo, and one of Rogaland; each has a reception centre. */
const places = ['4601', '4621', '0301', '1103'] as const;

/** What happens to a person. Completing the registration is written as its rows. */
type Act =
  | { readonly act: 'move' | 'assign' | 'move on'; readonly place: string }
  | {
      readonly act:
        | 'accept'
        | 'refuse'
        | 'settle'
        | 'complete'
        | 'restrict'
        | 'lift'
        | 'protect'
        | 'unprotect';
    }
  | { readonly act: 'refer' | 'take'; readonly county: '46' | '11' }
  | { readonly act: 'unrefer' }
  | { readonly act: 'object'; readonly purpose: string };

const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ act: fc.constantFrom('move', 'assign', 'move on'), place: fc.constantFrom(...places) }),
  fc.record({ act: fc.constantFrom('accept', 'refuse', 'settle', 'accept', 'settle') }),
  fc.record({ act: fc.constantFrom('complete', 'restrict', 'lift', 'protect', 'unprotect') }),
  fc.record({ act: fc.constantFrom('refer', 'take'), county: fc.constantFrom('46', '11') }),
  fc.record({ act: fc.constant('unrefer') }),
  fc.record({ act: fc.constant('object'), purpose: fc.constantFrom(...purposes) }),
);

/** What decides who sees a person, and what can be done next. */
type Model = ModelPerson & { readonly accepted: boolean };

const fresh = (dufNumber: string): Model => ({
  accepted: false,
  dufNumber,
  completed: false,
  restricted: false,
  objections: [],
  protected: false,
});

/** Whether an act can be done as things stand. */
function isPossible(person: Model, done: Act): boolean {
  switch (done.act) {
    case 'move':
    case 'assign':
      return !person.settled;
    case 'accept':
    case 'refuse':
      return Boolean(person.assigned) && !person.accepted;
    case 'settle':
      return person.accepted;
    case 'move on':
      return Boolean(person.settled) && person.settled !== done.place;
    case 'refer':
    case 'take':
      return person.referred !== done.county;
    case 'unrefer':
      return Boolean(person.referred);
    case 'object':
      return !person.objections.includes(done.purpose);
    case 'protect':
      return !person.protected;
    case 'unprotect':
      return person.protected;
    case 'lift':
      return person.restricted || person.objections.length > 0;
    default:
      return true;
  }
}

/** The model after an act that was done. */
function after(person: Model, done: Act): Model {
  switch (done.act) {
    case 'move':
      return { ...person, host: done.place };
    case 'assign':
      return { ...person, assigned: done.place, accepted: false };
    case 'accept':
      return { ...person, accepted: true };
    case 'refuse':
      return { ...person, assigned: undefined };
    case 'settle':
      return {
        ...person,
        host: undefined,
        assigned: undefined,
        accepted: false,
        settled: person.assigned,
      };
    case 'move on':
      return { ...person, settled: done.place };
    case 'complete':
      return { ...person, completed: true };
    case 'refer':
    case 'take':
      return { ...person, referred: done.county };
    case 'unrefer':
      return { ...person, referred: undefined };
    case 'object':
      return { ...person, objections: [...person.objections, done.purpose] };
    case 'restrict':
      return { ...person, restricted: true };
    case 'lift':
      return { ...person, restricted: false, objections: [] };
    case 'protect':
      return { ...person, protected: true };
    case 'unprotect':
      return { ...person, protected: false };
  }
}

const today = new Date().toISOString().slice(0, 10);

/** Who does an act, and with which mutation. */
function mutationOf(
  done: Act,
  { id, duf }: (typeof people)[number],
  { assigned }: Model,
  version: number,
  referral: string | undefined,
): { actor: Caller; field: string } | undefined {
  const settler: Caller = { ...(rowCallers['IMDi, settlement, cleared'] as Caller), officer: 'test-officer' };
  const decider = rowCallers['IMDi, privacy officer, cleared'] as Caller;
  const themself: Caller = {
    party: 'PERSON',
    purpose: 'DATA_SUBJECT_RIGHTS',
    clearances: [],
    dufNumber: duf,
  };
  const municipality: Caller = {
    party: 'MUNICIPALITY',
    purpose: 'INTRODUCTION_PROGRAMME',
    clearances: ['ADDRESS_PROTECTED'],
    organisation:
      municipalities().find(({ number }) => number === (assigned ?? '4601'))?.organisationNumber ?? '',
    officer: 'test-officer',
  };
  const centre = (place: string) => receptionCentres.find(({ municipality: of }) => of === place)?.id;
  const input = (rest: string) => `input: { personId: "${id}" version: ${version} ${rest} }`;
  const outcome = '{ person { id } problems { code } }';
  const replaces = referral ? `replaces: "${referral}"` : '';
  switch (done.act) {
    case 'move':
      return {
        actor: settler,
        field: `moveToReceptionCentre(${input(`receptionCentre: ${centre(done.place)}`)}) ${outcome}`,
      };
    case 'assign':
      return {
        actor: settler,
        field: `assignToMunicipality(${input(`municipality: "${done.place}" reason: "Suits."`)}) ${outcome}`,
      };
    case 'accept':
    case 'refuse':
      return {
        actor: municipality,
        field: `answerAssignment(${input(`accepted: ${done.act === 'accept'} reason: "Room, or none."`)}) ${outcome}`,
      };
    case 'settle':
      return { actor: settler, field: `confirmSettlement(${input(`on: "${today}"`)}) ${outcome}` };
    case 'move on':
      return {
        actor: settler,
        field: `moveToAnotherMunicipality(${input(`municipality: "${done.place}" on: "${today}"`)}) ${outcome}`,
      };
    case 'refer':
      return {
        actor: settler,
        field: `referToCareerCentre(input: { personId: "${id}" county: "${done.county}" ${replaces} }) ${outcome}`,
      };
    case 'take':
      return {
        actor: {
          party: 'CAREER_CENTRE',
          purpose: 'CAREER_GUIDANCE',
          clearances: ['ADDRESS_PROTECTED'],
          organisation: organisations[done.county === '46' ? 'vestland' : 'rogaland'],
        },
        field: `takeSelfReferral(input: { personId: "${id}" ${replaces} }) ${outcome}`,
      };
    case 'unrefer':
      return {
        actor: settler,
        field: `endReferral(input: { personId: "${id}" referral: "${referral ?? id}" because: MISTAKE }) ${outcome}`,
      };
    case 'object':
      return {
        actor: themself,
        field: `objectToProcessing(personId: "${id}", purpose: ${done.purpose}) { id }`,
      };
    case 'restrict':
      return { actor: themself, field: `restrictProcessing(personId: "${id}") { id }` };
    case 'lift':
      return { actor: decider, field: `liftRestrictions(personId: "${id}", reason: "Decided.") { id }` };
    case 'protect':
      return { actor: settler, field: `protectAddress(personId: "${id}", reason: "Threatened.") { id }` };
    case 'unprotect':
      return { actor: settler, field: `liftAddressProtection(personId: "${id}", reason: "Safe.") { id }` };
    default:
      return undefined;
  }
}

describe('whatever happens, in whatever order', () => {
  let database: ScratchDatabase;
  let gateway: TestGateway;
  beforeAll(async () => {
    database = await scratchDatabase({ empty: true });
    gateway = await startTestGateway('in-process', { databaseUrl: database.url });
  });
  afterAll(async () => {
    await gateway.close();
    await database.drop();
  });

  async function begin(): Promise<void> {
    const { owner } = database;
    await owner`truncate access.relation, access.restriction, profile.person, profile.term, settlement.person, consent.person,
      consent.rights_request, consent.address_protection, settlement.event, consent.reminder, guidance.person, guidance.referral`;
    for (const { id, duf } of people) {
      await owner`insert into profile.person values (${id}, ${duf}, 'Testperson', '1990-01-01', 'FEMALE', '{UA}',
        'IN_PROGRESS', now(), null, null, '{}', now())`;
      await owner`insert into settlement.person values (${id}, 'AT_RECEPTION_CENTRE')`;
      await owner`insert into consent.person values (${id})`;
      await owner`insert into guidance.person values (${id})`;
      await owner`insert into access.relation (person_id, kind, place) values
        (${id}, 'CONTROLLER', 'NO'), (${id}, 'SELF', ${duf})`;
    }
  }

  /** Does an act, as whoever may; tells whether it was done, which it is if it can be and the actor sees the person. */
  async function perform(person: (typeof people)[number], before: Model, done: Act): Promise<boolean> {
    const [row] = await database.owner`select version from settlement.person where id = ${person.id}`;
    const [referral] = await database.owner`select id from guidance.referral
      where person_id = ${person.id} and ended_at is null`;
    const mutation = mutationOf(done, person, before, row?.['version'] as number, referral?.['id']);
    if (!mutation) {
      await database.owner`update access.relation set valid_to = clock_timestamp()
        where person_id = ${person.id} and kind = 'COMPLETED' and valid_to is null`;
      await database.owner`insert into access.relation (person_id, kind, place)
        values (${person.id}, 'COMPLETED', 'NO')`;
      return true;
    }
    const { data, errors } = await gateway.askAs(mutation.actor, `mutation { act: ${mutation.field} }`);
    const seen = sees(mutation.actor, before);
    const possible = isPossible(before, done);
    const codes =
      !seen || (['unrefer', 'unprotect', 'lift'].includes(done.act) && !possible)
        ? ['NOT_FOUND']
        : ['move', 'object', 'protect'].includes(done.act) && !possible
          ? ['BAD_USER_INPUT']
          : [];
    expect({ done, codes: errors.map(({ extensions }) => extensions['code']) }).toEqual({ done, codes });
    if (seen && data?.act?.problems)
      expect({ done, done_: data.act.problems.length === 0 }).toEqual({ done, done_: possible });
    return seen && possible;
  }

  it('nobody sees a person that the model hides, and everybody whom it shows', async () => {
    const step = fc.record({
      who: fc.nat(people.length - 1),
      act,
      callers: fc.subarray(Object.keys(rowCallers), { minLength: 3, maxLength: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        await begin();
        const model: Model[] = people.map(({ duf }) => fresh(duf));
        for (const { who, act: done, callers } of steps) {
          const person = people[who];
          const before = model[who];
          if (!person || !before) throw new Error('the test acts on nobody');
          model[who] = (await perform(person, before, done)) ? after(before, done) : before;
          for (const name of callers) {
            const caller = rowCallers[name] as Caller;
            const { data } = await gateway.askAs(
              caller,
              `{ persons { totalCount edges { node { id } } }
                ${people.map(({ id }, at) => `p${at}: person(id: "${id}") { id }`).join(' ')} }`,
            );
            const shown = model.map((each) => sees(caller, each));
            const expected = people.filter((_, at) => shown[at]).map(({ id }) => id);
            const listed = (data.persons?.edges ?? []).map(({ node }: { node: { id: string } }) => node.id);
            const single = people.map((_, at) => data[`p${at}`]?.id).filter((id) => id);
            expect({ name, listed: listed.sort(), count: data.persons?.totalCount ?? 0, single }).toEqual({
              name,
              listed: expected,
              count: expected.length,
              single: expected,
            });
          }
        }
      }),
      { numRuns: 40 },
    );
  }, 120_000);

  it('a merger of municipalities is rows: from its day on the new one sees the persons of both, the old ones nobody', async () => {
    await begin();
    const { owner } = database;
    await owner`insert into access.relation (person_id, kind, place) values
      (${people[0].id}, 'SETTLED', '4601'), (${people[1].id}, 'SETTLED', '4621')`;
    const merged: Caller = {
      party: 'MUNICIPALITY',
      purpose: 'INTRODUCTION_PROGRAMME',
      clearances: [],
      organisation: '999999999',
    };
    const bergen = rowCallers['Bergen as settler'] as Caller;
    const count = async (caller: Caller) =>
      (await gateway.askAs(caller, '{ persons { totalCount } }')).data.persons.totalCount;
    expect([await count(bergen), await count(merged)]).toEqual([1, 0]);
    const inForceIn = (days: number) =>
      owner.begin(async (sql) => {
        await sql`delete from access.jurisdiction where organisation = ${merged.organisation ?? ''}`;
        await sql`update access.jurisdiction set valid_to = current_date + ${days}::int
          where party = 'MUNICIPALITY' and place in ('4601', '4621')`;
        await sql`insert into access.jurisdiction (organisation, party, place, valid_from)
          select ${merged.organisation ?? ''}, 'MUNICIPALITY', place, current_date + ${days}::int
          from unnest(array['4601', '4621']) as place`;
      });
    await inForceIn(365); // decided, as mergers are, long before it is
    expect([await count(bergen), await count(merged)]).toEqual([1, 0]);
    await inForceIn(0);
    expect([await count(bergen), await count(merged)]).toEqual([0, 2]);
  });
});
