import { mkdirSync, writeFileSync } from 'node:fs';
import type { WrittenPolicy } from '../written-policy.js';
import { type Matrix, matrixOf } from './access-matrix.js';
import { callerName } from './callers.js';
import { policyHere, repository, soundPolicyHere, warningOn } from './here.js';
import { asCsv } from './matrix-csv.js';
import { asMarkdown } from './matrix-markdown.js';
import { asPage } from './matrix-page.js';
import { asTable } from './matrix-table.js';
import { UsageError, type Verb } from './verb.js';

const formats: ReadonlyMap<string, (matrix: Matrix, policy: WrittenPolicy) => string> = new Map([
  ['table', asTable],
  ['markdown', asMarkdown],
  ['csv', asCsv],
  ['html', asPage],
]);

/** Where the matrix is checked in, for reviews to show. */
export const accessFile = new URL('docs/access.md', repository);

export const matrixVerb: Verb = {
  summary: 'who sees what, as a table, Markdown, CSV or a page to filter and print',
  usage: `npm run policy -- matrix [FIELDS] [--format table|markdown|csv|html] [--json]
npm run policy -- matrix --write        writes docs/access.md; npm run compose does so too

FIELDS narrows it: Person.*, *.counsellorNote.
For a page to open in a browser: npm run -s policy -- matrix --format html > access.html`,
  words: 1,
  options: { format: { type: 'string', default: 'table' }, write: { type: 'boolean' } },
  run([pattern], { format, write }) {
    const policy = write ? soundPolicyHere() : policyHere();
    const matrix = matrixOf(policy, pattern);
    if (write) {
      mkdirSync(new URL('.', accessFile), { recursive: true });
      writeFileSync(accessFile, asMarkdown(matrixOf(policy)));
      return { text: 'docs/access.md is written.\n', json: { written: 'docs/access.md' }, problem: false };
    }
    const shown = formats.get(String(format));
    if (!shown) throw new UsageError(`There is no format "${format}".`);
    const json = {
      version: matrix.version,
      callers: matrix.callers.map(callerName),
      fields: matrix.sections.flatMap(({ category, rows }) =>
        rows.map(({ coordinate, decisions }) => ({ coordinate, category, decisions })),
      ),
    };
    const warning = warningOn(policy);
    return { text: warning + shown(matrix, policy), json, problem: warning !== '' };
  },
};
