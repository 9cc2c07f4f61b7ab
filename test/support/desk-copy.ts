import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { deskIn, type Said } from './desk.js';

/** A copy of the repository's policy, under version control of its own, to make changes in. */
export interface DeskCopy {
  /** Where its policy is. */
  readonly schema: URL;
  /** Asks its policy desk. */
  ask(...words: readonly string[]): Promise<Said>;
  /** Edits one of its files: the first occurrence of a text becomes another. */
  edit(file: string, from: string | RegExp, to: string): void;
  commit(): void;
  remove(): void;
}

const root = fileURLToPath(new URL('../../', import.meta.url));

export function deskCopy(): DeskCopy {
  const folder = mkdtempSync(join(tmpdir(), 'kompass-policy-'));
  const isWanted = (path: string) => !/node_modules|\.turbo/.test(path);
  cpSync(join(root, 'schema'), join(folder, 'schema'), { recursive: true, filter: isWanted });
  cpSync(join(root, 'subgraphs/consent/notices'), join(folder, 'subgraphs/consent/notices'), {
    recursive: true,
  });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const git = (...words: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@kompass.invalid', ...words], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  writeFileSync(join(folder, '.gitignore'), 'node_modules\ndist\n');
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message=the policy');
  return {
    schema: pathToFileURL(join(folder, 'schema/')),
    ask: (...words) => deskIn(folder, words),
    edit(file, from, to) {
      const path = join(folder, 'schema', file);
      const text = readFileSync(path, 'utf8');
      const edited = text.replace(from, to);
      if (edited === text) throw new Error(`${file} no longer holds: ${from}`);
      writeFileSync(path, edited);
    },
    commit() {
      git('commit', '--quiet', '--all', '--message=a change');
    },
    remove() {
      rmSync(folder, { recursive: true });
    },
  };
}
