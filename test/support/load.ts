/** What a load showed. */
export interface Load {
  readonly requestsPerSecond: number;
}

/** Sends the same request over and over, so many at a time, for so many milliseconds. */
export async function load(
  send: () => Promise<unknown>,
  connections: number,
  duration: number,
): Promise<Load> {
  const until = performance.now() + duration;
  let answered = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (performance.now() < until) {
        await send();
        answered += 1;
      }
    }),
  );
  return { requestsPerSecond: answered / ((performance.now() - began) / 1_000) };
}

export const median = (figures: readonly number[]): number => {
  const sorted = [...figures].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};
