import type { Session } from '@kompass/runtime';
import { and, asc, gt, isNull, lte, or, sql } from 'drizzle-orm';
import type { Context, CountyRow, MunicipalityRow, ReceptionCentreRow } from './rows.js';
import * as tables from './tables.js';

/** The counties, municipalities and reception centres that are in force today. Public, and few. */
export interface Places {
  readonly counties: readonly CountyRow[];
  readonly municipalities: ReadonlyMap<string, MunicipalityRow>;
  readonly receptionCentres: readonly ReceptionCentreRow[];
}

export function places({ codeLists }: Context): Places | Promise<Places> {
  return codeLists.read('places', readPlaces);
}

/** Something of the places; at once, when they are known. */
export function fromPlaces<Found>(context: Context, find: (places: Places) => Found): Found | Promise<Found> {
  const known = places(context);
  return known instanceof Promise ? known.then(find) : find(known);
}

async function readPlaces(session: Session<typeof tables>): Promise<Places> {
  const { county, municipality, receptionCentre } = tables;
  const inForce = (table: typeof county | typeof municipality) =>
    and(
      lte(table.validFrom, sql`current_date`),
      or(isNull(table.validTo), gt(table.validTo, sql`current_date`)),
    );
  const [counties, municipalities, receptionCentres] = await Promise.all([
    session.select().from(county).where(inForce(county)).orderBy(asc(county.number)),
    session.select().from(municipality).where(inForce(municipality)).orderBy(asc(municipality.number)),
    session.select().from(receptionCentre).orderBy(asc(receptionCentre.id)),
  ]);
  return {
    counties,
    municipalities: new Map(municipalities.map((each) => [each.number, each])),
    receptionCentres,
  };
}
