import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type DeskCopy, deskCopy } from '../support/desk-copy.js';

const guide = readFileSync(new URL('../../docs/policy.md', import.meta.url), 'utf8');

/** The worked changes: by their headings, the blocks of code in order. */
const changes = guide
  .split(/^### /m)
  .slice(1)
  .map((section) => ({
    title: section.split('\n')[0] ?? '',
    blocks: [...section.matchAll(/^```(diff|console)\n([\s\S]*?)^```$/gm)].map(
      ([, kind = '', text = '']) => ({
        kind,
        text,
      }),
    ),
  }));

describe('the guide’s worked change', () => {
  it('comes five times', () => {
    expect(changes).toHaveLength(5);
  });

  it.each(changes)('$title', { timeout: 120_000 }, async ({ blocks }) => {
    const copy = deskCopy();
    try {
      for (const { kind, text } of blocks) {
        if (kind === 'diff') apply(copy, text);
        else await follow(copy, text);
      }
      expect(compiled(copy)).toBe('');
    } finally {
      copy.remove();
    }
  });
});

/** What the compiler says of the changed policy, as `npm run compose` would first. */
function compiled({ schema }: DeskCopy): string {
  copyFileSync(new URL('../../tsconfig.json', import.meta.url), new URL('../tsconfig.json', schema));
  const { status, stdout } = spawnSync('npx', ['tsc', '--noEmit'], { cwd: schema, encoding: 'utf8' });
  return status === 0 ? '' : `${status} ${stdout}`;
}

/** A file, and what becomes of it; `…` stands between places. */
function apply(copy: DeskCopy, text: string): void {
  const [file = '', ...lines] = text.trimEnd().split('\n');
  for (const hunk of lines.join('\n').split('\n…\n')) {
    const part = (signs: string) =>
      hunk
        .split('\n')
        .filter((line) => signs.includes(line[0] ?? ' '))
        .map((line) => line.slice(1))
        .join('\n');
    copy.edit(file.replace('schema/', ''), part(' -'), part(' +'));
  }
}

/** Commands, and what they say; `…` stands for more. */
async function follow(copy: DeskCopy, text: string): Promise<void> {
  for (const dialogue of text.split(/^\$ npm run policy -- /m).slice(1)) {
    const [command = '', ...expected] = dialogue.trimEnd().split('\n');
    let said = (await copy.ask(...command.split(' '))).text;
    for (const piece of expected.join('\n').split('\n…\n')) {
      expect(said, command).toContain(piece);
      said = said.slice(said.indexOf(piece) + piece.length);
    }
  }
}
