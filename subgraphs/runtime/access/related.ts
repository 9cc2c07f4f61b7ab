import type { Caller, Party } from '@kompass/schema';
import { sql } from 'drizzle-orm';
import type { Session } from '../session.js';

/** Bodies that answer for the whole country: nearly everybody is related to them. */
const national: readonly Party[] = ['IMDI', 'NAV'];

/**
 * Up to so many relations, a list is found faster from the relations, and sorted; above, faster from the order, with
 * the row-level security looking each person up, for a page is full before many are passed.
 */
const few = 3_000;

const callersRelations = `access.relation as related
  where related.place = any ((select access.places())::text[])
    and related.kind = any ((select access.kinds())::text[])
    and related.valid_from <= now() and (related.valid_to is null or related.valid_to > now())`;

/**
 * Narrows a list to the persons related to the caller, where that helps. Row-level security decides the same for each
 * row in any case; said in the query as well it lets the planner start from the caller's few relations.
 */
export async function relatedToCaller<Tables extends Record<string, unknown>>(
  session: Session<Tables>,
  personId: string,
  { party }: Caller,
): Promise<string | undefined> {
  if (national.includes(party)) return undefined;
  const {
    rows: [counted],
  } = await session.execute<{ few: boolean }>(
    sql.raw(
      `select count(*) < ${few} as few from (select 1 from ${callersRelations} limit ${few}) as relations`,
    ),
  );
  return counted?.few ? `${personId} in (select related.person_id from ${callersRelations})` : undefined;
}
