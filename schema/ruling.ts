import type { GraphQLError } from 'graphql';
import type { Caller } from './agencies.js';
import type { Deny } from './asked.js';
import type { Policy } from './policy.js';
import { forbidden } from './shield.js';

/** What the rules of the caller alone deny, noted as an operation is read. */
export interface Ruling {
  readonly deny: Deny;
  /** One refusal for each denied field, in the order in which they were met. */
  readonly refusals: () => readonly GraphQLError[];
}

/** Fields whose rule looks at a row are not denied here; the subgraph that has the row decides. */
export function ruleFor(caller: Caller, policy: Policy): Ruling {
  const refusals = new Map<string, GraphQLError>();
  return {
    deny(coordinate, args, values) {
      // The field itself, or one that its arguments read.
      const reads = policy.reading.byArguments(args, values);
      const denied =
        policy.decide(coordinate, caller) === 'deny'
          ? coordinate
          : reads.find((read) => policy.decide(read, caller) !== 'allow');
      if (denied === undefined) return false;
      if (!refusals.has(denied)) refusals.set(denied, forbidden(denied, caller, policy));
      return true;
    },
    refusals: () => [...refusals.values()],
  };
}
