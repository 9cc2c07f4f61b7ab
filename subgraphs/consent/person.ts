import { isUuid, noSuchPerson, type Session } from '@kompass/runtime';
import { eq } from 'drizzle-orm';
import * as tables from './tables.js';

/** @throws KompassError NOT_FOUND when the caller does not see the person */
export async function mustSee(session: Session<typeof tables>, personId: string): Promise<void> {
  const found =
    isUuid(personId) && (await session.query.person.findFirst({ where: eq(tables.person.id, personId) }));
  if (!found) throw noSuchPerson();
}
