import { withholdSmall } from '@kompass/profile/statistics';
import type { Purpose } from '@kompass/schema';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

const sum = (cells: readonly { readonly count: number }[]) =>
  cells.reduce((total, { count }) => total + count, 0);

describe('statistics', () => {
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

  let registered = 0;
  /** Registers so many persons of a citizenship. */
  const register = async (citizenship: string, gender: string, count: number) => {
    for (let each = 0; each < count; each += 1) {
      registered += 1;
      const id = `0a0a0a0a-0000-4000-8000-${String(registered).padStart(12, '0')}`;
      await database.owner`insert into profile.person (id, duf_number, name, birth_date, gender, citizenships,
        registration_status, started_at, completed_at, registered_sections, updated_at)
        values (${id}, ${String(registered).padStart(12, '0')}, 'Testperson', '1990-01-01', ${gender},
          ${[citizenship]}, 'COMPLETED', now(), now(), '{}', now())`;
      await database.owner`insert into access.relation (person_id, kind, place)
        values (${id}, 'CONTROLLER', 'NO'), (${id}, 'COMPLETED', 'NO')`;
    }
  };
  const count = async (caller: string, by: string) => {
    const purpose: Purpose = 'STATISTICS';
    const { data, errors } = await gateway.ask(
      caller,
      purpose,
      `{ statistics(by: ${by}) { cells { value count } withheldCells } }`,
    );
    expect(errors).toEqual([]);
    return data.statistics;
  };

  it.each(['imdi', 'research'])(
    'show %s no number that could point at somebody, nor one that gives it away',
    async (caller) => {
      await database.owner`truncate profile.person cascade`;
      await database.owner`truncate access.relation`;
      await register('UA', 'FEMALE', 12);
      await register('SY', 'FEMALE', 7);
      await register('AF', 'FEMALE', 5);
      expect(await count(caller, 'CITIZENSHIP')).toEqual({
        cells: [
          { value: 'UA', count: 12 },
          { value: 'SY', count: 7 },
          { value: 'AF', count: 5 },
        ],
        withheldCells: 0,
      });
      // One small cell could be worked out from a total: the next smallest goes with it.
      await register('ER', 'MALE', 4);
      expect(await count(caller, 'CITIZENSHIP')).toEqual({
        cells: [
          { value: 'UA', count: 12 },
          { value: 'SY', count: 7 },
        ],
        withheldCells: 2,
      });
      expect(await count(caller, 'GENDER')).toEqual({ cells: [], withheldCells: 2 });
      // Two that hold fewer than five together would point at somebody all the same.
      await register('IR', 'MALE', 1);
      await database.owner`delete from profile.person where citizenships = '{ER}' and id not in (
        select id from profile.person where citizenships = '{ER}' limit 1)`;
      expect(await count(caller, 'CITIZENSHIP')).toEqual({
        cells: [
          { value: 'UA', count: 12 },
          { value: 'SY', count: 7 },
        ],
        withheldCells: 3,
      });
    },
  );
});

describe('whatever is counted', () => {
  const cells = fc
    .array(fc.integer({ min: 1, max: 12 }), { maxLength: 12 })
    .map((counts) => counts.map((count, at) => ({ value: `v${at}`, count })));

  it('what is shown is five or more, and what is withheld is nothing, or two cells with five persons, or all', () => {
    fc.assert(
      fc.property(cells, (counted) => {
        const shown = withholdSmall(counted);
        const withheld = counted.filter((cell) => !shown.includes(cell));
        expect(shown.length + withheld.length).toBe(counted.length);
        for (const { count } of shown) expect(count).toBeGreaterThanOrEqual(5);
        expect(shown.map(({ count }) => count)).toEqual(
          shown.map(({ count }) => count).sort((one, other) => other - one),
        );
        if (withheld.length > 0 && shown.length > 0) {
          expect(withheld.length).toBeGreaterThanOrEqual(2);
          expect(sum(withheld)).toBeGreaterThanOrEqual(5);
        }
      }),
    );
  });

  it('no more is withheld than that takes', () => {
    fc.assert(
      fc.property(cells, (counted) => {
        const shown = withholdSmall(counted);
        const withheld = counted
          .filter((cell) => !shown.includes(cell))
          .sort((one, other) => other.count - one.count);
        const [largest, ...rest] = withheld;
        if (!largest || largest.count < 5) return;
        expect(rest.some(({ count }) => count < 5)).toBe(true);
        expect(rest.length < 2 || sum(rest) < 5).toBe(true);
      }),
    );
  });
});
