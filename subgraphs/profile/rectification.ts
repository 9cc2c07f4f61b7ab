import type { Rectification, RectificationOutcome, Session } from '@kompass/runtime';
import { type RectifiableValue, rectifiable } from '@kompass/schema';
import { and, asc, eq, sql } from 'drizzle-orm';
import * as tables from './tables.js';

type ProfileSession = Session<typeof tables>;

const sections = {
  Language: tables.language,
  Education: tables.education,
  WorkExperience: tables.workExperience,
  Activity: tables.activity,
  Interest: tables.interest,
};

/**
 * Corrects a field of the profile (GDPR art. 16). The decision was taken on what was registered then: where the entry is
 * gone, or the database refuses what should be right, it says so and changes nothing.
 */
export async function rectify(
  session: ProfileSession,
  rectification: Rectification,
  now: Date,
): Promise<RectificationOutcome> {
  const { personId, field, correction } = rectification;
  const known = rectifiable[field];
  const [type = '', column = ''] = field.split('.');
  if (!known) return 'DOES_NOT_FIT';
  const values = { [column]: correction === null ? emptyOf(known.value) : read[known.value](correction) };
  // A refusal of the database's ends the correction, and not the step.
  await session.execute(sql`savepoint correcting`);
  try {
    if (!(await correct(session, type, values, rectification))) return 'DOES_NOT_FIT';
    await session.update(tables.person).set({ updatedAt: now }).where(eq(tables.person.id, personId));
    return 'CORRECTED';
  } catch {
    await session.execute(sql`rollback to savepoint correcting`);
    return 'DOES_NOT_FIT';
  }
}

/** @returns whether there was anything to correct */
async function correct(
  session: ProfileSession,
  type: string,
  values: Record<string, unknown>,
  { personId, entry }: Rectification,
): Promise<boolean> {
  if (type === 'Person') {
    const { person } = tables;
    const changed = await session
      .update(person)
      .set(values)
      .where(eq(person.id, personId))
      .returning({ id: person.id });
    return changed.length > 0;
  }
  if (type === 'Wishes') {
    const { wishes } = tables;
    const changed = await session
      .update(wishes)
      .set(values)
      .where(eq(wishes.personId, personId))
      .returning({ id: wishes.personId });
    return changed.length > 0;
  }
  const table = sections[type as keyof typeof sections];
  const [listed] = await session
    .select({ position: table.position })
    .from(table)
    .where(eq(table.personId, personId))
    .orderBy(asc(table.position))
    .limit(1)
    .offset((entry ?? 1) - 1);
  if (!listed) return false;
  await session
    .update(table)
    .set(values)
    .where(and(eq(table.personId, personId), eq(table.position, listed.position)));
  return true;
}

const asWritten = (text: string) => text;

/** What a correction stands for. */
const read: Readonly<Record<RectifiableValue, (text: string) => unknown>> = {
  TEXT: asWritten,
  DATE: asWritten,
  YES_OR_NO: (text) => text === 'true',
  NUMBER: Number,
  CEFR_LEVEL: asWritten,
  EDUCATION_LEVEL: asWritten,
  GENDER: asWritten,
  COUNTRY: asWritten,
  COUNTRIES: (text) => text.split(/[ ,]+/),
  LANGUAGE: asWritten,
  OCCUPATION: asWritten,
};

function emptyOf(value: RectifiableValue): unknown {
  return value === 'COUNTRIES' ? [] : null;
}
