import { onChoice } from './choice.js';

const cdn = 'https://embeddable-sandbox.cdn.apollographql.com';
const explorer = document.getElementById('explorer');
const unreachable = document.getElementById('unreachable');

/** Whether Sandbox's script came. */
const loaded = () =>
  new Promise((resolve) => {
    const script = document.createElement('script');
    script.src = `${cdn}/_latest/embeddable-sandbox.umd.production.min.js`;
    script.onload = () => resolve(Boolean(window.EmbeddedSandbox));
    script.onerror = () => resolve(false);
    // A network that drops what it does not allow would leave the page empty for minutes.
    setTimeout(() => resolve(false), 8_000);
    document.head.append(script);
  });

/** Sends what Sandbox asks as the chosen caller; what the developer wrote in Sandbox goes first. */
const sendAs = (chosenHeaders) => (url, request) => {
  const headers = new Headers(request.headers);
  for (const [name, value] of Object.entries(chosenHeaders)) if (!headers.has(name)) headers.set(name, value);
  return fetch(url, { ...request, headers });
};

if (await loaded()) {
  let shownDocument = '';
  let sandbox;
  await onChoice((headers, chosenDocument) => {
    shownDocument = chosenDocument ?? shownDocument;
    // A Sandbox left behind would go on answering, and send every operation once more as its own caller.
    sandbox?.dispose();
    const target = document.createElement('div');
    target.className = 'sandbox';
    explorer.replaceChildren(target);
    sandbox = new window.EmbeddedSandbox({
      target,
      initialEndpoint: new URL('/graphql', location.href).href,
      endpointIsEditable: false,
      hideCookieToggle: true,
      runTelemetry: false,
      allowDynamicStyles: false,
      handleRequest: sendAs(headers),
      initialState: {
        document: shownDocument,
        // Sandbox writes these into the address of its frame at Apollo: never a token.
        headers: { 'kompass-purpose': headers['kompass-purpose'] },
        includeCookies: false,
      },
    });
  });
} else {
  for (const label of document.querySelectorAll('header label')) label.hidden = true;
  explorer.hidden = true;
  unreachable.hidden = false;
}
