import {
  askByKey,
  columnsFor,
  perSelection,
  type Reading,
  readByKey,
  restriction,
  type Selection,
  type Session,
  sameNames,
} from '@kompass/runtime';
import { and, desc, eq, gte, isNull, lt, lte, relations, sql } from 'drizzle-orm';
import type { DisclosureRow, ErasureRow, PersonRow } from './rows.js';
import * as tables from './tables.js';

type ConsentSession = Session<typeof tables>;

const acknowledgementSources = sameNames('noticeVersion', 'language', 'acknowledgedAt', 'givenBy');
const rightsRequestSources = {
  ...sameNames('id', 'right', 'purpose', 'grounds', 'status', 'receivedAt', 'enteredBy', 'dueAt'),
  ...sameNames('extensionReason', 'extendedBy', 'decidedAt', 'decidedBy', 'reason'),
  ...sameNames('liftedAt', 'liftedBy', 'liftingReason'),
  rectification: ['field', 'entry', 'correction', 'said'],
  supervisoryAuthority: ['status'],
};
const addressProtectionSources = {
  ...sameNames('protectedAt', 'protectedBy', 'reason'),
  ...sameNames('liftedAt', 'liftedBy', 'liftingReason'),
};
const executionSources = sameNames('decidedAt', 'completedAt', 'recipients');
const stepSources = { ...sameNames('confirmedAt', 'outcome'), subgraph: ['room'] };
const reminderSources = sameNames('kind', 'at');

/** With the restrictions that row-level security needs; consent tells whether there are any. */
const readable = {
  ...tables,
  restriction,
  restrictionRelations: relations(restriction, ({ one }) => ({
    person: one(tables.person, { fields: [restriction.personId], references: [tables.person.id] }),
  })),
  restrictedRelations: relations(tables.person, ({ many }) => ({ restrictions: many(restriction) })),
};

const statement = perSelection((selection) =>
  readByKey<PersonRow>(readable, {
    columns: { id: true },
    with: parts(selection['processing'] ?? {}),
  }),
);

/** The persons with these identifiers that the caller may see. */
export async function personsBy(
  session: ConsentSession,
  ids: readonly string[],
  selection: Selection,
): Promise<ReadonlyMap<string, PersonRow>> {
  const rows = await askByKey(session, statement(selection), ids);
  return new Map(rows.map((row) => [row.id, row]));
}

function parts(processing: Selection): Reading['with'] {
  const { acknowledgements, noticeToAcknowledge, rightsRequests } = processing;
  const { addressProtections, restricted, objectedPurposes } = processing;
  return {
    ...((acknowledgements ?? noticeToAcknowledge) && {
      acknowledgements: {
        columns: columnsFor(acknowledgements ?? {}, acknowledgementSources, ['noticeVersion']),
        orderBy: [desc(tables.acknowledgement.noticeVersion)],
      },
    }),
    ...(rightsRequests && {
      rightsRequests: {
        // Whether it is decided is needed to answer only those that are not.
        columns: columnsFor(rightsRequests, rightsRequestSources, ['id', 'decidedAt']),
        with: partsOfRequest(rightsRequests),
        orderBy: [desc(tables.rightsRequest.receivedAt), desc(tables.rightsRequest.id)],
      },
    }),
    ...(addressProtections && {
      addressProtections: {
        columns: columnsFor(addressProtections, addressProtectionSources, ['id']),
        orderBy: [desc(tables.addressProtection.protectedAt)],
      },
    }),
    ...((restricted ?? objectedPurposes) && {
      restrictions: {
        columns: { personId: true, kind: true, purpose: true },
        where: isNull(restriction.liftedAt),
      },
    }),
  };
}

function partsOfRequest({ execution, reminders }: Selection): Reading['with'] {
  return {
    ...(execution && {
      // A correction that did not fit may be granted anew: the last time counts.
      executions: { ...executionShape(execution), orderBy: [desc(tables.execution.decidedAt)], limit: 1 },
    }),
    ...(reminders && {
      reminders: {
        columns: columnsFor(reminders, reminderSources, ['requestId']),
        orderBy: [desc(tables.reminder.at)],
      },
    }),
  };
}

