import { readFileSync } from 'node:fs';
import type { Caller } from '../agencies.js';
import { contractFolder } from '../contract.js';
import type { WrittenPolicy } from '../written-policy.js';
import type { Matrix, Row, Section } from './access-matrix.js';
import { partyName } from './callers.js';
import { purposeInWords } from './matrix-markdown.js';

const part = (file: string): string => readFileSync(new URL(`desk/page/${file}`, contractFolder), 'utf8');

/** One page that needs nothing else: opens from a mail, filters by party, category and text, and prints. */
export function asPage(matrix: Matrix, policy: WrittenPolicy): string {
  const { callers, sections, version } = matrix;
  const parties = [...new Set(callers.map(partyName))];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Kompass: who sees what</title>
<style>${part('matrix.css')}</style>
</head>
<body>
<header>
<h1>Who sees what</h1>
<p>What the rules of Kompass grant, party by party and purpose by purpose, the most sensitive first. Policy <code>${version}</code>.</p>
<form>
<label>Search <input type="search" name="search" placeholder="field or description" autofocus></label>
<label>Category <select name="category"><option value="">all</option>${sections
    .map(({ category, name }) => `<option value="${category}">${escaped(name)}</option>`)
    .join('')}</select></label>
<fieldset><legend>Parties</legend>${parties
    .map((each) => `<label><input type="checkbox" name="party" value="${each}" checked> ${each}</label>`)
    .join('')}</fieldset>
<output></output>
</form>
<p class="key"><i class="allow"></i> sees it <i class="row"></i> on some persons’ rows only <i class="deny"></i> does not. <span>Point at a field or a cell to see why.</span></p>
</header>
<main>
<table>
<thead>
<tr><th rowspan="2" scope="col">Field</th>${parties
    .map((each) => {
      const span = callers.filter((caller) => partyName(caller) === each).length;
      return `<th colspan="${span}" scope="colgroup" data-party="${each}">${each}</th>`;
    })
    .join('')}</tr>
<tr>${callers.map((each) => `<th scope="col" class="purpose" data-party="${partyName(each)}"><span>${purposeInWords(each.purpose)}</span></th>`).join('')}</tr>
</thead>
${sections.map((section) => sectionHtml(section, callers)).join('\n')}
</table>
</main>
<aside aria-live="polite" hidden></aside>
<script type="application/json" id="told">${JSON.stringify(toldOf(policy, matrix)).replaceAll('<', '\\u003c')}</script>
<script>${part('matrix.js')}</script>
</body>
</html>
`;
}

function sectionHtml({ category, name, rows }: Section, callers: readonly Caller[]): string {
  return `<tbody data-category="${category}">
<tr class="section"><th scope="rowgroup" colspan="${callers.length + 1}">${escaped(name)}</th></tr>
${rows.map((row) => rowHtml(row, callers)).join('\n')}
</tbody>`;
}

function rowHtml({ coordinate, description, decisions }: Row, callers: readonly Caller[]): string {
  const said = { allow: 'sees it', row: 'on some rows', deny: 'does not see it' } as const;
  const cells = decisions.map((decision, index) => {
    const party = partyName(callers[index] as Caller);
    return `<td class="${decision}" data-party="${party}" data-caller="${index}"><span>${said[decision]}</span></td>`;
  });
  const [type = '', field = ''] = coordinate.split('.');
  return `<tr data-text="${escaped(`${coordinate} ${description}`.toLowerCase())}"><th scope="row" title="${escaped(description)}">${type}.<b>${field}</b></th>${cells.join('')}</tr>`;
}

/** By caller: who it is, and by category the sentences that told people. */
function toldOf({ promises }: WrittenPolicy, { callers, sections }: Matrix) {
  return callers.map((caller) => ({
    name: `${partyName(caller)}, ${purposeInWords(caller.purpose)}`,
    told: Object.fromEntries(
      sections.map(({ category }) => [
        category,
        (promises[caller.party]?.[caller.purpose] ?? [])
          .filter(({ covers }) => covers.some((each) => each === category))
          .map(({ sentence }) => sentence.nb),
      ]),
    ),
  }));
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
