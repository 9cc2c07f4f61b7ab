import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { startTestGateway } from '../support/gateway.js';

it('the README’s curl is answered as the README says', async () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
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
