/** Signals that come within this many milliseconds are one: a terminal signals us, and npm passes the same one on. */
const same = 1_000;

/** A process was told to stop and has not done what it was started for. */
export class Interrupted extends Error {
  constructor() {
    super('Told to stop before it was done.');
    this.name = 'Interrupted';
  }
}

/**
 * Is aborted with {@link Interrupted} at the first SIGTERM or SIGINT, so that requests can be drained and what was begun is
 * ended in order; a later one ends the process at once. Wanted before anything is begun that outlives the process.
 */
export function stopSignal(): AbortSignal {
  const stopping = new AbortController();
  let first: number | undefined;
  const onSignal = (_name: NodeJS.Signals, signal: number) => {
    first ??= performance.now();
    if (performance.now() - first > same) process.exit(128 + signal); // as one that does not listen ends, told by a shell
    stopping.abort(new Interrupted());
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  return stopping.signal;
}

/** Resolves when the process is told to stop. */
export function untilSignal(stopping: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (stopping.aborted) resolve();
    stopping.addEventListener('abort', () => resolve());
  });
}
