import { grouped, type Session } from '@kompass/runtime';
import { inArray, sql } from 'drizzle-orm';
import type { EducationOffer, Need, Newcomer, Offer } from './advice.js';
import { type Competence, competenceOf } from './competence.js';
import * as tables from './tables.js';

type SettlementSession = Session<typeof tables>;

/** Those who are settled together: the registered persons, and how many children come along. */
export interface Family {
  readonly memberIds: readonly string[];
  readonly children: number;
  /** How many places they take together. */
  readonly size: number;
}

/** The families of those of the persons who are in one, by person; only members whom the caller may see. */
export async function familiesOf(
  session: SettlementSession,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, Family>> {
  const { rows } = await session.execute<Record<string, unknown> & Family>(sql`
    select array_agg(person_id::text order by person_id) as "memberIds", sum(children)::int as children,
      (count(*) + sum(children))::int as size
    from settlement.family_member
    where family_id in (
      select family_id from settlement.family_member where person_id = any(${sql.param(personIds)}::uuid[]))
    group by family_id`);
  return new Map(rows.flatMap((family) => family.memberIds.map((id) => [id, family] as const)));
}

/**
 * The families of those of the persons who ask about themselves: how many they are, whoever of them is hidden from others
 * (GDPR art. 15), and of the members the person alone.
 */
export async function ownFamiliesOf(
  session: SettlementSession,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, Family>> {
  const { rows } = await session.execute<{ id: string; children: number; size: number }>(sql`
    select person_id as id, children, size from settlement.own_family(${sql.param(personIds)}::uuid[])`);
  return new Map(rows.map(({ id, children, size }) => [id, { memberIds: [id], children, size }]));
}

/** All that the advice looks at of those of the persons whom the caller may see, by person. */
export async function newcomersBy(
  session: SettlementSession,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, Newcomer>> {
  const { networkTie, need } = tables;
  const ids = [...personIds];
  const [competences, families, ties, needs] = await Promise.all([
    competenceOf(session, ids),
    familiesOf(session, ids),
    session.select().from(networkTie).where(inArray(networkTie.personId, ids)),
    session.select().from(need).where(inArray(need.personId, ids)),
  ]);
  const tiesOf = grouped(ties, ({ personId }) => personId);
  const needsOf = grouped(needs, ({ personId }) => personId);
  return new Map(
    [...competences.values()].map((competence: Competence) => {
      const id = competence.personId;
      const family = families.get(id);
      const newcomer: Newcomer = {
        competence,
        network: tiesOf.get(id) ?? [],
        needs: (needsOf.get(id) ?? []).map((each) => each.need),
        familySize: family?.size ?? 1,
      };
      return [id, newcomer] as const;
    }),
  );
}

/**
 * What every municipality in force offers, and how many places it has left in a year. Places are counted by the persons
 * whom the caller may see: how many others there are is nobody's to learn (see docs/decisions).
 */
export async function offersIn(session: SettlementSession, year: number): Promise<Offer[]> {
  const { rows } = await session.execute<Record<string, unknown> & Offer>(sql`
    select municipality.number, municipality.county_number as county, offer.places,
      greatest(0, offer.places - coalesce(taken.places, 0))::int as "placesLeft",
      offer.labour_demand as "labourDemand", offer.education::text[] as education, offer.languages,
      offer.meets::text[] as meets
    from settlement.municipality_offer as offer
    join settlement.municipality on municipality.number = offer.municipality_number
      and municipality.valid_from <= current_date
      and (municipality.valid_to is null or municipality.valid_to > current_date)
    left join (
      select settler.municipality_number, count(*) + coalesce(sum(family.children), 0) as places
      from settlement.person as settler
      left join settlement.family_member as family on family.person_id = settler.id
      where settler.assigned_at >= make_date(${year}, 1, 1) and settler.assigned_at < make_date(${year + 1}, 1, 1)
        and settler.municipality_number is not null
      group by settler.municipality_number) as taken on taken.municipality_number = municipality.number
    order by municipality.number`);
  return rows.map(({ number, county, places, placesLeft, labourDemand, education, languages, meets }) => ({
    number,
    county,
    places,
    placesLeft,
    labourDemand,
    education: education as readonly EducationOffer[],
    languages,
    meets: meets as readonly Need[],
  }));
}
