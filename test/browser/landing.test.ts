import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Supergraph } from '@apollo/federation-internals';
import { purposes, readSupergraph } from '@kompass/schema';
import { Kind, parse, print, validate } from 'graphql';
import { decodeJwt } from 'jose';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { executablePath, flags } from '../support/chromium.js';
import { startTestGateway, type TestGateway } from '../support/gateway.js';

if (!executablePath)
  process.stderr.write('\nSKIPPED: the landing page needs a Chromium; install one or set CHROMIUM_PATH.\n\n');

describe.skipIf(!executablePath)('the landing page', () => {
  let gateway: TestGateway;
  let browser: Browser;
  let folder: string;
  beforeAll(async () => {
    gateway = await startTestGateway('in-process', { landing: 'development' });
    folder = await mkdtemp(join(tmpdir(), 'kompass-browser-'));
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: flags });
  });
  afterAll(async () => {
    await browser?.close();
    await gateway?.close();
    if (folder) await rm(folder, { recursive: true });
  });

  /** A page, with every address it asks for; Apollo's are refused as on a closed network. */
  async function open(path: string): Promise<{ page: Page; asked: string[] }> {
    const page = await browser.newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.route(/apollographql/, (route) => route.abort());
    await page.goto(gateway.url + path);
    return { page, asked };
  }

  it('sends an example from GraphiQL as whoever may ask it, and nothing to anybody else', async () => {
    const { page, asked } = await open('/graphiql');
    await page
      .getByLabel(/^Example/)
      .selectOption({ label: 'Municipality: who is assigned to or settled in Bergen' });
    await page.getByText('SettledInBergen').first().waitFor();
    const sent = page.waitForRequest(
      (request) =>
        request.url().endsWith('/graphql') && (request.postData() ?? '').includes('SettledInBergen'),
    );
    await page.getByRole('button', { name: /Execute query/ }).click();
    const { authorization = '', 'kompass-purpose': purpose } = (await sent).headers();
    expect(purpose).toBe('INTRODUCTION_PROGRAMME');
    expect(decodeJwt(authorization.replace(/^Bearer /, ''))).toMatchObject({
      client_id: 'demo-municipality',
    });
    await expect
      .poll(() => page.locator('.result-window').textContent(), { timeout: 15_000 })
      .toContain('norwegianGoal');
    expect(asked.filter((url) => !url.startsWith(gateway.url) && !url.startsWith('data:'))).toEqual([]);
    await page.close();
  });

  it('offers GraphiQL, one click away, where Apollo Sandbox cannot be loaded', async () => {
    const { page } = await open('/');
    await page.getByRole('status').getByRole('link', { name: 'Open GraphiQL' }).click();
    await page.locator('.graphiql-container').waitFor();
    expect(page.url()).toBe(`${gateway.url}/graphiql`);
    await page.close();
  });

  it('asks as the caller chosen last, also when the token of an earlier one comes later', async () => {
    const { page } = await open('/graphiql');
    await page.locator('.graphiql-container').waitFor();
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route('**/development/token', async (route) => {
      if (route.request().postDataJSON().caller === 'imdi') await held;
      await route.continue();
    });
    const late = page.waitForResponse((answer) => answer.request().postDataJSON()?.caller === 'imdi');
    await page.getByLabel(/^Caller/).selectOption('imdi');
    await page.getByLabel(/^Caller/).selectOption('research');
    await page.getByText('"STATISTICS"').waitFor();
    release();
    await (await late).finished();
    const sent = page.waitForRequest(/\/graphql$/);
    await page.getByRole('button', { name: /Execute query/ }).click();
    const { authorization = '' } = (await sent).headers();
    expect(decodeJwt(authorization.replace(/^Bearer /, ''))).toMatchObject({ client_id: 'demo-research' });
    await page.close();
  });

  it('says so when it gets no token, and sends none', async () => {
    const page = await browser.newPage();
    await page.route('**/development/token', (route) =>
      route.fulfill({ status: 403, json: { message: 'Only on this machine.' } }),
    );
    const sent = page.waitForRequest(/\/graphql$/);
    await page.goto(`${gateway.url}/graphiql`);
    await expect.poll(() => page.getByRole('alert').textContent()).toContain('Only on this machine.');
    expect((await sent).headers()).not.toHaveProperty('authorization');
    await page.close();
  });

  it('lets Apollo Sandbox ask as the chosen caller, and never writes a token into its address', async () => {
    const page = await browser.newPage();
    await page.route(/apollographql/, (route) =>
      route.fulfill({ contentType: 'text/javascript', body: standIn }),
    );
    await page.goto(`${gateway.url}/`);
    const latest = () => page.evaluate('JSON.parse(JSON.stringify(window.open_.at(-1)?.options ?? null))');
    await expect.poll(latest).toMatchObject({
      initialEndpoint: `${gateway.url}/graphql`,
      initialState: { headers: { 'kompass-purpose': 'EMPLOYMENT_GUIDANCE' } },
    });
    await page.getByLabel(/^Caller/).selectOption('imdi-privacy');
    await expect.poll(latest).toMatchObject({
      initialState: { headers: { 'kompass-purpose': 'DATA_SUBJECT_RIGHTS' } },
    });
    expect(JSON.stringify(await latest())).not.toMatch(/bearer/i);
    // One Sandbox at a time: one left behind would send each operation again.
    expect(await page.evaluate('window.open_.length')).toBe(1);
    const sent = page.waitForRequest(/\/graphql$/);
    await page.evaluate(
      `window.open_[0].options.handleRequest('/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{ __typename }"}' })`,
    );
    const { authorization = '', 'kompass-purpose': purpose } = (await sent).headers();
    expect(purpose).toBe('DATA_SUBJECT_RIGHTS');
    expect(decodeJwt(authorization.replace(/^Bearer /, ''))).toMatchObject({
      client_id: 'demo-imdi-privacy',
    });
    await page.close();
  });

  it.each([
    ['/', 'https://embeddable-sandbox.cdn.apollographql.com'],
    ['/graphiql', ''],
  ])('lets %s run scripts of its own and of "%s" only', async (path, other) => {
    const { headers } = await fetch(gateway.url + path);
    const scripts = /script-src ([^;]*)/.exec(headers.get('content-security-policy') ?? '')?.[1];
    expect(scripts).toBe(`'self' ${other}`.trim());
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });
});

