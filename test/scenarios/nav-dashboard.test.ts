import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway, transports } from '../support/gateway.js';

const dashboard = `query Dashboard($first: Int!) {
  persons(first: $first, filter: { registrationStatus: COMPLETED }) {
    totalCount
    edges { node {
      name dufNumber
      languages { name speaking counsellorNote }
      education { level field counsellorNote }
      workExperience { occupation { code label } employer from to tasks counsellorNote }
      activities { description counsellorNote }
      wishes { work longTermGoal counsellorNote }
      processing { restricted }
      guidance { result { goals recommendedPath } }
      settlement { status municipality { name county { name } } introductionProgramme { endGoal } }
    } }
  }
}`;

describe.each(transports)('NAV’s dashboard over all four subgraphs, %s', (transport) => {
  let gateway: TestGateway;
  const statements: string[] = [];
  beforeAll(async () => {
    gateway = await startTestGateway(transport, { onStatement: (statement) => statements.push(statement) });
  });
  afterAll(() => gateway.close());
  const ask = (first: number) => gateway.ask('nav', undefined, dashboard, { first });

  it('answers the work-related fields and none of the counsellors’ notes', async () => {
    const { data } = await ask(50);
    const persons = data.persons.edges.map(({ node }: { node: Record<string, unknown> }) => node);
    expect(persons).toHaveLength(50);
    expect(persons.some((node: { workExperience: unknown[] }) => node.workExperience.length > 0)).toBe(true);
    expect(persons.some((node: { guidance: { result: unknown } }) => node.guidance.result)).toBe(true);
    expect(
      persons.some((node: { settlement: { municipality: unknown } }) => node.settlement.municipality),
    ).toBe(true);
    expect(JSON.stringify(persons).match(/"counsellorNote":(?!null)/g)).toBeNull();
  });

  it('refuses each denied field exactly once, whatever the number of persons', async () => {
    const refused = async (first: number) =>
      (await ask(first)).errors.map(({ extensions }) => [extensions['code'], extensions['coordinate']]);
    const expected = ['Activity', 'Education', 'Language', 'Wishes', 'WorkExperience'].map((type) => [
      'FORBIDDEN',
      `${type}.counsellorNote`,
    ]);
    expect((await refused(1)).sort()).toEqual(expected);
    expect((await refused(200)).sort()).toEqual(expected);
  });

  it('costs the same few SQL statements for 5 persons and for 500', async () => {
    await ask(1); // the first request of a room also reads the key that seals cursors, and code lists
    const count = async (first: number) => {
      statements.length = 0;
      await ask(first);
      return statements.map((statement) => statement.slice(0, 40)).sort();
    };
    const few = await count(5);
    expect(await count(500)).toEqual(few);
    // A page, a count and whom it counts (profile), and the persons in each of the others. Before them the caller, for each
    // service; in one process once, and the role of each room that the transaction passes on to.
    expect(few.length).toBe(3 + 3 + (transport === 'in-process' ? 1 + 3 : 4));
  });

  it('reads no forbidden column for any reason', async () => {
    statements.length = 0;
    await ask(5);
    expect(
      statements.filter((statement) => /counsellor_note|interest|citizenships|internal_note/.test(statement)),
    ).toEqual([]);
  });
});
