import { readSupergraph } from '@kompass/schema';
import { compose } from '@kompass/schema/compose';
import { expect, it } from 'vitest';
import { deskCopy } from '../support/desk-copy.js';

it('composes the four subgraphs to the supergraph that is checked in (npm run compose writes it)', () => {
  expect(compose()).toBe(readSupergraph());
});

it('is not served when the SDL was changed and not composed anew', async () => {
  const copy = deskCopy();
  const contract = await import(new URL('dist/contract.js', copy.schema).href);
  expect(contract.readSupergraph()).toBe(readSupergraph());
  copy.edit(
    'profile.graphql',
    '"The field (fagfelt), in words."',
    '"The field of study (fagfelt), in words."',
  );
  expect(() => contract.readSupergraph()).toThrow(
    /^schema\/supergraph\.graphql is not of the SDL .*npm run compose$/,
  );
  copy.remove();
});
