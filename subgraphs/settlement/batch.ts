import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { grouped } from '@kompass/runtime';
import { KompassError } from '@kompass/schema';
import { sql } from 'drizzle-orm';
import { namedOfficer } from './act.js';
import { countyOffers, match, qualityOf, versionsOf } from './advice.js';
import type { Batch } from './batch-worker.js';
import { newcomersBy, offersIn } from './newcomers.js';
import type { Plan } from './optimise.js';
import { places } from './places.js';
import type { Context, SettlementBatchRow } from './rows.js';
import * as tables from './tables.js';

const largest = 5_000;
const rowsAtOnce = 1_000;

/** Held by whoever plans, in any process, until the transaction ends. */
const planning = 4_217_002;

/**
 * Plans for all who wait, those who have waited longest first, with their families. What it finds is kept as advice,
 * for each person with score and reasons; nobody is assigned by it.
 * @throws KompassError NOT_FOUND when there is no such reception centre, or nobody waits; BAD_USER_INPUT for a batch too
 *   small or large, or a token that names no officer; UNAVAILABLE while another batch is planned
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
  if (receptionCentre !== undefined) await mustBeOneOf(context, receptionCentre);
  const waiting = await familiesWaiting(context, receptionCentre, most);
  if (waiting.length === 0) throw new KompassError('NOT_FOUND', 'Nobody waits there whom you may see.');
  await mustBeAlone(context);

  const [newcomers, offers] = await Promise.all([
    newcomersBy(session, waiting.flat()),
    offersIn(session, clock().getUTCFullYear()),
  ]);
  const families = waiting
    .map((ids) => ids.flatMap((id) => newcomers.get(id) ?? []))
    .filter((family) => family.length > 0);
  const plan = await planApart({ families, offers });
  const county = countyOffers(offers);
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
      const offer = offers[plan.chosen[at] ?? -1];
      const found = offer && match(newcomer, offer, county);
      return {
        personId: newcomer.competence.personId,
        batchId: made.id,
        municipalityNumber: found?.number ?? null,
        quality: qualityOf(newcomer.competence).quality,
        score: found?.score ?? 0,
        criteria: found?.criteria ?? [],
      };
    }),
  );
  for (let from = 0; from < advice.length; from += rowsAtOnce)
    await session.insert(batchAdvice).values(advice.slice(from, from + rowsAtOnce));
  return made;
}

/** A plan has a processor and a connection for itself while it is made: several would leave none for anybody else. */
async function mustBeAlone({ session }: Context): Promise<void> {
  const {
    rows: [lock],
  } = await session.execute<{ alone: boolean }>(sql`select pg_try_advisory_xact_lock(${planning}) as alone`);
  if (!lock?.alone)
    throw new KompassError('UNAVAILABLE', 'Another batch is being planned. Try again when it is done.');
}

async function mustBeOneOf(context: Context, receptionCentre: number): Promise<void> {
  const { receptionCentres } = await places(context);
  if (receptionCentres.some(({ id }) => id === receptionCentre)) return;
  throw new KompassError(
    'NOT_FOUND',
    `There is no reception centre ${receptionCentre}. Take one of a municipality's "receptionCentres".`,
  );
}

/** Scores and solves in a thread of its own, so that requests are answered meanwhile. */
export async function planApart(batch: Batch): Promise<Plan> {
  const worker = new Worker(new URL('./batch-worker.js', import.meta.url), { workerData: batch });
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
  const { rows } = await session.execute<{ id: string; family: string }>(sql`
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
