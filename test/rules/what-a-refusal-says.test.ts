import { rooms } from '@kompass/gateway';
import { createLog, openRoom, type RoomOptions } from '@kompass/runtime';
import { type Caller, type Policy, policyInForce } from '@kompass/schema';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { rowCallers } from '../support/callers.js';
import { startTestGateway, type TestGateway, transports } from '../support/gateway.js';

const admission = `mutation { admitPerson(input: { dufNumber: "200205705502", name: "A", birthDate: "1990-01-01",
  gender: FEMALE, citizenships: ["UA"], entry: TYPED }) { problems { code } } }`;
const settling = rowCallers['IMDi, settlement'] as Caller;
const nav = rowCallers['NAV'] as Caller;
const openProfile = (options: RoomOptions = {}) => {
  const profile = rooms.find(({ name }) => name === 'profile');
  if (!profile) throw new Error('there is no profile');
  return openRoom(profile, inject('databaseUrl'), createLog('test', 'silent', true), options);
};
const byAge = '{ persons(first: 1, orderBy: AGE_ASC) { edges { node { id } } } }';

describe.each(transports)('a refusal, subgraphs %s', (transport) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway(transport);
  });
  afterAll(() => gateway.close());

  it('names the purposes under which the rules allow this very caller what they refuse', async () => {
    const { errors } = await gateway.ask('imdi', 'SETTLEMENT', admission);
    expect(errors).toMatchObject([
      {
        message:
          'IMDI may not see Mutation.admitPerson for the purpose SETTLEMENT. It may for REGISTRATION; where the request is for that, state it in the header "kompass-purpose".',
        extensions: {
          code: 'FORBIDDEN',
          coordinate: 'Mutation.admitPerson',
          purpose: 'SETTLEMENT',
          allowed: ['REGISTRATION'],
        },
      },
    ]);
    const asBoth = await gateway.ask('imdi', 'STATISTICS', '{ persons { totalCount } }');
    expect(asBoth.errors).toMatchObject([
      {
        message: expect.stringContaining(' It may for REGISTRATION or SETTLEMENT; '),
        extensions: { coordinate: 'Query.persons', allowed: ['REGISTRATION', 'SETTLEMENT'] },
      },
    ]);
  });

  it('names no purpose that is not this caller’s, nor any where none helps', async () => {
    for (const [caller, purpose] of [
      ['nav', 'EMPLOYMENT_GUIDANCE'],
      ['imdi-privacy', 'DATA_SUBJECT_RIGHTS'],
      ['municipality', 'FULL_TIME_PROGRAMME'],
    ] as const) {
      const { errors } = await gateway.ask(caller, purpose, admission);
      expect(errors, caller).toHaveLength(1);
      expect(errors[0]?.message, caller).toMatch(
        / may not see Mutation\.admitPerson for the purpose [A-Z_]+\.$/,
      );
      expect(errors[0]?.extensions, caller).not.toHaveProperty('allowed');
    }
  });

  it('names the argument that reads what may not be seen', async () => {
    const { errors } = await gateway.ask('nav', undefined, byAge);
    expect(errors).toMatchObject([
      {
        message:
          'NAV may not see Person.age, which the argument orderBy reads, for the purpose EMPLOYMENT_GUIDANCE.',
        extensions: { code: 'FORBIDDEN', coordinate: 'Person.age' },
      },
    ]);
  });

  it('comes once for a field and once for an argument that reads it', async () => {
    const { errors } = await gateway.ask(
      'nav',
      undefined,
      '{ a: persons(first: 2) { edges { node { age } } } b: persons(first: 2, orderBy: AGE_ASC) { totalCount } }',
    );
    expect(errors.map(({ message }) => message)).toEqual([
      'NAV may not see Person.age for the purpose EMPLOYMENT_GUIDANCE.',
      'NAV may not see Person.age, which the argument orderBy reads, for the purpose EMPLOYMENT_GUIDANCE.',
    ]);
  });

  it('says the same where graphql-shield refuses in the subgraph itself', async () => {
    const room = openProfile({ shieldAlways: transport === 'over HTTP' });
    for (const [caller, query] of [
      [settling, admission],
      [nav, byAge],
    ] as const) {
      const told = ({ errors = [] }: { errors?: readonly { message: string; extensions: unknown }[] }) =>
        errors.map(({ message, extensions }) => ({ message, extensions }));
      const itself = told(await room.execute({ query }, caller));
      expect(itself).toHaveLength(1);
      expect(itself).toEqual(told(await gateway.askAs(caller, query)));
    }
    await room.close();
  });
});

it('a refusal names the field of a filter, also where filters stand in one another', async () => {
  const policy: Policy = {
    ...policyInForce(),
    decide: (coordinate, caller) =>
      coordinate === 'Language.speaking' ? 'deny' : policyInForce().decide(coordinate, caller),
  };
  const room = openProfile();
  const { errors } = await room
    .prepare('query ($filter: PersonFilter) { persons(filter: $filter) { totalCount } }')
    .execute({ filter: { occupation: '7', language: { language: 'ukr', atLeast: 'B1' } } }, nav, policy);
  expect(errors?.map(({ message }) => message)).toEqual([
    'NAV may not see Language.speaking, which the argument filter.language.atLeast reads, for the purpose EMPLOYMENT_GUIDANCE.',
  ]);
  await room.close();
});
