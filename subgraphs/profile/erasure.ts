import type { Session } from '@kompass/runtime';
import { eq } from 'drizzle-orm';
import * as tables from './tables.js';

const ofPerson = [
  tables.language,
  tables.education,
  tables.workExperience,
  tables.activity,
  tables.interest,
  tables.wishes,
  tables.sectionState,
  tables.actKey,
  tables.change,
];

/** Deletes all that this room holds on a person; once more, and there is nothing left to delete (GDPR art. 17). */
export async function erase(session: Session<typeof tables>, personId: string): Promise<void> {
  for (const table of ofPerson) await session.delete(table).where(eq(table.personId, personId));
  await session.delete(tables.person).where(eq(tables.person.id, personId));
}
