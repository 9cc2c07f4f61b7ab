import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { KompassError } from '@kompass/schema';
import { sql } from 'drizzle-orm';
import { namedOfficer } from './acts.js';
import { countyOffers, type Match, match, type Newcomer, type Offer, versionsOf } from './advice.js';
import { grouped } from './grouped.js';
import { newcomersBy, offersIn } from './newcomers.js';
import type { Placing, Plan } from './optimise.js';
import type { Context, SettlementBatchRow } from './rows.js';
import * as tables from './tables.js';
import { weights } from './weights.js';

const largest = 5_000;
const rowsAtOnce = 1_000;

/**
 * Plans for all who wait, those who have waited longest first, with their families. What it finds is kept as advice,
 * for each person with score and reasons; nobody is assigned by it.
 * @throws KompassError NOT_FOUND when nobody waits; BAD_USER_INPUT for a batch too small or large, or a token that
 *   names no officer
 */
export async function planSettlementBatch(
  context: Context,
  receptionCentre: number | undefined,
  most: number,
): Promise<SettlementBatchRow> {
  const { session, clock } = context;
  const { batch, batchAdvice } = tables;
  const madeBy = namedOfficer(context);
  if (most < 1 || most > largest)
    throw new KompassError('BAD_USER_INPUT', `"most" must be from 1 to ${largest}, and was ${most}.`);
  const waiting = await familiesWaiting(context, receptionCentre, most);
  if (waiting.length === 0) throw new KompassError('NOT_FOUND', 'Nobody waits there whom you may see.');

  const [newcomers, offers] = await Promise.all([
    newcomersBy(session, waiting.flat()),
    offersIn(session, clock().getUTCFullYear()),
  ]);
  const families = waiting
    .map((ids) => ids.flatMap((id) => newcomers.get(id) ?? []))
    .filter((family) => family.length > 0);
  const { placing, matchOf } = placingOf(families, offers);
  const plan = await optimiseApart(placing);
  const made = {
    id: randomUUID(),
    madeAt: clock(),
    madeBy,
    ...versionsOf(offers),
    score: plan.value,
    bound: plan.bound,
  };
  await session.insert(batch).values(made);
  const advice = families.flatMap((family, at) =>
    family.map((newcomer) => {
      const found = matchOf(newcomer, plan.chosen[at] ?? -1);
      return {
        personId: newcomer.competence.personId,
        batchId: made.id,
        municipalityNumber: found?.number ?? null,
        score: found?.score ?? 0,
        criteria: found?.criteria ?? [],
      };
    }),
  );
  for (let from = 0; from < advice.length; from += rowsAtOnce)
    await session.insert(batchAdvice).values(advice.slice(from, from + rowsAtOnce));
  return made;
}

/** Families to be placed, as the solver takes them, and how to read what it chose. */
export function placingOf(
  families: readonly (readonly Newcomer[])[],
  offers: readonly Offer[],
): { readonly placing: Placing; matchOf(newcomer: Newcomer, chosen: number): Match | undefined } {
  const county = countyOffers(offers);
  const worth = new Int32Array(families.length * offers.length);
  for (const [family, members] of families.entries())
    for (const [at, offer] of offers.entries())
      worth[family * offers.length + at] = members.reduce(
        (sum, newcomer) => sum + weights.place + match(newcomer, offer, county).score,
        0,
      );
  return {
    placing: {
      sizes: Int32Array.from(families, (members) => Math.max(...members.map(({ familySize }) => familySize))),
      places: Int32Array.from(offers, ({ placesLeft }) => placesLeft),
      worth,
    },
    matchOf(newcomer, chosen) {
      const offer = offers[chosen];
      return offer && match(newcomer, offer, county);
    },
  };
}

/** Solves in a thread of its own, so that requests are answered meanwhile. */
export async function optimiseApart(placing: Placing): Promise<Plan> {
  const worker = new Worker(new URL('./optimise-worker.js', import.meta.url), { workerData: placing });
  try {
    const [plan] = (await once(worker, 'message')) as [Plan];
    return plan;
  } finally {
    await worker.terminate();
  }
}

/** Those who live at a reception centre and are assigned nowhere, as families, whoever has waited longest first. */
async function familiesWaiting(
  { session }: Context,
  receptionCentre: number | undefined,
  most: number,
): Promise<string[][]> {
  const rows = await session.execute<{ id: string; family: string }>(sql`
    with longest as (
      select id from settlement.person
      where status = 'AT_RECEPTION_CENTRE'
        and ${receptionCentre === undefined ? sql`true` : sql`reception_centre_id = ${receptionCentre}`}
      order by waiting_since, id limit ${most}),
    theirs as (
      select person_id from settlement.family_member where family_id in (
        select family_id from settlement.family_member where person_id in (select id from longest)))
    select person.id, coalesce(member.family_id, person.id) as family
    from settlement.person left join settlement.family_member as member on member.person_id = person.id
    where person.status = 'AT_RECEPTION_CENTRE'
      and (person.id in (select id from longest) or person.id in (select person_id from theirs))
    order by person.waiting_since, person.id`);
  const families = grouped(rows, ({ family }) => family);
  return [...families.values()].map((members) => members.map(({ id }) => id));
}
