import type { SingleBar } from 'cli-progress';

/** A bar on standard error, from the first update on; a line for each tenth where there is no terminal. */
export function progress(label: string) {
  let bar: SingleBar | undefined;
  let begun = false;
  let stopped = false;
  const begin = async (total: number): Promise<void> => {
    // Most starts have nothing to fill.
    const { Presets, SingleBar } = await import('cli-progress');
    if (stopped) return;
    bar = new SingleBar(
      {
        format: `${label} {bar} {percentage} % · {eta_formatted} left`,
        noTTYOutput: true,
        notTTYSchedule: 5_000,
        stream: process.stderr,
      },
      Presets.rect,
    );
    bar.start(total, 0);
  };
  return {
    update(done: number, total: number): void {
      if (!begun) void begin(total);
      begun = true;
      bar?.update(done);
    },
    stop(): void {
      stopped = true;
      bar?.stop();
    },
  };
}
