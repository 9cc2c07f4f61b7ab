import type { Session } from '@kompass/runtime';
import { KompassError } from '@kompass/schema';
import { eq } from 'drizzle-orm';
import * as tables from './tables.js';

/** @throws KompassError NOT_FOUND when the caller does not see the person */
export async function mustSee(session: Session<typeof tables>, personId: string): Promise<void> {
  const found = await session.query.person.findFirst({ where: eq(tables.person.id, personId) });
  if (!found) throw new KompassError('NOT_FOUND', 'There is no such person that you may see.');
}
