import type { GraphQLError } from 'graphql';
import type { Caller } from './agencies.js';
import type { Deny } from './asked.js';
import type { Policy } from './policy.js';
import { type Denied, forbidden } from './shield.js';

/** What the rules of the caller alone deny, noted as an operation is read. */
export interface Ruling {
  readonly deny: Deny;
  /** One refusal for each denied field and each argument that reads one, in the order in which they were met. */
  readonly refusals: () => readonly GraphQLError[];
}

/** Fields whose rule looks at a row are not denied here; the subgraph that has the row decides. */
export function ruleFor(caller: Caller, policy: Policy): Ruling {
  const refusals = new Map<string, GraphQLError>();
  return {
    deny(coordinate, args, values) {
      // The field itself, or one that its arguments read.
      const denied: Denied | undefined =
        policy.decide(coordinate, caller) === 'deny'
          ? { coordinate }
          : policy.reading
              .byArguments(args, values)
              .find((read) => policy.decide(read.coordinate, caller) !== 'allow');
      if (!denied) return false;
      const key = `${denied.coordinate} ${denied.argument ?? ''}`;
      if (!refusals.has(key)) refusals.set(key, forbidden(denied, caller, policy));
      return true;
    },
    refusals: () => [...refusals.values()],
  };
}
