import { rooms } from '@kompass/gateway';
import { createLog, openRoom, type RoomOptions } from '@kompass/runtime';
import type { Caller } from '@kompass/schema';
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
