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

/** A section as it is kept. */
export interface Kept<S extends Section> {
  /** The items in their order. */
  readonly items: readonly Items[S][];
  /** Which entry each of them is; the wishes, of which there is one, are the person's. */
  readonly ids: readonly string[];
}

/** A person's section. */
export async function readSection<S extends Section>(
  session: ProfileSession,
  section: S,
  personId: string,
): Promise<Kept<S>> {
  const rows =
    section === 'WISHES'
      ? await session.select().from(tables.wishes).where(eq(tables.wishes.personId, personId))
      : await readList(session, lists[section as keyof typeof lists], personId);
  return {
    items: rows.map(({ personId: _whose, ...item }) => itemOf(item) as unknown as Items[S]),
    ids: rows.map((row) => ('id' in row ? row.id : row.personId)),
  };
}

function readList(session: ProfileSession, table: (typeof lists)[keyof typeof lists], personId: string) {
  return session.select().from(table).where(eq(table.personId, personId)).orderBy(asc(table.position));
}

function itemOf(row: object): object {
  const { position: _where, id: _which, ...item } = row as { position?: number; id?: string };
  return item;
}

/** Puts entries in place of all that the section held. */
export async function replaceSection<S extends Section>(
  session: ProfileSession,
  section: S,
  personId: string,
  { items, ids }: Kept<S>,
): Promise<void> {
  const table = section === 'WISHES' ? tables.wishes : lists[section as keyof typeof lists];
  await session.delete(table).where(eq(table.personId, personId));
  if (items.length === 0) return;
  const rows = items.map((item, position) => ({
    ...item,
    personId,
    ...(section === 'WISHES' ? {} : { position, id: ids[position] }),
  }));
  await session.insert(table).values(rows as never);
}
