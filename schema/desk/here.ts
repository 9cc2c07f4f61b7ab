import { contractFolder } from '../contract.js';
import { loadPolicy } from '../load-policy.js';
import { sourcesIn, type WrittenPolicy } from '../written-policy.js';

/** The repository. */
export const repository = new URL('../', contractFolder);

/** The policy as its files are now, saved or not committed. */
export function policyHere(): WrittenPolicy {
  return loadPolicy(sourcesIn(contractFolder));
}
