import { relations } from 'drizzle-orm';
import {
  bigint,
  customType,
  date,
  index,
  pgSchema,
  primaryKey,
  smallint,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';

export const consent = pgSchema('consent');

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

export const noticeLanguage = consent.enum('notice_language', ['NB', 'EN']);
export const contactRole = consent.enum('contact_role', [
  'CONTROLLER',
  'DATA_PROTECTION_OFFICER',
  'SUPERVISORY_AUTHORITY',
]);
export const right = consent.enum('right', [
  'ACCESS',
  'RECTIFICATION',
  'ERASURE',
  'RESTRICTION',
  'OBJECTION',
  'COMPLAINT',
]);
export const rightsRequestStatus = consent.enum('rights_request_status', [
  'RECEIVED',
  'EXTENDED',
  'GRANTED',
  'REFUSED',
]);
export const purpose = consent.enum('purpose', [
  'REGISTRATION',
  'SETTLEMENT',
  'CAREER_GUIDANCE',
  'EMPLOYMENT_GUIDANCE',
  'FULL_TIME_PROGRAMME',
  'INTRODUCTION_PROGRAMME',
  'STATISTICS',
  'DATA_SUBJECT_RIGHTS',
]);

export const notice = consent.table(
  'notice',
  {
    version: smallint('version').notNull(),
    language: noticeLanguage('language').notNull(),
    validFrom: date('valid_from').notNull(),
    text: text('text').notNull(),
  },
  (table) => [primaryKey({ columns: [table.version, table.language] })],
);

export const processingPurpose = consent.table('processing_purpose', {
  purpose: purpose('purpose').primaryKey(),
  legalBasis: text('legal_basis').notNull(),
  description: text('description').notNull(),
});

export const contactPoint = consent.table('contact_point', {
  role: contactRole('role').primaryKey(),
  name: text('name').notNull(),
  email: text('email'),
  url: text('url'),
});

/** The persons that consent holds something of: all. */
export const person = consent.table('person', { id: uuid('id').primaryKey() });

export const acknowledgement = consent.table(
  'acknowledgement',
  {
    personId: uuid('person_id').notNull(),
    noticeVersion: smallint('notice_version').notNull(),
    language: noticeLanguage('language').notNull(),
    acknowledgedAt: timestamp('acknowledged_at', { withTimezone: true, precision: 3 }).notNull(),
    /** The counsellor's organisation number, when it was not the person. */
    givenBy: text('given_by'),
  },
  (table) => [primaryKey({ columns: [table.personId, table.noticeVersion] })],
);

export const rightsRequest = consent.table(
  'rights_request',
  {
    id: uuid('id').primaryKey(),
    personId: uuid('person_id').notNull(),
    right: right('right').notNull(),
    purpose: purpose('purpose'),
    status: rightsRequestStatus('status').notNull(),
    receivedAt: timestamp('received_at', { withTimezone: true, precision: 3 }).notNull(),
    dueAt: date('due_at').notNull(),
    decidedAt: timestamp('decided_at', { withTimezone: true, precision: 3 }),
    reason: text('reason'),
  },
  (table) => [index('rights_request_of_person').on(table.personId, table.receivedAt)],
);

/**
 * The disclosure log: partitioned by month and written by `consent.append_disclosures` alone; see the migration.
 * `seq` is a bigint that stays below 2^53.
 */
export const disclosure = consent.table(
  'disclosure',
  {
    seq: bigint('seq', { mode: 'number' }).notNull(),
    at: timestamp('at', { withTimezone: true, precision: 3 }).notNull(),
    personId: uuid('person_id').notNull(),
    party: text('party').notNull(),
    organisation: text('organisation'),
    officer: text('officer'),
    purpose: purpose('purpose').notNull(),
    operation: text('operation'),
    coordinates: text('coordinates').array().notNull(),
    policyVersion: text('policy_version').notNull(),
    trace: text('trace').notNull(),
    hash: bytea('hash').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.at, table.seq] }),
    index('disclosure_of_person').on(table.personId, table.seq),
    index('disclosure_in_order').on(table.seq),
  ],
);

export const personRelations = relations(person, ({ many }) => ({
  acknowledgements: many(acknowledgement),
  rightsRequests: many(rightsRequest),
}));
export const acknowledgementRelations = relations(acknowledgement, ({ one }) => ({
  person: one(person, { fields: [acknowledgement.personId], references: [person.id] }),
}));
export const rightsRequestRelations = relations(rightsRequest, ({ one }) => ({
  person: one(person, { fields: [rightsRequest.personId], references: [person.id] }),
}));
