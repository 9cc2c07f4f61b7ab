import { Presets, SingleBar } from 'cli-progress';

/** A bar on standard error, from the first update on; a line for each tenth where there is no terminal. */
export function progress(label: string) {
  let bar: SingleBar | undefined;
  return {
    update(done: number, total: number): void {
      if (!bar) {
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
      }
      bar.update(done);
    },
    stop(): void {
      bar?.stop();
    },
  };
}
