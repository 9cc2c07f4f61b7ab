import type { Session } from '@kompass/runtime';
import { type Caller, KompassError } from '@kompass/schema';
import type * as tables from './tables.js';

/** Who acts, when, and about whom. */
export interface Act {
  readonly session: Session<typeof tables>;
  readonly caller: Caller;
  readonly now: Date;
  readonly personId: string;
  /** The day that a demand was received, when it is entered later; `2026-01-31`. */
  readonly receivedOn?: string | null | undefined;
}

/** What an agency does about a person's rights has somebody who answers for it. @throws KompassError BAD_USER_INPUT */
export function namedOfficer({ officer }: Caller): string {
  if (officer) return officer;
  throw new KompassError('BAD_USER_INPUT', 'A named officer does this: the token must say who, in "sub".');
}
