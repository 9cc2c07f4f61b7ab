import type { Caller } from '@kompass/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowCallers } from '../support/callers.js';
import { startTestGateway, type TestGateway } from '../support/gateway.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

/** How a person has to do with Bergen and Vestland: the relations to write. */
const relations = {
  none: [],
  'living in Bergen': [{ kind: 'HOST', place: '4601' }],
  'lived in Bergen before': [{ kind: 'HOST', place: '4601', ended: true }],
  'assigned to Bergen': [{ kind: 'ASSIGNED', place: '4601' }],
  'settled in Bergen': [{ kind: 'SETTLED', place: '4601' }],
  'settled elsewhere in Vestland': [{ kind: 'SETTLED', place: '4621' }],
  'referred to Vestland': [{ kind: 'REFERRED', place: '46' }],
} as const;
const states = {
  free: [],
  restricted: [{ kind: 'RESTRICTION' }],
  'objected to the purpose': [{ kind: 'OBJECTION' }],
  protected: [{ kind: 'PROTECTION' }],
} as const;
type Relation = keyof typeof relations;
type State = keyof typeof states;

/**
 * Who sees a person with a completed registration, by relation; hand-written from the design's § 6. The states after
 * the first take away: see {@link kept}.
 */
const seen: Readonly<Record<string, readonly Relation[]>> = (() => {
  const all = Object.keys(relations) as Relation[];
  const settledOrAssigned: Relation[] = ['assigned to Bergen', 'settled in Bergen'];
  const county: Relation[] = [
    'living in Bergen',
    ...settledOrAssigned,
    'settled elsewhere in Vestland',
    'referred to Vestland',
  ];
  return {
    'IMDi, registration': all,
    'IMDi, settlement': all,
    'IMDi, settlement, cleared': all,
    'IMDi, privacy officer': all,
    'IMDi, privacy officer, cleared': all,
    NAV: all,
    'NAV, cleared': all,
    'Bergen as host': ['living in Bergen'],
    'Bergen as settler': settledOrAssigned,
    'Bergen’s counsellor': ['living in Bergen', ...settledOrAssigned],
    'Oslo as host': [],
    'Oslo as settler': [],
    'Vestland’s career centre': county,
    'Vestland’s counsellor': county,
    'Rogaland’s career centre': [],
    research: [],
    'NAV’s number with a municipality’s scope': [],
  };
})();

/** Who still sees a person in each state, of those that see the person otherwise. */
const kept: Readonly<Record<State, (caller: string) => boolean>> = {
  free: () => true,
  restricted: (caller) => caller.startsWith('IMDi, privacy officer'),
  'objected to the purpose': (caller) => caller.startsWith('IMDi, privacy officer'),
  protected: (caller) => caller.endsWith('cleared'),
};

const queries = {
  'person(id)': { query: 'query ($id: ID!) { person(id: $id) { id } }', found: (data: Data) => data.person },
  personByDufNumber: {
    query: 'query ($duf: DufNumber!) { personByDufNumber(dufNumber: $duf) { id } }',
    found: (data: Data) => data.personByDufNumber,
  },
  'persons and its totalCount': {
    query: '{ persons { totalCount edges { node { id } } } }',
    found: (data: Data) => (data.persons?.totalCount ?? 0) + (data.persons?.edges?.length ?? 0) > 0,
  },
};
// biome-ignore lint/suspicious/noExplicitAny: answers of several shapes
type Data = any;

describe('who sees whom, over HTTP', () => {
  const person = { id: '0a0a0a0a-0000-4000-8000-00000000a001', duf: '200205705502' };
  let database: ScratchDatabase;
  let gateway: TestGateway;
  beforeAll(async () => {
    database = await scratchDatabase({ empty: true });
    await database.owner`insert into profile.person values (${person.id}, ${person.duf}, 'Testperson', '1990-01-01',
      'FEMALE', '{UA}', 'COMPLETED', now(), now(), null, '{}', now())`;
    for (const room of ['consent', 'settlement', 'guidance'])
      await database.owner.unsafe(
        room === 'consent'
          ? `insert into consent.person values ('${person.id}')`
          : room === 'guidance'
            ? `insert into guidance.person values ('${person.id}')`
            : `insert into settlement.person values ('${person.id}', 'AT_RECEPTION_CENTRE')`,
      );
    gateway = await startTestGateway('in-process', { databaseUrl: database.url });
  });
  afterAll(async () => {
    await gateway.close();
    await database.drop();
  });

  async function arrange(relation: Relation, state: State, purpose: string) {
    await database.owner.begin(async (sql) => {
      await sql`delete from access.relation`;
      await sql`delete from access.restriction`;
      await sql`insert into access.relation (person_id, kind, place, valid_from) values
        (${person.id}, 'CONTROLLER', 'NO', now() - interval '1 year'),
        (${person.id}, 'COMPLETED', 'NO', now() - interval '1 year'),
        (${person.id}, 'SELF', ${person.duf}, now() - interval '1 year')`;
      for (const each of relations[relation])
        await sql`insert into access.relation values (${person.id}, ${each.kind}, ${each.place},
          now() - interval '1 month', ${'ended' in each ? sql`now() - interval '1 day'` : null})`;
      for (const { kind } of states[state])
        await sql`insert into access.restriction (person_id, kind, purpose)
          values (${person.id}, ${kind}, ${kind === 'OBJECTION' ? purpose : null})`;
    });
  }

  const cases = (Object.keys(relations) as Relation[]).flatMap((relation) =>
    (Object.keys(states) as State[]).map((state) => ({ relation, state })),
  );
  it.each(cases)('a person $relation, $state', async ({ relation, state }) => {
    for (const [name, caller] of Object.entries(rowCallers)) {
      await arrange(relation, state, caller.purpose);
      const expected = (seen[name] ?? []).includes(relation) && kept[state](name);
      for (const [way, { query, found }] of Object.entries(queries)) {
        const { data } = await ask(caller, query);
        expect({ name, way, sees: Boolean(data && found(data)) }).toEqual({ name, way, sees: expected });
      }
    }
    for (const purpose of ['REGISTRATION', 'DATA_SUBJECT_RIGHTS'] as const) {
      await arrange(relation, state, purpose);
      const { data } = await ask(self(person.duf, purpose), '{ me { id } }');
      expect(data.me).toEqual({ id: person.id });
      const stranger = await ask(self('200900595509', purpose), '{ me { id } persons { totalCount } }');
      expect(stranger.data).toEqual({ me: null, persons: { totalCount: 0 } });
    }
  });

  const self = (dufNumber: string, purpose: Caller['purpose']): Caller => ({
    party: 'PERSON',
    purpose,
    clearances: [],
    dufNumber,
  });
  const ask = (caller: Caller, query: string) => gateway.askAs(caller, query, person);

  it('a hidden person and a missing one get the same answer, byte for byte', async () => {
    await arrange('living in Bergen', 'restricted', '');
    const nav = rowCallers['NAV'] as Caller;
    const missing = { id: '0b0b0b0b-0000-4000-8000-00000000b002', duf: '200900595509' };
    for (const query of [
      'query ($id: ID!) { person(id: $id) { id name guidance { result { goals } } settlement { status } } }',
      'query ($duf: DufNumber!) { personByDufNumber(dufNumber: $duf) { name processing { restricted } } }',
    ])
      expect(await gateway.askAs(nav, query, person)).toEqual(await gateway.askAs(nav, query, missing));
  });
});
