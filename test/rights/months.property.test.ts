import { monthsAfter } from '@kompass/runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const day = fc
  .date({ min: new Date('0030-01-01'), max: new Date('2100-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const months = fc.integer({ min: -240, max: 240 });
const monthOf = (date: string) => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
const dayOfMonth = (date: string) => Number(date.slice(8));
const isLastOfMonth = (date: string) =>
  new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 7) !== date.slice(0, 7);

describe('so many months after a day', () => {
  it('is in the month that many later, on the same day or its last', () => {
    fc.assert(
      fc.property(day, months, (from, count) => {
        const to = monthsAfter(from, count);
        expect(monthOf(to)).toBe(monthOf(from) + count);
        expect(dayOfMonth(to) === dayOfMonth(from) || isLastOfMonth(to)).toBe(true);
        expect(dayOfMonth(to)).toBeLessThanOrEqual(dayOfMonth(from));
      }),
    );
  });

  it('is never earlier for a later day', () => {
    fc.assert(
      fc.property(day, day, months, (one, other, count) => {
        const [earlier, later] = [one, other].sort() as [string, string];
        expect(monthsAfter(earlier, count) <= monthsAfter(later, count)).toBe(true);
      }),
    );
  });

  it.each([
    ['2026-11-30', 3, '2027-02-28'],
    ['2027-11-30', 3, '2028-02-29'],
    ['2026-01-31', 1, '2026-02-28'],
    ['2028-02-29', -180, '2013-02-28'],
    ['0050-01-01', 1, '0050-02-01'],
  ])('%s and %i months is %s', (from, count, to) => {
    expect(monthsAfter(from, count)).toBe(to);
  });
});
