import type { Matrix } from './access-matrix.js';
import { callerName } from './callers.js';

/** For spreadsheets: a line a field, a column a kind of caller. */
export function asCsv({ callers, sections }: Matrix): string {
  const lines = [
    ['field', 'category', ...callers.map(callerName)],
    ...sections.flatMap(({ category, rows }) =>
      rows.map(({ coordinate, decisions }) => [coordinate, category, ...decisions]),
    ),
  ];
  return `${lines.map((cells) => cells.join(',')).join('\r\n')}\r\n`;
}
