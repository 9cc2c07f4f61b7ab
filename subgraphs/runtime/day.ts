/** The day of a moment, `2026-01-31`, in UTC. Time limits are counted otherwise: consent has the day in Norway. */
export function utcDay(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

/** Whether a text is a day of the calendar, from year 1 on: `2026-01-31`. */
export function isDay(text: string): boolean {
  return (
    /^(?!0000)\d{4}-\d{2}-\d{2}$/.test(text) &&
    !Number.isNaN(Date.parse(text)) &&
    new Date(text).toISOString().startsWith(text)
  );
}

/** The oldest person whose age has been verified was 122. */
const oldest = 122;

/** Whether somebody who lives today can have been born on a day; both `YYYY-MM-DD`. */
export function isBirthOfSomebodyAlive(day: string, today: string): boolean {
  return day <= today && Number(day.slice(0, 4)) >= Number(today.slice(0, 4)) - oldest;
}

/** The day so many days before or after. */
export function daysAfter(day: string, days: number): string {
  return utcDay(new Date(Date.parse(day) + days * 86_400_000));
}

/**
 * The same day so many months later, or that month's last where it has no such day (regulation (EEC, Euratom)
 * No 1182/71 art. 3(2)(c), by which the time limits of the GDPR are counted).
 * @param day `2026-01-31`
 * @param months may be negative
 */
export function monthsAfter(day: string, months: number): string {
  const [year = 0, month = 0, dayOfMonth = 0] = day.split('-').map(Number);
  // Date.UTC takes the years 0 to 99 for those of the twentieth century.
  const at = (monthOfYear: number, date: number) =>
    new Date(new Date(0).setUTCFullYear(year, monthOfYear, date));
  const last = at(month + months, 0).getUTCDate();
  return utcDay(at(month - 1 + months, Math.min(dayOfMonth, last)));
}
