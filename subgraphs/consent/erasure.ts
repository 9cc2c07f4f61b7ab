import { relation, restriction, type Session } from '@kompass/runtime';
import { and, eq } from 'drizzle-orm';
import * as tables from './tables.js';

const ofPerson = [tables.acknowledgement, tables.reminder, tables.rightsRequest, tables.addressProtection];

/**
 * Deletes all that this room holds on a person, and last who may see them: once the relations are gone nobody can
 * delete anything more, so consent comes after the other rooms. What stays is the disclosure log, whose identifier
 * then belongs to nobody.
 */
export async function erase(session: Session<typeof tables>, personId: string): Promise<void> {
  for (const table of ofPerson) await session.delete(table).where(eq(table.personId, personId));
  // What was corrected need not be known any more; that somebody was erased is the register.
  await session
    .update(tables.execution)
    .set({ requestId: null })
    .where(eq(tables.execution.personId, personId));
  await session
    .delete(tables.execution)
    .where(and(eq(tables.execution.personId, personId), eq(tables.execution.kind, 'RECTIFICATION')));
  await session.delete(tables.person).where(eq(tables.person.id, personId));
  await session.delete(restriction).where(eq(restriction.personId, personId));
  await session.delete(relation).where(eq(relation.personId, personId));
}
