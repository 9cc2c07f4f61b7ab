import { relation, type Session } from '@kompass/runtime';
import { KompassError } from '@kompass/schema';
import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Places } from './places.js';
import * as tables from './tables.js';

type SettlementSession = Session<typeof tables>;
type Kind = 'HOST' | 'ASSIGNED' | 'SETTLED';
type Change = Partial<typeof tables.person.$inferInsert>;

// Each act writes the relations that follow from it in the same transaction: whoever is to see the person does so at
// once, and whoever no longer is does not.

/** @throws KompassError NOT_FOUND or BAD_USER_INPUT; nothing is then written */
export async function assignToMunicipality(
  session: SettlementSession,
  places: Places,
  personId: string,
  number: string,
): Promise<void> {
  if (!places.municipalities.has(number))
    throw new KompassError(
      'BAD_USER_INPUT',
      `There is no municipality ${number} today; take a number from "municipalities".`,
    );
  await change(session, personId, { status: 'ASSIGNED', municipalityNumber: number, assignedAt: new Date() });
  await end(session, personId, ['ASSIGNED']);
  await begin(session, personId, 'ASSIGNED', number);
}

/** @throws KompassError NOT_FOUND or BAD_USER_INPUT; nothing is then written */
export async function moveToReceptionCentre(
  session: SettlementSession,
  places: Places,
  personId: string,
  receptionCentreId: number,
): Promise<void> {
  const centre = places.receptionCentres.find(({ id }) => id === receptionCentreId);
  if (!centre)
    throw new KompassError(
      'BAD_USER_INPUT',
      `There is no reception centre ${receptionCentreId}; take one of a municipality's "receptionCentres".`,
    );
  await change(session, personId, { receptionCentreId });
  await end(session, personId, ['HOST']);
  await begin(session, personId, 'HOST', centre.municipalityNumber);
}

/** @throws KompassError NOT_FOUND, or BAD_USER_INPUT when no municipality was assigned; nothing is then written */
export async function confirmSettlement(
  session: SettlementSession,
  personId: string,
  on: string,
): Promise<void> {
  const [changed] = await change(session, personId, {
    status: 'SETTLED',
    settledAt: on,
    receptionCentreId: null,
  });
  if (!changed?.municipalityNumber)
    throw new KompassError('BAD_USER_INPUT', 'The person is assigned to no municipality: assign one first.');
  await end(session, personId, ['HOST', 'ASSIGNED', 'SETTLED']);
  await begin(session, personId, 'SETTLED', changed.municipalityNumber);
}

async function change(session: SettlementSession, personId: string, values: Change) {
  const { person } = tables;
  const changed = await session
    .update(person)
    .set(values)
    .where(eq(person.id, personId))
    .returning({ municipalityNumber: person.municipalityNumber });
  if (changed.length === 0) throw new KompassError('NOT_FOUND', 'There is no such person that you may see.');
  return changed;
}

async function end(session: SettlementSession, personId: string, kinds: Kind[]): Promise<void> {
  await session
    .update(relation)
    .set({ validTo: sql`clock_timestamp()` })
    .where(and(eq(relation.personId, personId), inArray(relation.kind, kinds), isNull(relation.validTo)));
}

async function begin(session: SettlementSession, personId: string, kind: Kind, place: string): Promise<void> {
  await session.insert(relation).values({ personId, kind, place });
}
