/** The day of a moment, `2026-01-31`, in UTC. Time limits are counted otherwise: consent has the day in Norway. */
export function utcDay(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}
