import { randomUUID } from 'node:crypto';
import { isUuid, noSuchPerson, Problems, type Session } from '@kompass/runtime';
import { KompassError } from '@kompass/schema';
import { eq } from 'drizzle-orm';
import type { Context, SettlementPayloadRow } from './rows.js';
import * as tables from './tables.js';

type SettlementSession = Session<typeof tables>;
type EventColumns = typeof tables.event.$inferInsert;
export type PersonColumns = typeof tables.person.$inferSelect;

// What every act on a settlement has: a named officer, a locked row with a version, an entry in the history, an answer.

/**
 * The officer who decides. Nobody is settled by a machine alone (GDPR art. 22).
 * @throws KompassError BAD_USER_INPUT
 */
export function namedOfficer({ caller }: Context): string {
  if (caller.officer) return caller.officer;
  throw new KompassError(
    'BAD_USER_INPUT',
    'A person must decide this: call with a token that names the officer, in "sub" or "NAVident".',
  );
}

/**
 * The person's row, locked until the act is done, so that of two acts one waits, and then meets the other's version.
 * @throws KompassError NOT_FOUND, or CONFLICT with the `currentVersion`
 */
export async function locked(
  session: SettlementSession,
  personId: string,
  version?: number | null,
): Promise<PersonColumns> {
  const { person } = tables;
  if (!isUuid(personId)) throw noSuchPerson();
  const [found] = await session.select().from(person).where(eq(person.id, personId)).for('update');
  if (!found) throw noSuchPerson();
  if (typeof version === 'number' && version !== found.version)
    throw new KompassError(
      'CONFLICT',
      'Somebody else changed the settlement meanwhile. Read it again.',
      { currentVersion: found.version },
      { personId, coordinates: ['Settlement.version'] },
    );
  return found;
}

/**
 * Begins what a named officer decides on a person: the row locked, and nothing found wrong yet.
 * @throws KompassError BAD_USER_INPUT when the token names no officer; NOT_FOUND; CONFLICT with the `currentVersion`
 */
export async function openAct(
  context: Context,
  { personId, version }: { readonly personId: string; readonly version?: number | null },
): Promise<{ readonly officer: string; readonly person: PersonColumns; readonly problems: Problems }> {
  const officer = namedOfficer(context);
  const person = await locked(context.session, personId, version);
  return { officer, person, problems: new Problems(context.caller.language) };
}

/** Writes to the person's row, and counts its version up. */
export async function change(
  session: SettlementSession,
  { id, version }: PersonColumns,
  values: Partial<typeof tables.person.$inferInsert>,
): Promise<void> {
  const { person } = tables;
  await session
    .update(person)
    .set({ ...values, version: version + 1 })
    .where(eq(person.id, id));
}

/** Notes what was decided in the person's history. */
export async function note(
  { session, clock, caller }: Context,
  { id }: Pick<PersonColumns, 'id'>,
  officer: string,
  noted: Pick<EventColumns, 'kind'> & Partial<EventColumns>,
): Promise<void> {
  await session.insert(tables.event).values({
    id: randomUUID(),
    personId: id,
    at: clock(),
    officer,
    organisation: caller.organisation ?? null,
    ...noted,
  });
}

/** What an act answers when it is not done: the person as before, and why. */
export const refused = ({ id }: PersonColumns, { found }: Problems): SettlementPayloadRow => ({
  personId: id,
  problems: found,
});

/** What an act answers when it is done. */
export const done = (personId: string | null, warnings?: Problems): SettlementPayloadRow => ({
  personId,
  problems: [],
  warnings: warnings?.found ?? [],
});
