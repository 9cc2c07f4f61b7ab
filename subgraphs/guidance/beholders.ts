import { sql } from 'drizzle-orm';
import type { Context } from './rows.js';
import { type Beholder, readingsOf } from './sharing.js';

/**
 * Which organisations see each of the persons, of the parties and purposes that the policy shows a result to. Row-level
 * security itself answers, asked as each of them; one statement.
 */
export async function beholdersOf(
  { session, policy }: Context,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Beholder[]>> {
  const readings = readingsOf(policy);
  const { rows } = await session.execute<Beholder & { personId: string } & Record<string, unknown>>(sql`
    select person_id as "personId", party, purpose, organisation, cleared_only as "clearedOnly"
    from guidance.seen_by(${sql.param(personIds)}::uuid[],
      ${sql.param(readings.map(({ party }) => party))}::text[],
      ${sql.param(readings.map(({ purpose }) => purpose))}::text[])`);
  const beholders = new Map<string, Beholder[]>();
  for (const { personId, party, purpose, organisation, clearedOnly } of rows)
    beholders.set(personId, [
      ...(beholders.get(personId) ?? []),
      { party, purpose, organisation, clearedOnly },
    ]);
  return beholders;
}
