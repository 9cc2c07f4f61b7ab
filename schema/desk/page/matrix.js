// Filters the table, and tells why under it.
const form = document.querySelector('form');
const told = JSON.parse(document.querySelector('#told').textContent);
const aside = document.querySelector('aside');

function filter() {
  const search = form.elements.search.value.trim().toLowerCase();
  const category = form.elements.category.value;
  const parties = new Set(
    [...form.elements.party].filter(({ checked }) => checked).map(({ value }) => value),
  );
  for (const cell of document.querySelectorAll('[data-party]'))
    cell.hidden = !parties.has(cell.dataset.party);
  let shown = 0;
  for (const body of document.querySelectorAll('tbody')) {
    let any = false;
    for (const row of body.querySelectorAll('tr[data-text]')) {
      row.hidden = !row.dataset.text.includes(search);
      any ||= !row.hidden;
      if (!row.hidden && (category === '' || body.dataset.category === category)) shown += 1;
    }
    body.hidden = !any || (category !== '' && body.dataset.category !== category);
  }
  form.querySelector('output').textContent = `${shown} fields`;
}

function tell({ target }) {
  const row = target.closest?.('tr[data-text]');
  aside.hidden = !row;
  if (!row) return;
  const cell = target.closest('td');
  const field = row.querySelector('th');
  const line = document.createElement('div');
  const strong = document.createElement('b');
  strong.textContent = field.textContent;
  line.append(strong, ` ${field.title}`);
  aside.replaceChildren(line);
  if (!cell) return;
  const { name, told: sentences } = told[cell.dataset.caller];
  const why = document.createElement('div');
  why.append(`${name}: ${cell.textContent}. `);
  if (!cell.classList.contains('deny'))
    for (const sentence of sentences[row.parentElement.dataset.category]) {
      const quote = document.createElement('q');
      quote.lang = 'nb';
      quote.textContent = sentence;
      why.append(quote, ' ');
    }
  aside.append(why);
}

form.addEventListener('input', filter);
form.addEventListener('submit', (event) => event.preventDefault());
document.querySelector('table').addEventListener('mouseover', tell);
filter();
