import type { Matrix } from './access-matrix.js';
import { callerName } from './callers.js';

const signs = { allow: '●', row: '◐', deny: '·' } as const;

/** For the terminal: as narrow as thirteen callers can be. */
export function asTable({ callers, sections, version }: Matrix): string {
  const letter = (index: number) => String.fromCharCode(65 + index);
  const legend = callers.map((each, index) => `  ${letter(index)}  ${callerName(each)}`);
  const fields = sections.flatMap(({ rows }) => rows.map(({ coordinate }) => coordinate.length));
  const width = Math.max(...fields) + 2;
  const head = ' '.repeat(width) + callers.map((_each, index) => letter(index)).join(' ');
  const tables = sections.map(
    ({ name, rows }) =>
      `${name}\n${head}\n${rows
        .map(
          ({ coordinate, decisions }) =>
            coordinate.padEnd(width) + decisions.map((each) => signs[each]).join(' '),
        )
        .join('\n')}`,
  );
  return `Policy ${version}. ● sees it, ◐ on some rows only, · does not.\n\n${legend.join('\n')}\n\n${tables.join('\n\n')}\n`;
}
