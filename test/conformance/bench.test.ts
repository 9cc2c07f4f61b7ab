import { readFileSync } from 'node:fs';
import { startGateway } from '@kompass/gateway';
import { expect, it } from 'vitest';
import { difference, readAnswer } from '../bench/answers.js';
import { report } from '../bench/report.js';

const read = (file: string) => readFileSync(new URL(`../../docs/${file}`, import.meta.url), 'utf8');

it('nothing in the tables of docs/bench.md is typed by hand', () => {
  const page = read('bench.md');
  expect(report(JSON.parse(read('bench.json')), page)).toBe(page);
});

const answer = (data: unknown, ...refused: readonly string[]) =>
  readAnswer(
    JSON.stringify({
      data,
      errors: refused.map((coordinate) => ({
        message: 'no',
        extensions: { code: 'FORBIDDEN', coordinate },
      })),
    }),
  );
const persons = (...names: readonly string[]) => ({
  persons: {
    edges: names.map((name) => ({ node: { name } })),
    pageInfo: { endCursor: `sealed ${Math.random()}` },
  },
});

it('a contender that does less is not measured', () => {
  const ours = answer(persons('Abel', 'Berit'), 'Language.counsellorNote');
  const same = answer(persons('Abel', 'Berit'), 'Language.counsellorNote', 'Language.counsellorNote');
  expect(difference(ours, same, true)).toBeUndefined();
  expect(difference(ours, answer(persons('Abel', 'Berit')), false)).toBeUndefined();

  expect(difference(ours, answer(persons('Abel', 'Berit')), true)).toContain('refuses nothing');
  expect(difference(ours, answer(persons('Abel'), 'Language.counsellorNote'), true)).toContain('edges');
  expect(difference(ours, answer(null, 'Language.counsellorNote'), true)).toContain('data');
  const failing = readAnswer(JSON.stringify({ data: persons('Abel'), errors: [{ message: 'down' }] }));
  expect(difference(ours, failing, true)).toBe('failed: down');
});

it('the rules are never off in production', async () => {
  const asked = { production: true, rules: 'off' } as Parameters<typeof startGateway>[0];
  await expect(startGateway(asked)).rejects.toThrow('never off in production');
});
