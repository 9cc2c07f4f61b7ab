import { type Caller, forbidden, KompassError, type Policy, readByArguments } from '@kompass/schema';
import type { GraphQLError } from 'graphql';
import { type Asked, type Deny, personKey } from './asked.js';

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
      const denied =
        policy.decide(coordinate, caller) === 'deny'
          ? coordinate
          : readByArguments(args, values).find((read) => policy.decide(read, caller) !== 'allow');
      if (denied === undefined) return false;
      if (!refusals.has(denied)) refusals.set(denied, forbidden(denied, caller, policy.version));
      return true;
    },
    refusals: () => [...refusals.values()],
  };
}

/** @throws KompassError BAD_USER_INPUT when an operation uses the name that the disclosure log needs */
export function refusePersonKey({ selections }: Asked): void {
  for (const each of selections) {
    if (each.kind === 'field' && each.key === personKey)
      throw new KompassError('BAD_USER_INPUT', `Choose another alias than "${personKey}".`);
    if (each.beneath) refusePersonKey(each.beneath);
  }
}
