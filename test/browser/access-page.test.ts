import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { executablePath, flags } from '../support/chromium.js';
import { desk } from '../support/desk.js';

describe.skipIf(!executablePath)('the page of who sees what', { timeout: 120_000 }, () => {
  let browser: Browser;
  let page: Page;
  let folder: string;
  const asked: string[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kompass-access-'));
    await writeFile(join(folder, 'access.html'), (await desk('matrix', '--format', 'html')).text);
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: flags });
    page = await browser.newPage();
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(`file://${folder}/access.html`);
  });
  afterAll(async () => {
    await browser?.close();
    if (folder) await rm(folder, { recursive: true });
  });

  it('needs nothing but itself', () => {
    expect(asked).toEqual([`file://${folder}/access.html`]);
  });

  it('narrows to what is searched for, to a category and to some parties', async () => {
    const fields = page.locator('tr[data-text]:visible');
    await page.getByRole('searchbox').fill('internalnote');
    expect(await fields.allTextContents()).toEqual([expect.stringContaining('GuidanceSession.internalNote')]);
    await page.getByRole('searchbox').fill('');
    await page.getByRole('combobox').selectOption('identity');
    expect(await fields.count()).toBe(2);
    await page.getByRole('checkbox', { name: 'nav' }).uncheck();
    expect(await page.getByRole('columnheader', { name: 'employment guidance' }).count()).toBe(0);
    await page.getByRole('checkbox', { name: 'nav' }).check();
  });

  it('tells why, in the letter’s words', async () => {
    await page.getByRole('combobox').selectOption('work');
    const row = page.locator('tr', { hasText: 'WorkExperience.tasks' });
    await row.locator('td[data-party="nav"]').hover();
    await expect
      .poll(() => page.locator('aside').textContent())
      .toContain('Arbeids- og velferdsetaten (NAV) kan bruke');
  });
});
