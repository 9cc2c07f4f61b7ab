import { type Job, suggestOccupations } from '@kompass/guidance/suggestion';
import { occupations } from '@kompass/schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const today = '2026-11-01';
const code = fc.constantFrom(...[...occupations().keys()].filter((each) => /^[1-9]\d{3}$/.test(each)));
const year = fc.integer({ min: 1985, max: 2025 });
const job: fc.Arbitrary<Job> = fc
  .record({ occupation: code, from: year, years: fc.integer({ min: 0, max: 20 }), ongoing: fc.boolean() })
  .map(({ occupation, from, years, ongoing }) => ({
    occupation,
    from: `${from}-01-01`,
    to: ongoing ? null : `${Math.min(2026, from + years)}-01-01`,
  }));
const jobs = fc.array(job, { maxLength: 6 });

const closenessOf = (wanted: string, held: readonly Job[]) =>
  suggestOccupations(held, null, today).find((each) => each.code === wanted)?.closeness ?? 0;

describe('occupations suggested from work experience', () => {
  it('are known occupations near to one that was held, each with a reason in both languages, the nearest first', () => {
    fc.assert(
      fc.property(jobs, fc.option(code), (held, wished) => {
        const suggested = suggestOccupations(held, wished, today);
        expect(suggested.length === 0).toBe(held.length === 0);
        for (const { code: each, label, closeness, reasons } of suggested) {
          expect(occupations().get(each)?.label).toBe(label);
          expect(held.some(({ occupation }) => occupation.slice(0, 2) === each.slice(0, 2))).toBe(true);
          expect(closeness).toBeGreaterThanOrEqual(1);
          expect(closeness).toBeLessThanOrEqual(100);
          expect(reasons.length).toBeGreaterThan(0);
          for (const { nb, en } of reasons) expect(nb && en).toBeTruthy();
        }
        const order = suggested.map(({ closeness }) => closeness);
        expect([...order].sort((one, other) => other - one)).toEqual(order);
        expect(suggestOccupations([...held].reverse(), wished, today)).toEqual(suggested);
      }),
    );
  });

  it('count longer work for no less, and more recent work for no less', () => {
    fc.assert(
      fc.property(
        code,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 0, max: 20 }),
        (occupation, years, ago) => {
          const held = (length: number, endedAgo: number): Job[] => [
            { occupation, from: `${2026 - endedAgo - length}-01-01`, to: `${2026 - endedAgo}-01-01` },
          ];
          expect(closenessOf(occupation, held(years + 1, ago))).toBeGreaterThanOrEqual(
            closenessOf(occupation, held(years, ago)),
          );
          expect(closenessOf(occupation, held(years, ago))).toBeGreaterThanOrEqual(
            closenessOf(occupation, held(years, ago + 1)),
          );
        },
      ),
    );
  });

  it('put the occupation itself before its neighbours, and its group before the rest of its field', () => {
    const electrician: Job[] = [{ occupation: '7411', from: '2016-01-01', to: null }];
    const closeness = new Map(
      suggestOccupations(electrician, null, today).map((each) => [each.code, each.closeness]),
    );
    expect(closeness.get('7411')).toBe(100);
    expect(closeness.get('7412')).toBe(60);
    expect(closeness.get('7421')).toBe(30);
  });

  it('leave out what nobody is pointed to: military work, and work not stated', () => {
    expect(suggestOccupations([{ occupation: '0110', from: '2016-01-01', to: null }], null, today)).toEqual(
      [],
    );
  });
});
