import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { demoCaller, developmentIssuer } from '@kompass/gateway';
import { dataFolder } from '@kompass/runtime';
import { audience } from './gateway.js';

const main = fileURLToPath(new URL('../../gateway/dist/main.js', import.meta.url));

/** The gateway as `npm start` runs it, in a process of its own. */
export interface GatewayProcess {
  readonly url: string;
  readonly child: ChildProcess;
  /** All that it has written so far. */
  output(): string;
  /** Resolves with the exit code, or `null` when a signal ended it. */
  readonly ended: Promise<number | null>;
}

export async function spawnGateway(variables: Record<string, string>): Promise<GatewayProcess> {
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env['PATH'] ?? '', PORT: '0', LOG_LEVEL: 'warn', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let written = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      written += chunk.toString();
    });
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', () => {
      const found = /(?:is ready|listens).*?(http:[\w/:.]+)/.exec(written)?.[1];
      if (found) resolve(found);
    });
    void ended.then(() => reject(new Error(`the gateway ended before it was ready:\n${written}`)));
  });
  return { url, child, output: () => written, ended };
}

/** A token for a gateway in a process of its own, as `npm run token` prints it. */
export async function processToken(caller: string): Promise<string> {
  const issuer = await developmentIssuer(dataFolder, audience, false);
  return issuer.mint(demoCaller(caller));
}
