import { readSupergraph } from '@kompass/schema';
import { compose } from '@kompass/schema/compose';
import { expect, it } from 'vitest';

it('composes the four subgraphs to the supergraph that is checked in (npm run compose writes it)', () => {
  expect(compose()).toBe(readSupergraph());
});
