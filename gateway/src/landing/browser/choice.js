// What the developer has chosen in the bar: caller, purpose and example.

const { callers, examples } = JSON.parse(document.getElementById('offer').textContent);
const [caller, purpose, example, problem] = ['caller', 'purpose', 'example', 'problem'].map((id) =>
  document.getElementById(id),
);

const fill = (select, options) =>
  select.replaceChildren(...options.map(([value, text]) => new Option(text, value)));

const chosenCaller = () => callers.find(({ name }) => name === caller.value);

const fillPurposes = () =>
  fill(
    purpose,
    chosenCaller().purposes.map((each) => [each, each.toLowerCase().replaceAll('_', ' ')]),
  );

/** An example is shown as whoever may ask it; its document. */
const takeExample = () => {
  const chosen = examples[Number(example.value)];
  caller.value = chosen.caller;
  fillPurposes();
  purpose.value = chosen.purpose;
  return chosen.document;
};

/** @throws Error with a reason for the developer when the gateway gives no token */
async function freshToken() {
  const answer = await fetch('/development/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ caller: caller.value }),
  }).catch(() => {
    throw new Error('The gateway does not answer.');
  });
  const { token, message } = await answer.json().catch(() => ({}));
  if (answer.ok && token) return token;
  throw new Error(message ?? `The gateway answered ${answer.status}.`);
}

/** The headers of the chosen caller; without a token, and with a notice in the bar, when none could be had. */
async function headers() {
  const stated = { 'kompass-purpose': purpose.value };
  try {
    return { headers: { authorization: `Bearer ${await freshToken()}`, ...stated }, reason: '' };
  } catch (error) {
    return { headers: stated, reason: `No token for this caller. ${error.message}` };
  }
}

/** Shows the choice, and again whenever it changes. `show` is told the headers, and the document if one was chosen. */
export async function onChoice(show) {
  let latest = 0;
  let unshownDocument;
  const choose = async () => {
    latest += 1;
    const mine = latest;
    const chosen = await headers();
    // A later choice has overtaken this one: its caller must not be shown with this one's token.
    if (mine !== latest) return;
    problem.textContent = chosen.reason;
    problem.hidden = !chosen.reason;
    const nextDocument = unshownDocument;
    unshownDocument = undefined;
    show(chosen.headers, nextDocument);
  };
  const chooseExample = () => {
    unshownDocument = takeExample();
    return choose();
  };
  caller.addEventListener('change', () => {
    fillPurposes();
    return choose();
  });
  purpose.addEventListener('change', choose);
  example.addEventListener('change', chooseExample);
  await chooseExample();
}

fill(
  caller,
  callers.map(({ name, label }) => [name, label]),
);
fill(
  example,
  examples.map(({ title }, at) => [at, title]),
);
