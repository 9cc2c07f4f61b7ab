import { counties, municipalities, nationalBodies } from '@kompass/schema';
import type { Sql } from 'postgres';

/** The day that the municipalities and counties in the code lists came into force. */
const since = '2024-01-01';

/** Counties and municipalities, and which organisation answers for which of them. */
export async function reference(sql: Sql): Promise<void> {
  await sql`
    insert into settlement.county ${sql(
      counties().map(({ number, name }) => ({ number, name, valid_from: since })),
    )}
    on conflict (number) do update set name = excluded.name`;
  await sql`
    insert into settlement.municipality ${sql(
      municipalities().map(({ number, name, countyNumber, organisationNumber }) => ({
        number,
        name,
        county_number: countyNumber,
        organisation_number: organisationNumber || null,
        valid_from: since,
      })),
    )}
    on conflict (number) do update
    set name = excluded.name, organisation_number = excluded.organisation_number`;
  await sql`insert into access.jurisdiction ${sql(jurisdictions())} on conflict do nothing`;
}

function jurisdictions() {
  const row = (organisation: string, party: string, place: string) => ({
    organisation,
    party,
    place,
    valid_from: since,
  });
  return [
    ...Object.entries(nationalBodies).map(([party, organisation]) => row(organisation, party, 'NO')),
    ...municipalities()
      .filter(({ organisationNumber }) => organisationNumber)
      .map(({ organisationNumber, number }) => row(organisationNumber, 'MUNICIPALITY', number)),
    ...counties().flatMap(({ organisationNumber, number }) => [
      row(organisationNumber, 'CAREER_CENTRE', number),
      ...municipalities()
        .filter(({ countyNumber }) => countyNumber === number)
        .map((municipality) => row(organisationNumber, 'CAREER_CENTRE', municipality.number)),
    ]),
  ];
}
