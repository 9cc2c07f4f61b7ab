import { check, whole } from '../check.js';
import { contractFolder } from '../contract.js';
import { loadPolicy } from '../load-policy.js';
import { sourcesIn, type WrittenPolicy } from '../written-policy.js';

/** The repository. */
export const repository = new URL('../', contractFolder);

/** The policy as its files are now, saved or not committed. */
export function policyHere(): WrittenPolicy {
  return loadPolicy(sourcesIn(contractFolder));
}

/**
 * The same, for what is handed on as the policy in force.
 * @throws PolicyMistakes when it could not be put in force
 */
export function soundPolicyHere(): WrittenPolicy {
  return whole(policyHere());
}

/** What stands above an answer on a policy that could not be put in force; empty for one that could. */
export function warningOn(policy: WrittenPolicy): string {
  const { length } = check(policy);
  return length === 0
    ? ''
    : `NOT IN FORCE: ${length === 1 ? '1 mistake' : `${length} mistakes`}, which npm run policy -- check names.\n\n`;
}
