import type { Caller, Party } from '@kompass/schema';
import { type Column, type SQL, sql } from 'drizzle-orm';

/** Bodies that answer for the whole country: nearly everybody is related to them, so there is nothing to start from. */
const national: readonly Party[] = ['IMDI', 'NAV'];

/**
 * Narrows a list to the persons related to the caller. Row-level security decides the same for each row; saying it
 * in the query as well lets the planner start from the caller's few relations instead of from everybody.
 */
export function relatedToCaller(personId: Column, { party }: Caller): SQL | undefined {
  if (national.includes(party)) return undefined;
  return sql`${personId} in (
    select related.person_id from access.relation as related
    where related.place = any ((select access.places())::text[])
      and related.kind = any ((select access.kinds())::text[])
      and related.valid_from <= now() and (related.valid_to is null or related.valid_to > now()))`;
}
