import type { Session } from '@kompass/runtime';
import { sql } from 'drizzle-orm';
import type { EntitlementFacts } from './entitlement.js';
import type { Experience } from './rows.js';
import type * as tables from './tables.js';

type GuidanceSession = Session<typeof tables>;

// What other rooms know and offer, each in a function that works as its own role: row security holds for it, and this
// room's role may read nothing else there.

/** What right and duty follow from, for those of the persons whom the caller may see; one statement. */
export async function entitlementFactsOf(
  session: GuidanceSession,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, EntitlementFacts>> {
  const { rows } = await session.execute<
    EntitlementFacts & { personId: string } & Record<string, unknown>
  >(sql`
    select settled.person_id as "personId", settled.settled_on::text as "settledOn",
      settled.programme_until::text as "programmeUntil",
      profile.age_on(settled.person_id, settled.settled_on) as "ageAtSettlement"
    from settlement.settled_with_public_help(${sql.param(personIds)}::uuid[]) as settled`);
  return new Map(rows.map((row) => [row.personId, row]));
}

/** What those of the persons whom the caller may see have worked as, and would like to; one statement. */
export async function competenceOf(
  session: GuidanceSession,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, Experience>> {
  const { rows } = await session.execute<Experience & { personId: string } & Record<string, unknown>>(sql`
    select person_id as "personId", occupations as jobs, wished_occupation as wished
    from profile.competence(${sql.param(personIds)}::uuid[])`);
  return new Map(rows.map((row) => [row.personId, row]));
}
