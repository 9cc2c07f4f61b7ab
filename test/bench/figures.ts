/** Figures of the same thing from several rounds: the middle one, and how far they lie apart. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** @throws Error when there are no figures */
export function spread(figures: readonly number[]): Spread {
  return { median: median(figures), min: Math.min(...figures), max: Math.max(...figures) };
}

/** @throws Error when there are no figures */
export function median(figures: readonly number[]): number {
  return percentile(figures, 0.5);
}

/**
 * The smallest figure that so large a share of them does not exceed.
 * @throws Error when there are no figures
 */
export function percentile(figures: readonly number[], share: number): number {
  const sorted = [...figures].sort((one, other) => one - other);
  const found = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (found === undefined) throw new Error('there are no figures');
  return found;
}

/** What was measured in the same round is divided; rounds in which only one was measured are left out. */
export function ratios(over: readonly number[], under: readonly number[]): number[] {
  return over.flatMap((figure, round) => {
    const other = under[round];
    return other ? [figure / other] : [];
  });
}
