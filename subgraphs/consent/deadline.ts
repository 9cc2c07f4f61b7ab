/** The day of a moment in Norway, where time limits are counted. */
export function dayOf(moment: Date): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Oslo', dateStyle: 'short' }).format(moment);
}

/**
 * The same day so many months later, or that month's last where it has no such day (regulation (EEC, Euratom)
 * No 1182/71 art. 3(2)(c), by which the time limits of the GDPR are counted).
 */
export function monthsAfter(moment: Date, months: number): string {
  const [year = 0, month = 0, day = 0] = dayOf(moment).split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))).toISOString().slice(0, 10);
}

/** The day so many days before or after. */
export function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}
