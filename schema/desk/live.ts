import { watch } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { whole } from '../check.js';
import { clearanceSets } from '../clearance-sets.js';
import { contractFolder } from '../contract.js';
import { loadPolicy } from '../load-policy.js';
import { PolicyMistakes } from '../mistake.js';
import { policyInForce, putInForce } from '../policy-in-force.js';
import { onSdlOf, type PolicySources, sourcesIn, type WrittenPolicy } from '../written-policy.js';
import { mistakesAnswer } from './check.js';
import { changesBetween, inWords } from './diff.js';

/** An editor writes a file in several goes; what comes within so many milliseconds is read once. */
const oneSave = 50;

/**
 * Puts the policy in force anew whenever one of its files is saved; for development, where somebody edits it beside a
 * running process. A policy that is not whole leaves the last good one in force. What the SDL says is the supergraph's,
 * who may call and for what is the gateway's, and which types are about nobody the disclosure log's: all three stay as
 * they were at start-up.
 * @param tell is told who gains and loses what, or what is wrong
 * @param folder the schema room, or a copy of it
 * @returns ends it
 */
export function followPolicy(tell: (text: string) => void, folder: URL = contractFolder): () => void {
  let pending: NodeJS.Timeout | undefined;
  let differs = false;
  const soon = (): void => {
    clearTimeout(pending);
    pending = setTimeout(() => {
      differs = takeOver(tell, folder, differs, soon);
    }, oneSave);
  };
  const watcher = watch(fileURLToPath(folder), (_event, file) => {
    if (file === null || file.endsWith('.ts')) soon();
  });
  watcher.on('error', (error) => tell(`The policy is no longer followed: ${error.message}\n`));
  watcher.unref();
  return () => {
    clearTimeout(pending);
    watcher.close();
  };
}

/**
 * @param differed whether the last that was told is that the files say what is not in force
 * @returns whether it is so now
 */
function takeOver(tell: (text: string) => void, folder: URL, differed: boolean, again: () => void): boolean {
  const before = policyInForce();
  try {
    const sources = onSdlOf(before.sources, sourcesIn(folder));
    if (isSame(sources, before.sources)) {
      if (differed) tell(`Mended: the files say what is in force again, policy ${before.version}.\n`);
      return false;
    }
    const after = whole(loadPolicy(sources));
    if (statedBy(after) !== statedBy(before)) {
      tell(
        `Who may call, and for what purpose, has changed in schema/agencies.ts. That takes effect at the next start.\n\nPolicy ${before.version} stays in force.\n`,
      );
      return true;
    }
    if (aboutNobody(after) !== aboutNobody(before)) {
      tell(
        `What is published has changed in schema/categories.ts, and with it what the disclosure log says of whom. That takes effect at the next start.\n\nPolicy ${before.version} stays in force.\n`,
      );
      return true;
    }
    putInForce(after);
    const changes = inWords(changesBetween(before, after), before, after);
    tell(`Policy ${before.version} → ${after.version}, in force now\n\n${changes}`);
    return false;
  } catch (error) {
    // An editor may put the file aside for a moment while it saves.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      again();
      return differed;
    }
    // Whatever it is, a saved file never ends a running process.
    const said =
      error instanceof PolicyMistakes
        ? mistakesAnswer(error.mistakes).text
        : `The policy cannot be read: ${String(error)}\n\n`;
    tell(`${said}Policy ${before.version} stays in force.\n`);
    return true;
  }
}

/** Which parties there are, and what each may state; callers are told apart by what was compiled. */
function statedBy({ vocabulary: { parties, clearances, purposesOf } }: WrittenPolicy): string {
  return JSON.stringify(
    parties.map((party) => [
      party,
      ...clearanceSets(clearances).map((held) => [held, purposesOf(party, held)]),
    ]),
  );
}

/** The types that are about nobody, of which the gateway enters in the log only what names them. */
function aboutNobody({ categories }: WrittenPolicy): string {
  const lines = categories.get('published')?.holds ?? [];
  return [...new Set(lines.map((line) => line.split('.')[0]))].sort().join();
}

function isSame(one: PolicySources, other: PolicySources): boolean {
  return one.size === other.size && [...one].every(([file, text]) => other.get(file) === text);
}
