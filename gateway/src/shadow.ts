import { type Caller, type Decision, KompassError, kindOf, type Policy } from '@kompass/schema';
import type { RequestHandler } from 'express';
import { headOf } from './answer.js';
import type { Credentials } from './caller.js';

/** A field that the candidate would have decided on otherwise, for one kind of caller. */
export interface Otherwise {
  readonly coordinate: string;
  readonly party: string;
  readonly purpose: string;
  readonly clearances: readonly string[];
  readonly enforced: Decision;
  readonly candidate: Decision;
  /** In how many requests. */
  requests: number;
}

/** What a candidate policy would have done, in numbers; it decides nothing. */
export interface Shadow {
  readonly candidateVersion: string;
  /**
   * @param coordinates the fields that an operation asks for
   * @returns counts one request that asks the operation, as a caller of this kind under this policy
   */
  counterOf(coordinates: readonly string[], caller: Caller, enforced: Policy): () => void;
  /** The most frequent first. */
  report(): { readonly requests: number; readonly otherwise: readonly Otherwise[] };
}

/**
 * A candidate beside the policy in force. What the two say differently of an operation's fields is worked out when the
 * operation is made ready, so that a request adds to a few numbers and no more.
 */
export function shadowOf(candidate: Policy): Shadow {
  const tallies = new Map<string, Otherwise>();
  let requests = 0;

  const differing = (coordinates: readonly string[], caller: Caller, policy: Policy): readonly Otherwise[] =>
    coordinates.flatMap((coordinate) => {
      const { party, purpose, clearances } = caller;
      const [enforced, wanted] = [policy.decide(coordinate, caller), candidate.decide(coordinate, caller)];
      if (enforced === wanted) return [];
      const key = `${kindOf(caller)} ${coordinate} ${enforced} ${wanted}`;
      const tally = tallies.get(key) ?? {
        coordinate,
        party,
        purpose,
        clearances,
        enforced,
        candidate: wanted,
        requests: 0,
      };
      tallies.set(key, tally);
      return [tally];
    });

  return {
    candidateVersion: candidate.version,
    counterOf(coordinates, caller, enforced) {
      const found = differing(coordinates, caller, enforced);
      return () => {
        requests += 1;
        for (const tally of found) tally.requests += 1;
      };
    },
    report: () => ({
      requests,
      otherwise: [...tallies.values()].sort((one, other) => other.requests - one.requests),
    }),
  };
}

/**
 * `GET /shadow`: what the candidate would have decided otherwise so far, for IMDi, whose policy it is.
 * @param verify who a token belongs to
 */
export function shadowReport(
  shadow: Shadow,
  verify: (authorization: string | undefined) => Promise<Credentials>,
): RequestHandler {
  return async (request, response) => {
    try {
      const { party } = await verify(request.headers.authorization);
      if (party === 'IMDI') response.json({ candidate: shadow.candidateVersion, ...shadow.report() });
      else response.status(403).json({ message: 'The candidate policy is IMDi’s to look at.' });
    } catch (error) {
      if (!(error instanceof KompassError)) throw error;
      const { status, headers } = headOf(error);
      response.status(status).setHeaders(headers).json({ message: error.message });
    }
  };
}
