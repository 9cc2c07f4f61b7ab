import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.js';

const executablePath = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path && existsSync(path));

if (!executablePath)
  process.stderr.write('\nSKIPPED: the landing page needs a Chromium; install one or set CHROMIUM_PATH.\n\n');

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

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

  it('sends an example from GraphiQL as the chosen caller, and nothing to anybody else', async () => {
    const { page, asked } = await open('/graphiql');
    await page.getByLabel('Caller').selectOption('municipality');
    await page.getByLabel('Purpose').selectOption('INTRODUCTION_PROGRAMME');
    await page
      .getByLabel('Example')
      .selectOption({ label: 'Municipality: who is assigned to or settled in Bergen' });
    await page.getByText('SettledInBergen').first().waitFor();
    const sent = page.waitForRequest(
      (request) =>
        request.url().endsWith('/graphql') && (request.postData() ?? '').includes('SettledInBergen'),
    );
    await page.getByRole('button', { name: /Execute query/ }).click();
    expect((await sent).headers()['kompass-purpose']).toBe('INTRODUCTION_PROGRAMME');
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

  it('hands Apollo Sandbox the headers of the chosen caller, where it can be loaded', async () => {
    const page = await browser.newPage();
    await page.route(/apollographql/, (route) =>
      route.fulfill({
        contentType: 'text/javascript',
        body: 'window.given = []; window.EmbeddedSandbox = class { constructor(options) { window.given.push(options) } }',
      }),
    );
    await page.goto(`${gateway.url}/`);
    const given = () => page.evaluate('JSON.parse(JSON.stringify((window.given ?? []).at(-1) ?? null))');
    await expect.poll(given).toMatchObject({
      initialEndpoint: `${gateway.url}/graphql`,
      initialState: { headers: { 'kompass-purpose': 'EMPLOYMENT_GUIDANCE' } },
    });
    await page.close();
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
});

describe('the token endpoint of development', () => {
  it('gives no token to another site', async () => {
    const gateway = await startTestGateway('in-process', { landing: 'development' });
    for (const site of [undefined, 'cross-site', 'same-site']) {
      const answer = await fetch(`${gateway.url}/development/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(site ? { 'sec-fetch-site': site } : {}) },
        body: JSON.stringify({ caller: 'nav' }),
      });
      expect(answer.status).toBe(403);
    }
    await gateway.close();
  });
});
