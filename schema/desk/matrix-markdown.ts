import type { Matrix } from './access-matrix.js';
import { partyName } from './callers.js';

const signs = { allow: '●', row: '◐', deny: '' } as const;

/** For reviews: a table a category, so that a change shows as the few lines that it is. */
export function asMarkdown({ callers, sections }: Matrix): string {
  const head = `| field | ${callers.map((each) => `${partyName(each)}<br>${purposeInWords(each.purpose)}`).join(' | ')} |
| :-- | ${callers.map(() => ':-:').join(' | ')} |`;
  const tables = sections.map(
    ({ category, name, rows }) => `## ${category}: ${name}

${head}
${rows.map(({ coordinate, decisions }) => `| ${coordinate} | ${decisions.map((each) => signs[each]).join(' | ')} |`).join('\n')}
`,
  );
  return `# Who sees what

What the rules in \`schema/*.rules.ts\` grant, the most sensitive first. Written by \`npm run compose\` and verified by a
test: a review of this file is a review of access.

● sees it · ◐ sees it on some persons' rows only · empty: does not see it. _Which_ persons a caller sees is decided in
the database.

${tables.join('\n')}`;
}

/** `FULL_TIME_PROGRAMME` → `full-time programme`. */
export function purposeInWords(purpose: string): string {
  return purpose.toLowerCase().replaceAll('_', ' ').replace('full time', 'full-time');
}
