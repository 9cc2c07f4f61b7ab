import { grouped, relation, restriction, type Session } from '@kompass/runtime';
import { and, asc, eq, inArray, isNull, lt, notInArray, sql } from 'drizzle-orm';
import { unionAll } from 'drizzle-orm/pg-core';
import { monthsAfter } from './deadline.js';
import type { HeldBackReason, HeldBackRow } from './rows.js';
import * as tables from './tables.js';

// Whose data the storage limit erases, and whom it holds back: asked by the erasure and by the officer's list alike.

type ConsentSession = Session<typeof tables>;

/** «Opplysningene som du gir, vil bli lagret i inntil 15 år.» */
const years = 15;

/** Who was registered on this day or earlier is due. */
export function registeredUntil(now: Date): string {
  return monthsAfter(now, -12 * years);
}

/**
 * Whom the caller sees of those who are due and are not being erased already, each with the moment that the storage
 * limit was reached. IMDi's relation, and the person's own, begin as a person is admitted; each sees its own.
 */
function due(session: ConsentSession, now: Date) {
  const { execution } = tables;
  const { personId, kind, validFrom } = relation;
  const beingErased = session
    .select({ personId: execution.personId })
    .from(execution)
    .where(eq(execution.kind, 'ERASURE'));
  return session
    .select({
      personId,
      limit: sql<string>`
        ((min(${validFrom}) at time zone 'Europe/Oslo')::date + make_interval(years => ${years}))
          at time zone 'Europe/Oslo'`.as('limit'),
    })
    .from(relation)
    .where(
      and(
        inArray(kind, ['CONTROLLER', 'SELF']),
        lt(validFrom, sql`(${registeredUntil(now)}::date + 1)::timestamp at time zone 'Europe/Oslo'`),
        notInArray(personId, beingErased),
        sql`access.sees(${personId})`,
      ),
    )
    .groupBy(personId)
    .as('due');
}

/** What holds somebody back, due or not, and since when: each reason once. */
function holds(session: ConsentSession) {
  const { rightsRequest } = tables;
  const demands = session
    .select({
      personId: rightsRequest.personId,
      reason: sql<HeldBackReason>`'UNDECIDED_DEMAND'`.as('reason'),
      begun: sql<string>`min(${rightsRequest.receivedAt})`.as('begun'),
    })
    .from(rightsRequest)
    .where(isNull(rightsRequest.decidedAt))
    .groupBy(rightsRequest.personId);
  const restrictions = session
    .select({
      personId: restriction.personId,
      reason: sql<HeldBackReason>`'RESTRICTION'`.as('reason'),
      begun: sql<string>`min(${restriction.since})`.as('begun'),
    })
    .from(restriction)
    .where(and(eq(restriction.kind, 'RESTRICTION'), isNull(restriction.liftedAt)))
    .groupBy(restriction.personId);
  return unionAll(demands, restrictions).as('hold');
}

/** Whoever is due, once for each reason that holds them back, or once with none. */
export function listDue(session: ConsentSession, now: Date) {
  const [all, hold] = [due(session, now), holds(session)];
  return session
    .select({ personId: all.personId, reason: hold.reason })
    .from(all)
    .leftJoin(hold, eq(hold.personId, all.personId))
    .orderBy(all.personId);
}

/** Who is due and held back, and since when at the earliest. */
function heldBack(session: ConsentSession, now: Date) {
  const [all, hold] = [due(session, now), holds(session)];
  return session
    .select({
      personId: all.personId,
      since: sql<string>`min(greatest(${all.limit}, ${hold.begun}))`.as('since'),
    })
    .from(all)
    .innerJoin(hold, eq(hold.personId, all.personId))
    .groupBy(all.personId)
    .as('held_back');
}

/** A page of whom the storage limit holds back, the longest held first, and one more if there is one. */
export function listHeldBack(
  session: ConsentSession,
  now: Date,
  first: number,
  after: readonly string[] | undefined,
): Promise<readonly { readonly personId: string; readonly since: string }[]> {
  const held = heldBack(session, now);
  return session
    .select({ personId: held.personId, since: sql<string>`${held.since}::text` })
    .from(held)
    .where(
      after
        ? sql`(${held.since}, ${held.personId}) > (${after[0]}::timestamptz, ${after[1]}::uuid)`
        : undefined,
    )
    .orderBy(asc(held.since), asc(held.personId))
    .limit(first + 1);
}

/** How many persons the storage limit holds back. */
export async function countHeldBack(session: ConsentSession, now: Date): Promise<number> {
  const [row] = await session.select({ count: sql<number>`count(*)::int` }).from(heldBack(session, now));
  return row?.count ?? 0;
}

/** Why these persons are held back, and since when; nothing for whoever is not. */
export async function heldBackOf(
  session: ConsentSession,
  now: Date,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, readonly HeldBackRow[]>> {
  const [all, hold] = [due(session, now), holds(session)];
  const rows = await session
    .select({
      personId: all.personId,
      reason: hold.reason,
      since: sql`greatest(${all.limit}, ${hold.begun})`.mapWith((moment: string) => new Date(moment)),
    })
    .from(all)
    .innerJoin(hold, eq(hold.personId, all.personId))
    .where(inArray(all.personId, [...personIds]))
    .orderBy(hold.begun);
  return grouped(rows, ({ personId }) => personId);
}
