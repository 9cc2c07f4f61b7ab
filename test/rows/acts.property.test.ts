import { receptionCentres } from '@kompass/runtime';
import type { Caller } from '@kompass/schema';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowCallers } from '../support/callers.js';
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

/** What happens to a person. Registration and referral have no act of the API's yet: their rows are written. */
type Act =
  | { readonly act: 'move' | 'assign'; readonly place: string }
  | { readonly act: 'settle' | 'complete' | 'restrict' | 'lift' | 'protect' }
  | { readonly act: 'refer'; readonly county: string }
  | { readonly act: 'object'; readonly purpose: string };

const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ act: fc.constantFrom('move', 'assign'), place: fc.constantFrom(...places) }),
  fc.record({ act: fc.constantFrom('settle', 'complete', 'restrict', 'lift', 'protect') }),
  fc.record({ act: fc.constant('refer'), county: fc.constantFrom('46', '11') }),
  fc.record({ act: fc.constant('object'), purpose: fc.constantFrom(...purposes) }),
);

const fresh = (dufNumber: string): ModelPerson => ({
  dufNumber,
  completed: false,
  restricted: false,
  objections: [],
  protected: false,
});

/** The model after an act; the same when the act cannot be done. */
function after(person: ModelPerson, done: Act): ModelPerson {
  switch (done.act) {
    case 'move':
      return { ...person, host: done.place };
    case 'assign':
      return { ...person, assigned: done.place };
    case 'settle': {
      const municipality = person.assigned ?? person.settled;
      if (!municipality) return person;
      return { ...person, host: undefined, assigned: undefined, settled: municipality };
    }
    case 'complete':
      return { ...person, completed: true };
    case 'refer':
      return { ...person, referred: done.county };
    case 'object':
      return { ...person, objections: [...person.objections, done.purpose] };
    case 'restrict':
      return { ...person, restricted: true };
    case 'lift':
      return { ...person, restricted: false, objections: [] };
    case 'protect':
      return { ...person, protected: true };
  }
}

/** Who does an act, and with which mutation. */
function mutationOf(
  done: Act,
  { id, duf }: (typeof people)[number],
): { actor: Caller; field: string } | undefined {
  const settler = rowCallers['IMDi, settlement, cleared'] as Caller;
  const decider = rowCallers['IMDi, privacy officer, cleared'] as Caller;
  const themself: Caller = {
    party: 'PERSON',
    purpose: 'DATA_SUBJECT_RIGHTS',
    clearances: [],
    dufNumber: duf,
  };
  const centre = (place: string) => receptionCentres.find(({ municipality }) => municipality === place)?.id;
  switch (done.act) {
    case 'move':
      return {
        actor: settler,
        field: `moveToReceptionCentre(personId: "${id}", receptionCentre: ${centre(done.place)})`,
      };
    case 'assign':
      return {
        actor: settler,
        field: `assignToMunicipality(personId: "${id}", municipality: "${done.place}")`,
      };
    case 'settle':
      return { actor: settler, field: `confirmSettlement(personId: "${id}", on: "2026-11-01")` };
    case 'object':
      return { actor: themself, field: `objectToProcessing(personId: "${id}", purpose: ${done.purpose})` };
    case 'restrict':
      return { actor: themself, field: `restrictProcessing(personId: "${id}")` };
    case 'lift':
      return { actor: decider, field: `liftRestrictions(personId: "${id}", reason: "Decided.")` };
    case 'protect':
      return { actor: settler, field: `protectAddress(personId: "${id}")` };
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
    await owner`truncate access.relation, access.restriction, profile.person, settlement.person, consent.person,
      consent.rights_request`;
    for (const { id, duf } of people) {
      await owner`insert into profile.person values (${id}, ${duf}, 'Testperson', '1990-01-01', 'FEMALE', '{UA}',
        'IN_PROGRESS', now(), null, null, '{}', now())`;
      await owner`insert into settlement.person values (${id}, 'AT_RECEPTION_CENTRE')`;
      await owner`insert into consent.person values (${id})`;
      await owner`insert into access.relation (person_id, kind, place) values
        (${id}, 'CONTROLLER', 'NO'), (${id}, 'SELF', ${duf})`;
    }
  }

  /** Does an act, as whoever may; tells whether it was done, which it is if the actor sees the person. */
  async function perform(person: (typeof people)[number], before: ModelPerson, done: Act): Promise<boolean> {
    const mutation = mutationOf(done, person);
    if (!mutation) {
      const [kind, place] = done.act === 'refer' ? ['REFERRED', done.county] : ['COMPLETED', 'NO'];
      await database.owner`update access.relation set valid_to = clock_timestamp()
        where person_id = ${person.id} and kind = ${kind} and valid_to is null`;
      await database.owner`insert into access.relation (person_id, kind, place) values (${person.id}, ${kind}, ${place})`;
      return true;
    }
    const { errors } = await gateway.askAs(mutation.actor, `mutation { ${mutation.field} { id } }`);
    const impossible = done.act === 'settle' && !before.assigned && !before.settled;
    const expected = !sees(mutation.actor, before) ? ['NOT_FOUND'] : impossible ? ['BAD_USER_INPUT'] : [];
    expect({ done, codes: errors.map(({ extensions }) => extensions['code']) }).toEqual({
      done,
      codes: expected,
    });
    return expected.length === 0;
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
        const model: ModelPerson[] = people.map(({ duf }) => fresh(duf));
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

  it('a merger of municipalities is rows: the new one sees the persons of both, the old ones nobody', async () => {
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
    await owner.begin(async (sql) => {
      await sql`update access.jurisdiction set valid_to = current_date
        where party = 'MUNICIPALITY' and place in ('4601', '4621')`;
      await sql`insert into access.jurisdiction (organisation, party, place, valid_from) values
        ('999999999', 'MUNICIPALITY', '4601', current_date), ('999999999', 'MUNICIPALITY', '4621', current_date)`;
    });
    expect([await count(bergen), await count(merged)]).toEqual([0, 2]);
  });
});
