import type { Rectification, RectificationOutcome, Session } from '@kompass/runtime';
import { bearsOnAdvice } from '@kompass/schema';
import { and, eq, isNull } from 'drizzle-orm';
import * as tables from './tables.js';

/**
 * The advice on a municipality may rest on what was wrong: it is marked, for whoever reads it, until new advice is made. What was decided
 * meanwhile stays decided; an officer must look at it.
 */
export async function rectify(
  session: Session<typeof tables>,
  { personId, field }: Rectification,
  now: Date,
): Promise<RectificationOutcome> {
  const { matching } = tables;
  if (!bearsOnAdvice(field)) return 'NOTHING_HELD';
  const marked = await session
    .update(matching)
    .set({ outdatedSince: now })
    .where(and(eq(matching.personId, personId), isNull(matching.outdatedSince)))
    .returning({ personId: matching.personId });
  return marked.length > 0 ? 'MARKED' : 'NOTHING_HELD';
}
