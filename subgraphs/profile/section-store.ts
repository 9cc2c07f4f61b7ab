import type { Session } from '@kompass/runtime';
import { asc, eq } from 'drizzle-orm';
import type { Section } from './section.js';
import type { Items } from './tables.js';
import * as tables from './tables.js';

type ProfileSession = Session<typeof tables>;

const lists = {
  LANGUAGES: tables.language,
  EDUCATION: tables.education,
  WORK_EXPERIENCE: tables.workExperience,
  ACTIVITIES: tables.activity,
  INTERESTS: tables.interest,
};

/** The items of a person's section, in their order. */
export async function readSection<S extends Section>(
  session: ProfileSession,
  section: S,
  personId: string,
): Promise<readonly Items[S][]> {
  const rows =
    section === 'WISHES'
      ? await session.select().from(tables.wishes).where(eq(tables.wishes.personId, personId))
      : await readList(session, lists[section as keyof typeof lists], personId);
  return rows.map(({ personId: _whose, ...item }) => withoutPosition(item) as unknown as Items[S]);
}

function readList(session: ProfileSession, table: (typeof lists)[keyof typeof lists], personId: string) {
  return session.select().from(table).where(eq(table.personId, personId)).orderBy(asc(table.position));
}

function withoutPosition(item: object): object {
  const { position: _where, ...rest } = item as { position?: number };
  return rest;
}

/** Puts items in place of all that the section held. */
export async function replaceSection<S extends Section>(
  session: ProfileSession,
  section: S,
  personId: string,
  items: readonly Items[S][],
): Promise<void> {
  const table = section === 'WISHES' ? tables.wishes : lists[section as keyof typeof lists];
  await session.delete(table).where(eq(table.personId, personId));
  if (items.length === 0) return;
  const rows = items.map((item, position) => ({
    ...item,
    personId,
    ...(section === 'WISHES' ? {} : { position }),
  }));
  await session.insert(table).values(rows as never);
}
