import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isPolicySource, type PolicySources } from '../written-policy.js';
import { repository } from './here.js';
import { UsageError } from './verb.js';

/** A commit, and the policy's files as they are there. */
export interface Revision {
  readonly commit: string;
  readonly sources: PolicySources;
}

/**
 * The policy's files at another revision, read out of version control; nothing is checked out.
 * @param ref a commit, branch or tag; without it, where this branch left main, which is the last commit on main itself
 * @throws UsageError when there is no such revision
 */
export function revision(ref?: string): Revision {
  const commit = ref ? commitOf(ref) : (git(['merge-base', 'HEAD', 'main']) ?? commitOf('HEAD'));
  const files = (git(['ls-tree', '--name-only', commit, 'schema/']) ?? '')
    .split('\n')
    .map((path) => path.replace('schema/', ''))
    .filter(isPolicySource);
  const texts = contents(files.map((file) => `${commit}:schema/${file}`));
  return { commit, sources: new Map(files.map((file, index) => [file, texts[index] ?? ''])) };
}

function commitOf(ref: string): string {
  const commit = git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]);
  if (!commit) throw new UsageError(`There is no revision "${ref}" to compare with.`);
  return commit;
}

function git(words: readonly string[], input?: string): string | undefined {
  const { status, stdout } = spawnSync('git', words, {
    cwd: fileURLToPath(repository),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    ...(input === undefined ? {} : { input }),
  });
  return status === 0 ? (input === undefined ? stdout.trim() : stdout) : undefined;
}

/** All files by one process: `git cat-file --batch` answers a line `<hash> blob <bytes>`, the bytes, and a newline. */
function contents(names: readonly string[]): string[] {
  let rest = Buffer.from(git(['cat-file', '--batch'], `${names.join('\n')}\n`) ?? '');
  return names.map(() => {
    const start = rest.indexOf('\n') + 1;
    const end = start + Number(rest.subarray(0, start).toString().trim().split(' ')[2]);
    const text = rest.subarray(start, end).toString();
    rest = rest.subarray(end + 1);
    return text;
  });
}
