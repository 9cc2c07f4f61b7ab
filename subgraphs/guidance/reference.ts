import { counties } from '@kompass/schema';
import type { Sql } from 'postgres';

/** The career centre of each county. */
export async function reference(sql: Sql): Promise<void> {
  const centres = counties().map(({ number, name, organisationNumber }) => ({
    organisation_number: organisationNumber,
    county: number,
    name: `Karrieresenteret i ${name}`,
  }));
  await sql`
    insert into guidance.career_centre ${sql(centres)}
    on conflict (organisation_number) do update set county = excluded.county, name = excluded.name`;
}
