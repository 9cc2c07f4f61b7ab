import { onChoice } from './choice.js';

const origin = 'https://embeddable-sandbox.cdn.apollographql.com';
const explorer = document.getElementById('explorer');
const unreachable = document.getElementById('unreachable');

const load = () =>
  new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = `${origin}/_latest/embeddable-sandbox.umd.production.min.js`;
    script.onload = resolve;
    script.onerror = reject;
    // A network that drops what it does not allow would leave the page empty for minutes.
    setTimeout(reject, 8_000);
    document.head.append(script);
  });

try {
  await load();
  let shownDocument = '';
  await onChoice((headers, chosenDocument) => {
    shownDocument = chosenDocument ?? shownDocument;
    const target = document.createElement('div');
    target.style.height = '100%';
    explorer.replaceChildren(target);
    new window.EmbeddedSandbox({
      target,
      initialEndpoint: new URL('/graphql', location.href).href,
      endpointIsEditable: false,
      hideCookieToggle: true,
      runTelemetry: false,
      initialState: { document: shownDocument, headers, includeCookies: false },
    });
  });
} catch {
  for (const label of document.querySelectorAll('header label')) label.hidden = true;
  explorer.hidden = true;
  unreachable.hidden = false;
}
