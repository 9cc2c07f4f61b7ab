import * as agencies from './agencies.js';
import { lists, picks, reads } from './arguments.js';
import { categories } from './categories.js';
import { whole } from './check.js';
import { contractFolder } from './contract.js';
import * as letter from './letter.js';
import { promises } from './promises.js';
import { readPolicy, sourcesIn, type WrittenPolicy } from './written-policy.js';

let inForce: WrittenPolicy | undefined;

/**
 * The policy in force. Ask once a request and use that one throughout; keep what is worked out from it by the policy
 * object itself, for it may be another at the next request.
 * @throws PolicyMistakes at the first call, which is at start-up, when the policy is not whole
 */
export function policyInForce(): WrittenPolicy {
  inForce ??= whole(
    readPolicy(sourcesIn(contractFolder), {
      agencies,
      letter,
      categories,
      promises,
      arguments: { reads, picks, lists },
    }),
  );
  return inForce;
}

/** Answers every request from now on under another policy; those under way keep theirs. */
export function putInForce(policy: WrittenPolicy): void {
  inForce = policy;
}
