import { daysAfter, monthsAfter as sameDayMonthsAfter } from '@kompass/runtime';
import { isWorkingDay } from './working-day.js';

/** The day of a moment in Norway, where time limits are counted. */
export function dayOf(moment: Date): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Oslo', dateStyle: 'short' }).format(moment);
}

/** The day in Norway so many months after a moment, as `monthsAfter` of a day counts them. */
export function monthsAfter(moment: Date, months: number): string {
  return sameDayMonthsAfter(dayOf(moment), months);
}

/**
 * The last day of a time limit of so many months (GDPR art. 12(3)): where that day is no working day, the next that is
 * (regulation (EEC, Euratom) No 1182/71 art. 3(4)).
 */
export function lastDayToAnswer(receivedAt: Date, months: number): string {
  let day = monthsAfter(receivedAt, months);
  while (!isWorkingDay(day)) day = daysAfter(day, 1);
  return day;
}
