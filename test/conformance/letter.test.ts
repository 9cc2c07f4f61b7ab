import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** The rows of `docs/letter.md`: sentence, what provides it, test. */
const rows = read('docs/letter.md')
  .split('\n')
  .filter((line) => /^\| (?!-|sentence )/.test(line))
  .map((line) => {
    const [sentence = '', provided = '', shown = ''] = line
      .slice(2, -2)
      .split(' | ')
      .map((cell) => cell.trim());
    const [, file = '', title = ''] = /^`([^`]+)`: (.+)$/.exec(shown) ?? [];
    return { sentence, provided, file, title };
  });

/** The letter in force, in bokmål, as sentences: headings, items of lists and footnotes too. */
function sentences(): string[] {
  const versions = readdirSync(new URL('../../subgraphs/consent/notices/', import.meta.url)).map((file) =>
    Number.parseInt(file, 10),
  );
  return read(`subgraphs/consent/notices/${Math.max(...versions)}.nb.md`)
    .split('\n')
    .map((line) => line.replace(/^(#+|-|\[\^\d+\]:) /, '').replace(/\[\^\d+\]/g, ''))
    .flatMap((line) => (line.startsWith('Jf. ') ? [line] : line.split(/(?<=[^§]\.) (?=[A-ZÆØÅ])/)))
    .filter((sentence) => sentence !== '');
}

it('every sentence of the letter has a row, and no row is of another text', () => {
  expect(rows.map(({ sentence }) => sentence)).toEqual(sentences());
});

describe('a row of docs/letter.md', () => {
  it.each(rows)('$sentence', ({ provided, file, title }) => {
    expect(provided).not.toBe('');
    const path = `test/${file}.test.ts`;
    expect(existsSync(new URL(`../../${path}`, import.meta.url)), `${path} exists`).toBe(true);
    expect(read(path), `${path} holds the test`).toContain(title);
  });
});
