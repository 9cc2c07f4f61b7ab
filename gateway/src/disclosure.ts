import type { Disclosure, DisclosureLog } from '@kompass/consent/disclosure-log';
import { type Caller, KompassError, policy } from '@kompass/schema';
import type { Disclosed } from './shape.js';

/** What of a request the log keeps besides the caller. */
export interface DisclosedRequest {
  readonly operationName: string | null | undefined;
  /** The request's id, also in the process' own log. */
  readonly trace: string;
}

/**
 * Appends what an answer tells of whom, before it leaves: no log, no data.
 * @throws KompassError UNAVAILABLE when it could not be appended; the answer must then be dropped
 */
export async function disclose(
  log: DisclosureLog,
  caller: Caller,
  request: DisclosedRequest,
  disclosed: Disclosed,
): Promise<void> {
  const entries: Disclosure[] = [...disclosed]
    .filter(([, coordinates]) => coordinates.size > 0)
    .map(([personId, coordinates]) => ({
      personId,
      party: caller.party,
      organisation: caller.organisation ?? null,
      officer: caller.officer ?? null,
      purpose: caller.purpose,
      operation: request.operationName ?? null,
      coordinates: [...coordinates].sort(),
      policyVersion: policy.version,
      trace: request.trace,
    }));
  if (entries.length === 0) return;
  try {
    await log.append(entries);
  } catch {
    throw new KompassError(
      'UNAVAILABLE',
      'What was asked for could not be entered in the disclosure log, so it is not answered. Try again later.',
    );
  }
}
