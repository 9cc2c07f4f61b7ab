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

/**
 * The same day so many months later, or that month's last where it has no such day (regulation (EEC, Euratom)
 * No 1182/71 art. 3(2)(c), by which the time limits of the GDPR are counted).
 * @param day `2026-01-31`
 * @param months may be negative
 */
export function monthsAfter(day: string, months: number): string {
  const [year = 0, month = 0, dayOfMonth = 0] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return utcDay(new Date(Date.UTC(year, month - 1 + months, Math.min(dayOfMonth, last))));
}
