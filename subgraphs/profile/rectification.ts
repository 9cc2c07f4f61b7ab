import { isDeepStrictEqual } from 'node:util';
import {
  Problems,
  type Rectification,
  type RectificationOutcome,
  type Said,
  type Session,
  utcDay,
} from '@kompass/runtime';
import { type RectifiableField, type RectifiableValue, rectifiable } from '@kompass/schema';
import { eq, sql } from 'drizzle-orm';
import { plain } from './drafts.js';
import { contentOf, type Section } from './section.js';
import { type Kept, readSection, replaceSection } from './section-store.js';
import type { Items } from './tables.js';
import * as tables from './tables.js';
import { checkArrival, checkSection, type Life, lifeOf, neverEmpty } from './validation.js';

type ProfileSession = Session<typeof tables>;
type Person = typeof tables.person.$inferSelect;

/** The section that an entry of each type is in. */
const sectionOf: Readonly<Record<string, Section>> = {
  Language: 'LANGUAGES',
  Education: 'EDUCATION',
  WorkExperience: 'WORK_EXPERIENCE',
  Activity: 'ACTIVITIES',
  Interest: 'INTERESTS',
  Wishes: 'WISHES',
};

/**
 * Corrects a field of the profile, or takes an entry out of it (GDPR art. 16). The demand and the decision were on what
 * was registered then: where the entry is gone, or says something else by now, or would be refused when somebody saved
 * it like that, this says so and changes nothing.
 */
export async function rectify(
  session: ProfileSession,
  rectification: Rectification,
  now: Date,
): Promise<RectificationOutcome> {
  // A refusal of the database's ends the correction, and not the step.
  await session.execute(sql`savepoint correcting`);
  try {
    return (await correct(session, rectification, now)) ? 'CORRECTED' : 'DOES_NOT_FIT';
  } catch {
    await session.execute(sql`rollback to savepoint correcting`);
    return 'DOES_NOT_FIT';
  }
}

/** @returns whether it was done */
async function correct(
  session: ProfileSession,
  { personId, field, correction, said }: Rectification,
  now: Date,
): Promise<boolean> {
  const { person } = tables;
  const known = rectifiable[field];
  const [type = '', property] = field.split('.');
  // Whoever saves meanwhile waits for the person's row, and then meets the new version.
  const [subject] = await session.select().from(person).where(eq(person.id, personId)).for('update');
  if (!known || !said || !subject) return false;
  const change: Change = { property, value: rightValue(known, correction), said };
  const section = sectionOf[type];
  if (!section) {
    const corrected = correctedPerson(subject, change, now);
    if (!corrected) return false;
    await session
      .update(person)
      .set({ ...corrected.after, updatedAt: now })
      .where(eq(person.id, personId));
    await session.insert(tables.change).values({ personId, at: now, ...byOfficer, ...corrected });
    return true;
  }
  const before = await readSection(session, section, personId);
  const after = correctedSection(section, before, change, lifeOf(subject.birthDate, now));
  if (!after) return false;
  await replaceSection(session, section, personId, after);
  await noteRectification(session, personId, section, { before, after, at: now });
  return true;
}

/** What is to be corrected in what. */
interface Change {
  /** `undefined` for the whole entry, which is then to be taken out. */
  readonly property: string | undefined;
  readonly value: unknown;
  readonly said: Said;
}

/** @returns what was registered of the person and what should be; `undefined` when the correction does not fit */
function correctedPerson(
  subject: Person,
  { property, value, said }: Change,
  now: Date,
): Readonly<Record<'before' | 'after', Partial<tables.Identity>>> | undefined {
  if (!property) return undefined;
  const [before, after] = [{ [property]: valueIn(subject, property) }, { [property]: value }];
  if (!isDeepStrictEqual(before[property], said[property])) return undefined;
  const corrected = { ...subject, ...after };
  const today = utcDay(now);
  const isWorse = addsProblems(
    (problems) => checkArrival(subject, today, problems),
    (problems) => checkArrival(corrected, today, problems),
  );
  return isWorse ? undefined : { before, after };
}

/** @returns the section as it should be; `undefined` when the correction does not fit */
function correctedSection(
  section: Section,
  before: Kept<Section>,
  { property, value, said }: Change,
  life: Life,
): Kept<Section> | undefined {
  const { items, ids } = before;
  const { id: meant, ...saidThen } = said;
  const at = typeof meant === 'string' ? ids.indexOf(meant) : -1;
  const item = items[at];
  if (!item) return undefined;
  if (property === undefined) {
    if (!isDeepStrictEqual({ ...item }, saidThen)) return undefined;
    const after = { items: items.toSpliced(at, 1), ids: ids.toSpliced(at, 1) };
    return after.items.length > 0 || !neverEmpty.includes(section) ? after : undefined;
  }
  if (!isDeepStrictEqual(valueIn(item, property), saidThen[property])) return undefined;
  const after = { items: items.with(at, { ...item, [property]: value }), ids };
  const isWorse = addsProblems(
    (problems) => checkSection(section, draftsOf(items), life, problems),
    (problems) => checkSection(section, draftsOf(after.items), life, problems),
  );
  return isWorse ? undefined : after;
}

/** Whether something is wrong after a change that was not wrong before it, by the checks of a save or an admission. */
function addsProblems(checkBefore: (problems: Problems) => void, checkAfter: (problems: Problems) => void) {
  const [before, after] = [new Problems(), new Problems()];
  checkBefore(before);
  checkAfter(after);
  const known = new Set(before.found.map(placed));
  return after.found.some((problem) => !known.has(placed(problem)));
}

const placed = ({ path, code }: Problems['found'][number]): string => [...path, code].join(' ');

function draftsOf(items: readonly Items[Section][]) {
  return items.map(({ counsellorNote, ...item }) => ({
    item,
    corrects: undefined,
    note: counsellorNote ?? undefined,
  }));
}

const byOfficer = { kind: 'RECTIFIED', party: 'IMDI' } as const;

/** A correction is a version of the section, and a change that the person reads of, like any other. */
async function noteRectification(
  session: ProfileSession,
  personId: string,
  section: Section,
  { before, after, at }: { readonly before: Kept<Section>; readonly after: Kept<Section>; readonly at: Date },
): Promise<void> {
  const { sectionState } = tables;
  const [state] = await session
    .insert(sectionState)
    .values({ personId, section, version: 1, savedAt: at })
    .onConflictDoUpdate({
      target: [sectionState.personId, sectionState.section],
      set: { version: sql`${sectionState.version} + 1`, savedAt: at },
    })
    .returning({ version: sectionState.version });
  await session.update(tables.person).set({ updatedAt: at }).where(eq(tables.person.id, personId));
  await session.insert(tables.change).values({
    personId,
    at,
    ...byOfficer,
    section,
    version: state?.version ?? null,
    before: contentOf(section, before.items),
    after: contentOf(section, after.items),
  });
}

function valueIn(row: object, property: string): unknown {
  return (row as Readonly<Record<string, unknown>>)[property];
}

const asWritten = (text: string) => text;

/** What a correction stands for. */
const read: Readonly<Record<RectifiableValue, (text: string) => unknown>> = {
  TEXT: plain,
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
  ENTRY: asWritten,
};

function rightValue({ value, removable }: RectifiableField, correction: string | null): unknown {
  if (correction === null) return value === 'COUNTRIES' ? [] : null;
  const right = read[value](correction);
  return right === '' && removable ? null : right;
}