/** Stands in for Sandbox's script: keeps the Sandboxes that are open, as the real one keeps listening. */
const standIn = `
  window.open_ = [];
  window.EmbeddedSandbox = class {
    constructor(options) { this.options = options; window.open_.push(this); }
    dispose() { window.open_ = window.open_.filter((each) => each !== this); }
  };
`;

/** What examples show of refusals: free text to NAV, and other centres' notes to a career centre. */
const refusals: Readonly<Record<string, readonly string[]>> = {
  '1-nav-dashboard.graphql': ['WorkExperience.counsellorNote'],
  '3-career-centre.graphql': ['GuidanceSession.internalNote'],
};
const folder = new URL('../../gateway/src/landing/examples/', import.meta.url);

describe('the examples', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway();
  });
  afterAll(() => gateway.close());

  it.each(readdirSync(folder))('%s is nothing that its caller may not do', async (file) => {
    const query = readFileSync(new URL(file, folder), 'utf8');
    const [, caller = '', stated] = /^# as (\S+), (\S+)$/m.exec(query) ?? [];
    const purpose = purposes.find((each) => each === stated);
    // The first operation without variables: acts would change the data that other tests read.
    const operation = parse(query).definitions.find(
      (node) => node.kind === Kind.OPERATION_DEFINITION && node.operation === 'query',
    );
    if (operation?.kind !== Kind.OPERATION_DEFINITION || operation.variableDefinitions?.length) return;
    const { data, errors } = await gateway.ask(caller, purpose, print(operation));
    expect(Object.values(data)).not.toContain(null);
    expect(errors.map(({ extensions }) => extensions['coordinate'])).toEqual(refusals[file] ?? []);
  });

  const api = Supergraph.build(readSupergraph()).apiSchema().toGraphQLJSSchema();
  it.each(readdirSync(folder))('%s is an operation of the API', (file) => {
    expect(validate(api, parse(readFileSync(new URL(file, folder), 'utf8')))).toEqual([]);
  });
});

describe('the landing page of production', () => {
  it('offers no callers and no tokens', async () => {
    const gateway = await startTestGateway('in-process', { production: true });
    const html = await (await fetch(gateway.url)).text();
    expect(html).toContain('POST /graphql');
    expect(html).not.toContain('offer');
    const answer = await fetch(`${gateway.url}/development/token`, { method: 'POST' });
    expect(answer.status).toBe(404);
    await gateway.close();
  });

  it('is complete, and comes with nothing of what developers are offered', async () => {
    const gateway = await startTestGateway('in-process', { production: true });
    const html = await (await fetch(gateway.url)).text();
    const loaded = [...html.matchAll(/(?:href|src)="(\/[^"]*)"/g)].map(([, path]) => path);
    expect(loaded).toEqual(['/landing/page.css']);
    const style = await fetch(`${gateway.url}/landing/page.css`);
    expect(style.status).toBe(200);
    expect(style.headers.get('content-type')).toBe('text/css; charset=utf-8');
    expect(style.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await style.text()).toContain('.plain');
    for (const path of ['/graphiql', '/landing/sandbox.js', '/landing/vendor/graphiql.js'])
      expect((await fetch(gateway.url + path)).status, path).toBe(404);
    await gateway.close();
  });
});

describe('the token endpoint of development', () => {
  it('gives no token to another site, nor to a page under a name that was made to lead here', async () => {
    const gateway = await startTestGateway('in-process', { landing: 'development' });
    const { port } = new URL(gateway.url);
    const ask = (site: string | undefined, host: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        const asked = request(`http://127.0.0.1:${port}/development/token`, {
          method: 'POST',
          headers: {
            host,
            'content-type': 'application/json',
            ...(site ? { 'sec-fetch-site': site } : {}),
          },
        });
        asked.on('response', (answer) => resolve(answer.resume().statusCode)).on('error', reject);
        asked.end(JSON.stringify({ caller: 'nav' }));
      });
    for (const site of [undefined, 'cross-site', 'same-site'])
      expect(await ask(site, `localhost:${port}`)).toBe(403);
    for (const name of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', '10.0.0.1'])
      expect(await ask('same-origin', `${name}:${port}`)).toBe(403);
    for (const name of ['localhost', '127.0.0.1', '[::1]'])
      expect(await ask('same-origin', `${name}:${port}`)).toBe(200);
    await gateway.close();
  });
});
