/** What the pages let developers choose from. */
export interface Offer {
  readonly callers: readonly {
    readonly name: string;
    readonly label: string;
    readonly purposes: readonly string[];
  }[];
  readonly examples: readonly {
    readonly title: string;
    readonly caller: string;
    readonly purpose: string;
    readonly document: string;
  }[];
}

const escapes: Readonly<Record<string, string>> = { '<': '\\u003c', '>': '\\u003e', '&': '\\u0026' };

/** JSON that cannot end the element it stands in. */
const embedded = (value: unknown) =>
  JSON.stringify(value).replace(/[<>&]/g, (character) => escapes[character] ?? character);

const page = (title: string, head: string, body: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/landing/page.css">
${head}</head>
<body>
${body}</body>
</html>
`;

const bar = (offer: Offer, other: { href: string; text: string }) => `<header>
<h1>Kompass Gateway</h1>
<label>Caller <select id="caller"></select></label>
<label>Purpose <select id="purpose"></select></label>
<label>Example <select id="example"></select></label>
<a href="${other.href}">${other.text}</a>
<p id="problem" role="alert" hidden></p>
</header>
<script type="application/json" id="offer">${embedded(offer)}</script>
`;

/** Apollo Sandbox, whose script comes from Apollo; where it cannot be loaded the page says so. */
export function sandboxPage(offer: Offer): string {
  return page(
    'Kompass Gateway · Apollo Sandbox',
    '<script type="module" src="/landing/sandbox.js"></script>\n',
    `${bar(offer, { href: '/graphiql', text: 'GraphiQL' })}<main>
<div id="explorer"><p class="notice">Apollo Sandbox is loading from Apollo …</p></div>
<p id="unreachable" class="notice" role="status" hidden>Apollo Sandbox could not be loaded: this network does not reach
Apollo. <a href="/graphiql">Open GraphiQL</a>, which comes with the gateway and needs no internet.</p>
</main>
`,
  );
}

/** GraphiQL, all of it from this gateway. */
export function graphiqlPage(offer: Offer): string {
  return page(
    'Kompass Gateway · GraphiQL',
    `<link rel="stylesheet" href="/landing/vendor/graphiql.css">
<script src="/landing/vendor/react.js" defer></script>
<script src="/landing/vendor/react-dom.js" defer></script>
<script src="/landing/vendor/graphiql.js" defer></script>
<script type="module" src="/landing/graphiql.js"></script>
`,
    `${bar(offer, { href: '/', text: 'Apollo Sandbox' })}<main><div id="explorer"></div></main>
`,
  );
}

/** What production shows. */
export function plainPage(): string {
  return page(
    'Kompass Gateway',
    '',
    `<main class="plain"><h1>Kompass Gateway</h1>
<p>The federated GraphQL API of Kompass, Norway's competence registration of newly arrived refugees.</p>
<p>Send operations to <code>POST /graphql</code> with a token and, where you have several purposes, the header
<code>kompass-purpose</code>.</p></main>
`,
  );
}
