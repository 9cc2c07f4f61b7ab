import { daysAfter } from '@kompass/runtime';

/** Days from Easter Sunday: Maundy Thursday to Easter Monday, Ascension Day, Whit Sunday and Whit Monday. */
const byEaster = [-3, -2, 0, 1, 39, 49, 50];

/** New Year's Day, 1 and 17 May, Christmas Day and the day after. */
const fixed = ['01-01', '05-01', '05-17', '12-25', '12-26'];

/**
 * Whether a day is neither a Saturday, a Sunday nor a public holiday in Norway (lov om helligdager og helligdagsfred § 2,
 * lov om 1 og 17 mai som høgtidsdager), as regulation (EEC, Euratom) No 1182/71 art. 2(2) has it.
 * @param day `2026-01-31`
 */
export function isWorkingDay(day: string): boolean {
  const weekday = new Date(day).getUTCDay();
  if (weekday === 0 || weekday === 6 || fixed.includes(day.slice(5))) return false;
  const easter = easterSunday(Number(day.slice(0, 4)));
  return !byEaster.some((days) => daysAfter(easter, days) === day);
}

/** Gregorian Easter, by the anonymous algorithm that Meeus gives (Astronomical Algorithms, chapter 8). */
function easterSunday(year: number): string {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const days = h + l - 7 * m + 114;
  const pad = (number: number) => String(number).padStart(2, '0');
  return `${String(year).padStart(4, '0')}-${pad(Math.floor(days / 31))}-${pad((days % 31) + 1)}`;
}
