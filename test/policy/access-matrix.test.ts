import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { desk } from '../support/desk.js';

it('docs/access.md is what the rules grant (npm run compose writes it)', async () => {
  const { text } = await desk('matrix', '--format', 'markdown');
  expect(readFileSync(new URL('../../docs/access.md', import.meta.url), 'utf8')).toBe(text);
});
