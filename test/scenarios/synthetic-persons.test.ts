import { createRequire } from 'node:module';
import { dufCheckDigits, isDufNumber, syntheticPerson } from '@kompass/runtime';
import { municipalities, occupations } from '@kompass/schema';
import fc from 'fast-check';
import { iso6393 } from 'iso-639-3';
import postgres from 'postgres';
import { describe, expect, inject, it } from 'vitest';

const countries = createRequire(import.meta.url)('i18n-iso-countries') as {
  isValid(code: string): boolean;
};

describe('DUF numbers', () => {
  it('have the check digits of the known test numbers', () => {
    expect(isDufNumber('200205705502')).toBe(true);
    expect(isDufNumber('200900595509')).toBe(true);
  });
  it('are not valid with any one digit changed', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^\d{10}$/),
        fc.nat(11),
        fc.integer({ min: 1, max: 9 }),
        (ten, at, by) => {
          const valid = ten + dufCheckDigits(ten);
          const changed = valid.slice(0, at) + String((Number(valid[at]) + by) % 10) + valid.slice(at + 1);
          expect(isDufNumber(valid)).toBe(true);
          expect(isDufNumber(changed)).toBe(false);
        },
      ),
    );
  });
});

describe('synthetic persons', () => {
  it('are the same whenever they are made', () => {
    fc.assert(
      fc.property(fc.nat(5_000_000), (index) => {
        const { random: _one, ...one } = syntheticPerson(index);
        const { random: _other, ...other } = syntheticPerson(index);
        expect(one).toEqual(other);
      }),
    );
  });
  it('hold valid DUF numbers that no real person can hold, no two the same', () => {
    const numbers = Array.from({ length: 20_000 }, (_, index) => syntheticPerson(index).dufNumber);
    expect(numbers.every((number) => isDufNumber(number) && number.startsWith('29'))).toBe(true);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(new Set([0, 1_000_000, 2_000_000].map((index) => syntheticPerson(index).dufNumber)).size).toBe(3);
  });
  it('live their lives in order', () => {
    for (let index = 0; index < 3_000; index += 1) {
      const { arrived, startedAt, completedAt, assignedAt, settledAt } = syntheticPerson(index);
      const order = (moments: (Date | null)[]) => {
        const known = moments.filter((moment) => moment !== null);
        expect([...known].sort((one, other) => one.getTime() - other.getTime())).toEqual(known);
      };
      order([arrived, startedAt, completedAt]);
      order([arrived, assignedAt, settledAt]);
    }
  });
  it('use only codes of the published lists', async () => {
    const sql = postgres(inject('databaseUrl'), { max: 1 });
    const column = async (query: string) => (await sql.unsafe(query).values()).flat() as string[];
    const languages = new Set(iso6393.map(({ iso6393: code }) => code));
    for (const code of await column('select distinct language from profile.language'))
      expect(languages.has(code), code).toBe(true);
    for (const code of await column('select distinct unnest(citizenships) from profile.person'))
      expect(countries.isValid(code), code).toBe(true);
    for (const code of await column('select distinct occupation from profile.work_experience'))
      expect(occupations().has(code), code).toBe(true);
    const known = new Set(municipalities().map(({ number }) => number));
    for (const code of await column(
      "select distinct place from access.relation where kind in ('HOST', 'SETTLED')",
    ))
      expect(known.has(code), code).toBe(true);
    await sql.end();
  });
  it('are at every stage, with sections missing for some', async () => {
    const sql = postgres(inject('databaseUrl'), { max: 1 });
    const groups = await sql`select status::text, count(*)::int from settlement.person group by 1`;
    expect(groups.map(({ status }) => status).sort()).toEqual([
      'ACCEPTED',
      'ASSIGNED',
      'AT_RECEPTION_CENTRE',
      'SETTLED',
    ]);
    const [missing] = await sql`
      select count(*)::int as count from profile.person
      where registration_status <> 'NOT_STARTED' and cardinality(registered_sections) < 6`;
    expect(missing?.['count']).toBeGreaterThan(20);
    await sql.end();
  });
});
