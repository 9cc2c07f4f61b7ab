import { demoCallers } from './demo-callers.js';

/** One query over all four subgraphs, as a dashboard of NAV's would ask it. */
const navQuery =
  '{ persons(first: 3) { totalCount edges { node { name dufNumber ' +
  'workExperience { occupation { label } from to counsellorNote } ' +
  'languages { name speaking counsellorNote } wishes { work } ' +
  'processing { restricted } guidance { result { goals } } ' +
  'settlement { status municipality { name } } } } } }';

/**
 * Says where the gateway is, who may call, and how; and how long it took until a first answer came, or which subgraphs do
 * not answer yet.
 * @param apart whether there are subgraphs that run in other processes, and may do so later
 */
export async function welcome(url: string, token: string, apart: boolean): Promise<void> {
  await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: navQuery }),
  }).then((answer) => answer.arrayBuffer());
  const seconds = (performance.now() / 1000).toFixed(1);
  const missing = apart ? await silentRooms(url) : [];
  const state =
    missing.length === 0
      ? `is ready at ${url} (${seconds} s from start to first answer)`
      : `listens at ${url}, but these do not answer yet: ${missing.join(', ')}`;
  const callers = demoCallers()
    .map(({ name, label, purposes }) => `  ${name.padEnd(14)} ${label.padEnd(28)} ${purposes.join(' ')}`)
    .join('\n');
  const port = new URL(url).port;
  process.stdout.write(`
Kompass Gateway ${state}

Demo callers (npm run -s token -- CALLER), and the purposes each may state in kompass-purpose:
${callers}

Ask as NAV:
  curl -s localhost:${port}/graphql -H 'content-type: application/json' \\
    -H "authorization: Bearer $(npm run -s token -- nav)" \\
    -d '${JSON.stringify({ query: navQuery })}'

`);
}

async function silentRooms(url: string): Promise<string[]> {
  const { rooms } = (await (await fetch(`${url}/health`)).json()) as {
    readonly rooms: Readonly<Record<string, string>>;
  };
  return Object.keys(rooms).filter((name) => rooms[name] !== 'ready');
}
