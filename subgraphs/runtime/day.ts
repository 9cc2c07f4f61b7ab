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
