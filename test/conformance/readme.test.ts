import { readFileSync } from 'node:fs';
import { clientCodes, limits } from '@kompass/gateway';
import { errorCodes } from '@kompass/schema';
import { expect, it } from 'vitest';
import { startTestGateway } from '../support/gateway.js';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

it('the README’s curl is answered as the README says', async () => {
  const body = /-d '(\{"query":.*\})'/.exec(readme)?.[1] ?? '';
  const answer = JSON.parse(/```json\n(.*?)```/s.exec(readme)?.[1] ?? '{}');
  const gateway = await startTestGateway();
  const { data, errors } = await gateway.send(
    { authorization: `Bearer ${await gateway.token('nav')}` },
    JSON.parse(body),
  );
  // The version moves with every change to the rules.
  for (const { extensions } of answer.errors)
    extensions.policyVersion = errors[0]?.extensions['policyVersion'];
  expect({ errors, data }).toEqual(answer);
  await gateway.close();
});

it('every error code that a client can meet is told of in the README, and no other', () => {
  const [, table = ''] = /\| `extensions\.code`.*\n\|.*\n((?:\|.*\n)+)/.exec(readme) ?? [];
  const told = [...table.matchAll(/^\| (.*?) +\|/gm)].flatMap(([, codes = '']) => codes.match(/[A-Z_]+/g));
  expect(told.sort()).toEqual([...Object.keys(errorCodes), ...clientCodes].sort());
});

it('the limits of an operation are told of in the README', () => {
  const { depth, aliases, selections, tokens, body, values } = limits;
  const told = [
    `${depth} levels`,
    `${aliases} aliases`,
    `${selections} fields`,
    `${tokens} tokens`,
    body,
    `${values} values`,
  ];
  const inOneLine = readme
    .replace(/\n\s*/g, ' ')
    .replace(/(\d),(\d{3})/g, '$1$2')
    .replace(/(\d) kB/, '$1kb');
  for (const each of told) expect(inOneLine).toContain(each);
});
