import { columnsFor, restriction, type Selection, type Session, sameNames } from '@kompass/runtime';
import { and, desc, eq, inArray, isNull, lte } from 'drizzle-orm';
import type { PersonRow, Restriction } from './rows.js';
import * as tables from './tables.js';

type ConsentSession = Session<typeof tables>;

const acknowledgementSources = sameNames('noticeVersion', 'language', 'acknowledgedAt');
const rightsRequestSources = sameNames(
  'id',
  'right',
  'purpose',
  'status',
  'receivedAt',
  'dueAt',
  'decidedAt',
  'reason',
);

/** The persons with these identifiers that the caller may see. */
export async function personsBy(
  session: ConsentSession,
  ids: readonly string[],
  selection: Selection,
): Promise<ReadonlyMap<string, PersonRow>> {
  const processing = selection['processing'] ?? {};
  const [rows, restrictions] = await Promise.all([
    session.query.person.findMany({
      columns: { id: true },
      with: parts(processing),
      where: inArray(tables.person.id, [...ids]),
    }) as Promise<readonly PersonRow[]>,
    processing['restricted'] || processing['objectedPurposes'] ? restrictionsOf(session, ids) : [],
  ]);
  const restrictionsOn = (id: string) => restrictions.filter(({ personId }) => personId === id);
  return new Map(rows.map((row) => [row.id, { ...row, restrictions: restrictionsOn(row.id) }]));
}

function parts(processing: Selection): Record<string, never> {
  const { acknowledgements, rightsRequests } = processing;
  return {
    ...(acknowledgements && {
      acknowledgements: {
        columns: columnsFor(acknowledgements, acknowledgementSources, ['noticeVersion']),
        orderBy: [desc(tables.acknowledgement.noticeVersion)],
      },
    }),
    ...(rightsRequests && {
      rightsRequests: {
        columns: columnsFor(rightsRequests, rightsRequestSources, ['id']),
        orderBy: [desc(tables.rightsRequest.receivedAt)],
      },
    }),
  } as Record<string, never>;
}

function restrictionsOf(session: ConsentSession, ids: readonly string[]): Promise<Restriction[]> {
  return session
    .select({
      personId: restriction.personId,
      kind: restriction.kind,
      purpose: restriction.purpose,
    })
    .from(restriction)
    .where(and(inArray(restriction.personId, [...ids]), isNull(restriction.liftedAt)));
}

/** The letter in force on a day, in a language. */
export async function noticeInForce(session: ConsentSession, language: 'NB' | 'EN', day: string) {
  const { notice } = tables;
  const [found] = await session
    .select()
    .from(notice)
    .where(and(eq(notice.language, language), lte(notice.validFrom, day)))
    .orderBy(desc(notice.version))
    .limit(1);
  return found ?? null;
}

export function processingPurposes(session: ConsentSession) {
  return session.select().from(tables.processingPurpose).orderBy(tables.processingPurpose.purpose);
}

export function contactPoints(session: ConsentSession) {
  return session.select().from(tables.contactPoint).orderBy(tables.contactPoint.role);
}
