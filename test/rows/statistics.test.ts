import type { Caller } from '@kompass/schema';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rowCallers } from '../support/callers.js';
import { startTestGateway, type TestGateway } from '../support/gateway.js';
import { type Newcomer, newcomer } from '../support/registering.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

/** What hides a person from whoever is not cleared, asks otherwise or must decide. */
const hidden = ['PROTECTION', 'RESTRICTION', 'ERASURE', 'OBJECTION'] as const;
const counting = [
  'IMDi, settlement',
  'IMDi, settlement, cleared',
  'IMDi, privacy officer',
  'Bergen as host',
  'research',
];
const dimensions = ['GENDER', 'AGE_GROUP', 'CITIZENSHIP', 'REGISTRATION_STATUS'];

describe('statistics count nobody whom the caller may not know of', () => {
  let database: ScratchDatabase;
  let gateway: TestGateway;
  const persons: Newcomer[] = [];
  beforeAll(async () => {
    database = await scratchDatabase({ empty: true });
    gateway = await startTestGateway('in-process', { databaseUrl: database.url });
    for (let nth = 1; nth <= 6; nth += 1) persons.push(await newcomer(database, nth));
  });
  afterAll(async () => {
    await gateway.close();
    await database.drop();
  });
  beforeEach(async () => {
    await database.owner`delete from access.restriction`;
  });

  const callerOf = (name: string): Caller => rowCallers[name] as Caller;
  const hide = ({ id }: Newcomer, kind: string, purpose: string | null = null) =>
    database.owner`insert into access.restriction (person_id, kind, purpose) values (${id}, ${kind}, ${purpose})`;
  /** All numbers that a caller can count. */
  const numbers = async (name: string) => {
    const query = dimensions.map(
      (by) => `${by}: statistics(by: ${by}) { cells { value count } withheldCells }`,
    );
    const { data, errors } = await gateway.askAs(callerOf(name), `{ ${query.join(' ')} }`);
    expect(errors).toEqual([]);
    return data;
  };
  const counted = async (name: string) => (await numbers(name)).GENDER;

  it.each(hidden)('not whoever is hidden: %s', async (kind) => {
    for (const name of counting) {
      await database.owner`delete from access.restriction`;
      expect(await counted(name)).toEqual({ cells: [{ value: 'FEMALE', count: 6 }], withheldCells: 0 });
      await hide(persons[0] as Newcomer, kind, kind === 'OBJECTION' ? callerOf(name).purpose : null);
      expect(await counted(name), name).toEqual({
        cells: [{ value: 'FEMALE', count: 5 }],
        withheldCells: 0,
      });
    }
  });

  it('a municipality whose only resident is protected reads what one without residents does', async () => {
    for (const person of persons) await hide(person, 'PROTECTION');
    const asked = await numbers('Bergen as host');
    expect(asked).toEqual(await numbers('Oslo as host'));
    expect(asked.GENDER).toEqual({ cells: [], withheldCells: 0 });
  });

  it('but whoever is in its list, also those who object to another use', async () => {
    await hide(persons[0] as Newcomer, 'OBJECTION', 'CAREER_GUIDANCE');
    await hide(persons[1] as Newcomer, 'PROTECTION');
    for (const name of ['IMDi, settlement', 'Bergen as host']) {
      const { data } = await gateway.askAs(callerOf(name), '{ persons { totalCount } }');
      expect(data.persons.totalCount).toBe(5);
      expect((await counted(name)).cells).toEqual([{ value: 'FEMALE', count: 5 }]);
    }
  });

  it('and nobody who objects to statistics, whoever counts', async () => {
    await hide(persons[0] as Newcomer, 'OBJECTION', 'STATISTICS');
    for (const name of counting)
      expect((await counted(name)).cells, name).toEqual([{ value: 'FEMALE', count: 5 }]);
  });
});
