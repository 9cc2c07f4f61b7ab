import { mkdirSync, writeFileSync } from 'node:fs';
import type { WrittenPolicy } from '../written-policy.js';
import { type Matrix, matrixOf } from './access-matrix.js';
import { callerName } from './callers.js';
import { policyHere, repository } from './here.js';
import { asCsv } from './matrix-csv.js';
import { asMarkdown } from './matrix-markdown.js';
import { asPage } from './matrix-page.js';
import { asTable } from './matrix-table.js';
import { UsageError, type Verb } from './verb.js';

const formats: Readonly<Record<string, (matrix: Matrix, policy: WrittenPolicy) => string>> = {
  table: asTable,
  markdown: asMarkdown,
  csv: asCsv,
  html: asPage,
};

/** Where the matrix is checked in, for reviews to show. */
export const accessFile = new URL('docs/access.md', repository);

export const matrixVerb: Verb = {
  summary: 'who sees what, as a table, Markdown, CSV or a page to filter and print',
  usage: `npm run policy -- matrix [FIELDS] [--format table|markdown|csv|html] [--json]
npm run policy -- matrix --write        writes docs/access.md; npm run compose does so too

FIELDS narrows it: Person.*, *.counsellorNote.
For a page to open in a browser: npm run -s policy -- matrix --format html > access.html`,
  options: { format: { type: 'string', default: 'table' }, write: { type: 'boolean' } },
  run([pattern], { format, write }) {
    const policy = policyHere();
    const matrix = matrixOf(policy, pattern);
    if (write) {
      mkdirSync(new URL('.', accessFile), { recursive: true });
      writeFileSync(accessFile, asMarkdown(matrixOf(policy)));
      return { text: 'docs/access.md is written.\n', json: { written: 'docs/access.md' }, problem: false };
    }
    const shown = formats[String(format)];
    if (!shown) throw new UsageError(`There is no format "${format}".`);
    const json = {
      version: matrix.version,
      callers: matrix.callers.map(callerName),
      fields: matrix.sections.flatMap(({ category, rows }) =>
        rows.map(({ coordinate, decisions }) => ({ coordinate, category, decisions })),
      ),
    };
    return { text: shown(matrix, policy), json, problem: false };
  },
};
