import { Problems } from '@kompass/runtime';
import type { Act } from './act.js';
import { close, requestOf, requireUndecided } from './demand.js';
import { liftWhatFollowed } from './hiding.js';

/**
 * Takes a demand back, which is for the person alone. What followed from it at once is lifted.
 * @returns what is wrong; nothing is then written
 * @throws KompassError NOT_FOUND
 */
export async function withdraw(act: Act, requestId: string): Promise<Problems['found']> {
  const request = await requestOf(act, requestId);
  const problems = new Problems(act.caller.language);
  requireUndecided(problems, request);
  if (problems.found.length > 0) return problems.found;
  await close(act, request, 'WITHDRAWN', {});
  await liftWhatFollowed(act, request);
  return [];
}
