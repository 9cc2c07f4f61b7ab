import { monthsAfter as sameDayMonthsAfter } from '@kompass/runtime';

/** The day of a moment in Norway, where time limits are counted. */
export function dayOf(moment: Date): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Oslo', dateStyle: 'short' }).format(moment);
}

/** The day in Norway so many months after a moment, as `monthsAfter` of a day counts them. */
export function monthsAfter(moment: Date, months: number): string {
  return sameDayMonthsAfter(dayOf(moment), months);
}

/** The day so many days before or after. */
export function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}
