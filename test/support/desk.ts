import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text as read } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** What the desk said, and how it ended. */
export interface Said {
  readonly code: number;
  readonly text: string;
}

/** Asks the policy desk, as `npm run policy -- …` does. */
export const desk = (...words: readonly string[]): Promise<Said> =>
  deskIn(fileURLToPath(new URL('../../', import.meta.url)), words);

/** Asks the policy desk of another copy of the repository. */
export async function deskIn(folder: string, words: readonly string[]): Promise<Said> {
  const child = spawn(process.execPath, [`${folder}/schema/dist/desk/main.js`, ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err, [code]] = await Promise.all([
    read(child.stdout),
    read(child.stderr),
    once(child, 'close'),
  ]);
  return { code: Number(code), text: out + err };
}
