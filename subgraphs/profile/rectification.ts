import type { Rectification, RectificationOutcome, Session } from '@kompass/runtime';
import { type RectifiableValue, rectifiable } from '@kompass/schema';
import { and, asc, eq, sql } from 'drizzle-orm';
import { contentOf, type Section } from './section.js';
import { readSection } from './section-store.js';
import type { Items } from './tables.js';
import * as tables from './tables.js';

type ProfileSession = Session<typeof tables>;

/** The section that an entry of each type is in. */
const sectionOf: Readonly<Record<string, Section>> = {
  Language: 'LANGUAGES',
  Education: 'EDUCATION',
  WorkExperience: 'WORK_EXPERIENCE',
  Activity: 'ACTIVITIES',
  Interest: 'INTERESTS',
  Wishes: 'WISHES',
};

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
    // Whoever saves meanwhile waits for the person's row, and then meets the new version.
    await session.update(tables.person).set({ updatedAt: now }).where(eq(tables.person.id, personId));
    const section = sectionOf[type];
    const before = section && (await readSection(session, section, personId));
    if (!(await correct(session, type, values, rectification))) {
      await session.execute(sql`rollback to savepoint correcting`);
      return 'DOES_NOT_FIT';
    }
    await noteRectification(session, personId, section, before ?? [], now);
    return 'CORRECTED';
  } catch {
    await session.execute(sql`rollback to savepoint correcting`);
    return 'DOES_NOT_FIT';
  }
}

/** A correction is a version of the section, and a change that the person reads of, like any other. */
async function noteRectification(
  session: ProfileSession,
  personId: string,
  section: Section | undefined,
  before: readonly Items[Section][],
  at: Date,
): Promise<void> {
  const by = { personId, at, kind: 'RECTIFIED', party: 'IMDI' } as const;
  if (!section) {
    await session.insert(tables.change).values(by);
    return;
  }
  const { sectionState } = tables;
  const [state] = await session
    .insert(sectionState)
    .values({ personId, section, version: 1, savedAt: at })
    .onConflictDoUpdate({
      target: [sectionState.personId, sectionState.section],
      set: { version: sql`${sectionState.version} + 1`, savedAt: at },
    })
    .returning({ version: sectionState.version });
  const after = await readSection(session, section, personId);
  await session.insert(tables.change).values({
    ...by,
    section,
    version: state?.version ?? null,
    before: contentOf(section, before),
    after: contentOf(section, after),
  });
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
