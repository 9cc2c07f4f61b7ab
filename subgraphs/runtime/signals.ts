/** Signals that come within this many milliseconds are one: a terminal signals us, and npm passes the same one on. */
const same = 1_000;

/** Resolves at the first SIGTERM or SIGINT, so that requests can be drained; a later one ends the process at once. */
export function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    let first: number | undefined;
    const onSignal = () => {
      first ??= performance.now();
      if (performance.now() - first > same) process.exit(1);
      resolve();
    };
    process.on('SIGTERM', onSignal);
    process.on('SIGINT', onSignal);
  });
}