function executionShape(execution: Selection): Reading {
  const { steps } = execution;
  return {
    columns: columnsFor(execution, executionSources, ['id']),
    ...(steps && { with: { steps: { columns: columnsFor(steps, stepSources, ['room']) } } }),
  };
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

const disclosureSources = {
  ...sameNames('at', 'purpose', 'policyVersion'),
  text: ['at', 'party', 'organisation', 'supplier', 'purpose', 'coordinates'],
  organisation: ['party', 'organisation'],
  organisationNumber: ['organisation'],
  supplier: ['supplier'],
  supplierNumber: ['supplier'],
  fields: ['coordinates'],
};

/** What of the log is asked about a person. */
export interface DisclosureQuery {
  readonly personId: string;
  readonly since: Date | undefined;
}

const asked = ({ personId, since }: DisclosureQuery) =>
  and(eq(tables.disclosed.personId, personId), since ? gte(tables.disclosed.at, since) : undefined);

/**
 * A page of who has seen what of a person, the latest first, and one more if there is one.
 * @param before where the page before ended
 */
export function listDisclosures(
  session: ConsentSession,
  query: DisclosureQuery,
  first: number,
  before: readonly string[] | undefined,
  selection: Selection,
): Promise<readonly DisclosureRow[]> {
  const { disclosed } = tables;
  const columns = Object.keys(columnsFor(selection, disclosureSources)) as (keyof DisclosureRow)[];
  return session
    .select({
      ...Object.fromEntries(columns.map((column) => [column, disclosed[column]])),
      seq: disclosed.seq,
    })
    .from(disclosed)
    .where(and(asked(query), before && lt(disclosed.seq, Number(before[0]))))
    .orderBy(desc(disclosed.seq))
    .limit(first + 1) as Promise<readonly DisclosureRow[]>;
}

/** How many entries there are of a person. */
export async function countDisclosures(session: ConsentSession, query: DisclosureQuery): Promise<number> {
  const [row] = await session
    .select({ count: sql<number>`count(*)::int` })
    .from(tables.disclosed)
    .where(asked(query));
  return row?.count ?? 0;
}

/** A page of persons with demands that are not answered, the one due first on top, and one more if there is one. */
export function listUndecided(
  session: ConsentSession,
  dueBy: string | undefined,
  first: number,
  after: readonly string[] | undefined,
): Promise<readonly { readonly personId: string; readonly dueAt: string }[]> {
  const { rightsRequest } = tables;
  const dueAt = sql<string>`min(${rightsRequest.dueAt})::text`;
  const { personId } = rightsRequest;
  return session
    .select({ personId, dueAt })
    .from(rightsRequest)
    .where(isNull(rightsRequest.decidedAt))
    .groupBy(personId)
    .having(
      and(
        dueBy ? sql`min(${rightsRequest.dueAt}) <= ${dueBy}` : undefined,
        after
          ? sql`(min(${rightsRequest.dueAt}), ${personId}) > (${after[0]}::date, ${after[1]}::uuid)`
          : undefined,
      ),
    )
    .orderBy(sql`min(${rightsRequest.dueAt})`, personId)
    .limit(first + 1);
}

/** How many persons have demands that are not answered. */
export async function countUndecided(session: ConsentSession, dueBy: string | undefined): Promise<number> {
  const { rightsRequest } = tables;
  const [row] = await session
    .select({ count: sql<number>`count(distinct ${rightsRequest.personId})::int` })
    .from(rightsRequest)
    .where(and(isNull(rightsRequest.decidedAt), dueBy ? lte(rightsRequest.dueAt, dueBy) : undefined));
  return row?.count ?? 0;
}

const erasureSources = { ...sameNames('id', 'ground', 'decidedBy'), execution: [] };

/** A page of the register of erasures, the latest first, and one more if there is one. */
export function listErasures(
  session: ConsentSession,
  first: number,
  after: readonly string[] | undefined,
  selection: Selection,
): Promise<readonly ErasureRow[]> {
  const { execution } = tables;
  const { columns, ...parts } = executionShape(selection['execution'] ?? {});
  return session.query.execution.findMany({
    columns: { ...columns, ...columnsFor(selection, erasureSources, ['id', 'decidedAt']) },
    ...parts,
    where: and(
      eq(execution.kind, 'ERASURE'),
      after
        ? sql`(${execution.decidedAt}, ${execution.id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)`
        : undefined,
    ),
    orderBy: [desc(execution.decidedAt), desc(execution.id)],
    limit: first + 1,
  }) as Promise<readonly ErasureRow[]>;
}

/** How many erasures the register holds. */
export async function countErasures(session: ConsentSession): Promise<number> {
  const [row] = await session
    .select({ count: sql<number>`count(*)::int` })
    .from(tables.execution)
    .where(eq(tables.execution.kind, 'ERASURE'));
  return row?.count ?? 0;
}

/** What the searches for data kept too long came to, the latest first. */
export function retentionRuns(session: ConsentSession, first: number) {
  return session.select().from(tables.retentionRun).orderBy(desc(tables.retentionRun.ranAt)).limit(first);
}
