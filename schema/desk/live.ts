import { watch } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { whole } from '../check.js';
import { contractFolder } from '../contract.js';
import { loadPolicy } from '../load-policy.js';
import { PolicyMistakes } from '../mistake.js';
import { policyInForce, putInForce } from '../policy-in-force.js';
import { onSdlOf, type PolicySources, sourcesIn } from '../written-policy.js';
import { mistakesAnswer } from './check.js';
import { inWords } from './diff.js';
import { differences, promiseDifferences } from './difference.js';

/** An editor writes a file in several goes; what comes within so many milliseconds is read once. */
const oneSave = 50;

/**
 * Puts the policy in force anew whenever one of its files is saved; for development, where somebody edits it beside a
 * running process. A policy that is not whole leaves the last good one in force. What the SDL says is the supergraph's,
 * and stays as it was at start-up.
 * @param tell is told who gains and loses what, or what is wrong
 * @param folder the schema room, or a copy of it
 * @returns ends it
 */
export function followPolicy(tell: (text: string) => void, folder: URL = contractFolder): () => void {
  let pending: NodeJS.Timeout | undefined;
  const soon = (): void => {
    clearTimeout(pending);
    pending = setTimeout(() => takeOver(tell, folder, soon), oneSave);
  };
  const watcher = watch(fileURLToPath(folder), (_event, file) => {
    if (file === null || file.endsWith('.ts')) soon();
  });
  watcher.unref();
  return () => {
    clearTimeout(pending);
    watcher.close();
  };
}

function takeOver(tell: (text: string) => void, folder: URL, again: () => void): void {
  const before = policyInForce();
  try {
    const sources = onSdlOf(before.sources, sourcesIn(folder));
    if (isSame(sources, before.sources)) return;
    const after = whole(loadPolicy(sources));
    putInForce(after);
    const changes = inWords(differences(before, after), promiseDifferences(before, after), before, after);
    tell(`Policy ${before.version} → ${after.version}, in force now\n\n${changes}`);
  } catch (error) {
    // An editor may put the file aside for a moment while it saves.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') again();
    else if (error instanceof PolicyMistakes)
      tell(`${mistakesAnswer(error.mistakes).text}Policy ${before.version} stays in force.\n`);
    else throw error;
  }
}

function isSame(one: PolicySources, other: PolicySources): boolean {
  return one.size === other.size && [...one].every(([file, text]) => other.get(file) === text);
}
