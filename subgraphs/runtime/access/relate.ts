import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Session } from '../session.js';
import { relation } from './tables.js';

type Kind = (typeof relation.$inferSelect)['kind'];

/** Relates a person to a place: whoever answers for it sees the person from now on. */
export async function beginRelation<Tables extends Record<string, unknown>>(
  session: Session<Tables>,
  personId: string,
  kind: Kind,
  place: string,
): Promise<void> {
  await session.insert(relation).values({ personId, kind, place });
}

/** Ends a person's relations of these kinds: nobody sees the person for their sake from now on. */
export async function endRelations<Tables extends Record<string, unknown>>(
  session: Session<Tables>,
  personId: string,
  kinds: readonly Kind[],
): Promise<void> {
  await session
    .update(relation)
    .set({ validTo: sql`clock_timestamp()` })
    .where(
      and(eq(relation.personId, personId), inArray(relation.kind, [...kinds]), isNull(relation.validTo)),
    );
}
