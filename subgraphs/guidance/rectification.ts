import type { Rectification, RectificationOutcome, Session } from '@kompass/runtime';
import { bearsOnAdvice } from '@kompass/schema';
import { and, eq, isNull } from 'drizzle-orm';
import * as tables from './tables.js';

/**
 * The shared results may rest on what was wrong: they are marked, for whoever reads them, until new ones are made. What was decided
 * meanwhile stays decided; a counsellor must look at it.
 */
export async function rectify(
  session: Session<typeof tables>,
  { personId, field }: Rectification,
  now: Date,
): Promise<RectificationOutcome> {
  const { result } = tables;
  if (!bearsOnAdvice(field)) return 'NOTHING_HELD';
  const marked = await session
    .update(result)
    .set({ outdatedSince: now })
    .where(and(eq(result.personId, personId), isNull(result.outdatedSince)))
    .returning({ personId: result.personId });
  return marked.length > 0 ? 'MARKED' : 'NOTHING_HELD';
}
