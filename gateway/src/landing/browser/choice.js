// What the developer has chosen in the bar: caller, purpose and example.

const { callers, examples } = JSON.parse(document.getElementById('offer').textContent);
const [caller, purpose, example] = ['caller', 'purpose', 'example'].map((id) => document.getElementById(id));

const fill = (select, options) =>
  select.replaceChildren(...options.map(([value, text]) => new Option(text, value)));

const chosenCaller = () => callers.find(({ name }) => name === caller.value);

const fillPurposes = () =>
  fill(
    purpose,
    chosenCaller().purposes.map((each) => [each, each.toLowerCase().replaceAll('_', ' ')]),
  );

/** A fresh token in the headers that the chosen caller sends. */
async function headers() {
  const answer = await fetch('/development/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ caller: caller.value }),
  });
  const { token } = await answer.json();
  return { authorization: `Bearer ${token}`, 'kompass-purpose': purpose.value };
}

/** Shows the choice, and again whenever it changes. `show` is told the headers, and the document if one was chosen. */
export async function onChoice(show) {
  fill(
    caller,
    callers.map(({ name, label }) => [name, label]),
  );
  fill(
    example,
    examples.map(({ title }, at) => [at, title]),
  );
  caller.value = callers.some(({ name }) => name === 'nav') ? 'nav' : callers[0].name;
  fillPurposes();
  const chosenDocument = () => examples[Number(example.value)]?.document ?? '';
  caller.addEventListener('change', async () => {
    fillPurposes();
    show(await headers());
  });
  purpose.addEventListener('change', async () => show(await headers()));
  example.addEventListener('change', async () => show(await headers(), chosenDocument()));
  show(await headers(), chosenDocument());
}
