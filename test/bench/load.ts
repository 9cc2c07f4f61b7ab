import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Load, Outcome } from './generator.js';

/** The load generator's process. */
export interface Generator {
  /** @throws Error when the generator fails; answers that fail are counted */
  send(load: Load): Promise<Outcome>;
  close(): Promise<void>;
}

export function startGenerator(): Generator {
  const child: ChildProcess = fork(fileURLToPath(new URL('generator.js', import.meta.url)), {
    env: { PATH: process.env['PATH'], NODE_ENV: 'production' },
  });
  return {
    async send(load) {
      child.send(load);
      const [outcome] = (await once(child, 'message')) as [Outcome | { readonly error: string }];
      if ('error' in outcome) throw new Error(`the load generator failed: ${outcome.error}`);
      return outcome;
    },
    async close() {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}
