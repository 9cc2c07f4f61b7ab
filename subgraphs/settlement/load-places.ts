import { isDeepStrictEqual } from 'node:util';
import { eraser, openDatabase } from '@kompass/runtime';
import { eq, inArray, sql } from 'drizzle-orm';
import type { PgDatabase } from 'drizzle-orm/pg-core';
import { drizzle, type PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { type PlacesFile, PlacesRefused } from './places-file.js';
import type { MunicipalityOfferRow, ReceptionCentreRow } from './rows.js';
import * as tables from './tables.js';

const { municipalityOffer, receptionCentre } = tables;

/** A transaction of the owner's, who alone may write places. */
type Owner = PgDatabase<PostgresJsQueryResultHKT, typeof tables>;

/** How the rows of a file differ from those that were there. */
export interface Difference<Row> {
  readonly added: readonly Row[];
  readonly changed: readonly Row[];
  readonly unchanged: readonly Row[];
  readonly removed: readonly Row[];
}

/** What loading a file did. */
export interface LoadedPlaces {
  readonly receptionCentres: Difference<ReceptionCentreRow>;
  readonly offers: Difference<MunicipalityOfferRow>;
  /** How many invented offers there were; none of them is left. */
  readonly synthetic: number;
}

/** Told where there are synthetic offers: persons as synthetic live at centres that are in no operator's file. */
const demo =
  'This database was filled with synthetic persons. One without is made, in development, by SEED_PERSONS=0 npm run reset; keep SEED_PERSONS=0 set for what follows.';

/**
 * Makes the reception centres and the offers what a file says, no more and no fewer, or leaves all as it was.
 * @param url the owner's connection string
 * @throws PlacesRefused naming each reception centre that may not be removed, or not lie elsewhere
 */
export async function loadPlaces(url: string, file: PlacesFile): Promise<LoadedPlaces> {
  const connection = postgres(url, {
    max: 1,
    onnotice: () => {},
    connection: { application_name: 'kompass-places' },
  });
  try {
    return await drizzle(connection, { schema: tables }).transaction(async (owner) => {
      // Nobody moves in while it is looked at who lives where, and of two loads one waits; reading goes on.
      await owner.execute(sql`lock table ${receptionCentre}, ${municipalityOffer} in exclusive mode`);
      const centresBefore = await owner.select().from(receptionCentre);
      const offersBefore = await owner.select().from(municipalityOffer);
      const receptionCentres = difference(centresBefore, file.receptionCentres, ({ id }) => id);
      const offers = difference(offersBefore, file.offers, ({ municipalityNumber }) => municipalityNumber);
      const mistakes = [
        ...moved(receptionCentres.changed, centresBefore),
        ...(await missed(receptionCentres.removed, url)),
      ];
      const synthetic = offersBefore.filter((offer) => offer.synthetic).length;
      if (mistakes.length > 0) throw new PlacesRefused(synthetic > 0 ? [...mistakes, demo] : mistakes);
      await writeCentres(owner, receptionCentres);
      await writeOffers(owner, offers);
      return { receptionCentres, offers, synthetic };
    });
  } finally {
    await connection.end({ timeout: 5 });
  }
}

function difference<Row>(
  before: readonly Row[],
  given: readonly Row[],
  keyOf: (row: Row) => string | number,
): Difference<Row> {
  const known = new Map(before.map((row) => [keyOf(row), row]));
  const kept = new Set(given.map(keyOf));
  const there = given.filter((row) => known.has(keyOf(row)));
  const isUnchanged = (row: Row) => isDeepStrictEqual(row, known.get(keyOf(row)));
  return {
    added: given.filter((row) => !known.has(keyOf(row))),
    changed: there.filter((row) => !isUnchanged(row)),
    unchanged: there.filter(isUnchanged),
    removed: before.filter((row) => !kept.has(keyOf(row))),
  };
}

/** Who sees the residents follows from where a centre lies, and is written when they move in: a file moves nobody. */
function moved(changed: readonly ReceptionCentreRow[], before: readonly ReceptionCentreRow[]): string[] {
  return changed.flatMap(({ id, name, municipalityNumber }) => {
    const lay = before.find((each) => each.id === id)?.municipalityNumber;
    return lay === municipalityNumber
      ? []
      : [
          `Reception centre ${id}, ${name}: lies in ${lay}, and is in ${municipalityNumber} in the file. Give the one in ${municipalityNumber} another id.`,
        ];
  });
}

/** Whom a centre's removal would leave without it: those who live there, and those whose history names it. */
async function missed(removed: readonly ReceptionCentreRow[], url: string): Promise<string[]> {
  if (removed.length === 0) return [];
  const ids = removed.map(({ id }) => id);
  // The owner is under row-level security too. Here nobody may be overlooked because they are hidden.
  const database = openDatabase(url, 'settlement', tables);
  const { rows } = await database
    .reading(eraser, (session) =>
      session.execute<{ id: number; residents: number; named: number }>(sql`
        select centre.id,
          (select count(*)::int from settlement.person where reception_centre_id = centre.id) as residents,
          (select count(distinct person_id)::int from settlement.event
            where reception_centre_id = centre.id) as named
        from ${receptionCentre} as centre where centre.id = any(${sql.param(ids)}::smallint[])
        order by centre.id`),
    )
    .finally(() => database.close());
  return rows.flatMap(({ id, residents, named }) => {
    if (residents === 0 && named === 0) return [];
    const name = removed.find((each) => each.id === id)?.name;
    const why =
      residents > 0 ? `it houses ${persons(residents)}` : `the history of ${persons(named)} names it`;
    return [
      `Reception centre ${id}, ${name}: is not in the file, and ${why}. Keep it there; with 0 places it is closed, and nobody can be moved to it.`,
    ];
  });
}

const persons = (count: number): string => (count === 1 ? '1 person' : `${count} persons`);

async function writeCentres(
  owner: Owner,
  { added, changed, removed }: Difference<ReceptionCentreRow>,
): Promise<void> {
  const identifiers = removed.map(({ id }) => id);
  await owner.delete(receptionCentre).where(inArray(receptionCentre.id, identifiers));
  for (const row of changed)
    await owner.update(receptionCentre).set(row).where(eq(receptionCentre.id, row.id));
  if (added.length > 0) await owner.insert(receptionCentre).values([...added]);
}

/** Nothing refers to an offer: one that changed may as well be written anew. */
async function writeOffers(
  owner: Owner,
  { added, changed, removed }: Difference<MunicipalityOfferRow>,
): Promise<void> {
  const numbers = [...removed, ...changed].map(({ municipalityNumber }) => municipalityNumber);
  await owner.delete(municipalityOffer).where(inArray(municipalityOffer.municipalityNumber, numbers));
  const rows = [...added, ...changed];
  if (rows.length > 0) await owner.insert(municipalityOffer).values(rows);
}
