import type { Said } from '@kompass/runtime';
import { getTableColumns, relations, sql } from 'drizzle-orm';
import {
  bigint,
  check,
  customType,
  date,
  index,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  smallint,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';

export const consent = pgSchema('consent');

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });
const transactionId = customType<{ data: string }>({ dataType: () => 'xid8' });
const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

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
  'CARRYING_OUT',
  'DOES_NOT_FIT',
  'GRANTED',
  'REFUSED',
  'WITHDRAWN',
]);
export const reminderKind = consent.enum('reminder_kind', ['DUE_SOON', 'OVERDUE']);
export const executionKind = consent.enum('execution_kind', ['ERASURE', 'RECTIFICATION']);
export const executionOutcome = consent.enum('execution_outcome', [
  'ERASED',
  'CORRECTED',
  'MARKED',
  'NOTHING_HELD',
  'DOES_NOT_FIT',
]);
export const erasureGround = consent.enum('erasure_ground', ['REQUEST', 'STORAGE_LIMIT']);
export const retentionOutcome = consent.enum('retention_outcome', ['DRY_RUN', 'BEGUN', 'HELD']);
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
  /** How to go about it. */
  howNb: text('how_nb').notNull().default(''),
  howEn: text('how_en').notNull().default(''),
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
    /** What a rectification is about: the field that is wrong, in which entry, and what is right. */
    field: text('field'),
    entry: smallint('entry'),
    correction: text('correction'),
    /** What the field, or the whole entry, said when it was demanded. */
    said: jsonb('said').$type<Said>(),
    grounds: text('grounds'),
    status: rightsRequestStatus('status').notNull(),
    receivedAt: timestamp('received_at', { withTimezone: true, precision: 3 }).notNull(),
    /** The officer who entered it for the person; `null` when the person did. */
    enteredBy: text('entered_by'),
    dueAt: date('due_at').notNull(),
    extensionReason: text('extension_reason'),
    /** The officer. */
    extendedBy: text('extended_by'),
    decidedAt: moment('decided_at'),
    /** The officer. */
    decidedBy: text('decided_by'),
    reason: text('reason'),
    /** When what followed from a granted restriction or objection was lifted, by which officer and why. */
    liftedAt: moment('lifted_at'),
    liftedBy: text('lifted_by'),
    liftingReason: text('lifting_reason'),
  },
  (table) => [
    index('rights_request_of_person').on(table.personId, table.receivedAt),
    index('rights_request_undecided').on(table.dueAt, table.personId).where(sql`decided_at is null`),
  ],
);

/** That a person's address is protected, or was, by which officers and why. What hides the person is `access.restriction`. */
export const addressProtection = consent.table(
  'address_protection',
  {
    id: uuid('id').primaryKey(),
    personId: uuid('person_id').notNull(),
    protectedAt: moment('protected_at').notNull(),
    /** The officer, and why; `null` for what was protected before that was kept. */
    protectedBy: text('protected_by'),
    reason: text('reason'),
    liftedAt: moment('lifted_at'),
    liftedBy: text('lifted_by'),
    liftingReason: text('lifting_reason'),
  },
  (table) => [index('address_protection_of_person').on(table.personId)],
);

/** That a time limit was near or past; an extended one is reminded of anew. */
export const reminder = consent.table(
  'reminder',
  {
    requestId: uuid('request_id')
      .notNull()
      .references(() => rightsRequest.id, { onDelete: 'cascade' }),
    personId: uuid('person_id').notNull(),
    kind: reminderKind('kind').notNull(),
    dueAt: date('due_at').notNull(),
    at: moment('at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.requestId, table.kind, table.dueAt] }),
    index('reminder_of_person').on(table.personId),
  ],
);

/**
 * That a decision is carried out in every room. Those of erasures stay, as the register of erasures: the identifier then
 * leads to nobody, and tells what a restored backup must erase again.
 */
export const execution = consent.table(
  'execution',
  {
    id: uuid('id').primaryKey(),
    personId: uuid('person_id').notNull(),
    kind: executionKind('kind').notNull(),
    ground: erasureGround('ground'),
    requestId: uuid('request_id'),
    decidedAt: moment('decided_at').notNull(),
    decidedBy: text('decided_by'),
    /** Organisation numbers, the national bodies by their party. */
    recipients: text('recipients').array().notNull(),
    completedAt: moment('completed_at'),
    /** The transaction that decided: what began before it must have ended before anything is erased. */
    decidedIn: transactionId('decided_in').notNull().default(sql`pg_current_xact_id()`),
  },
  (table) => [
    index('execution_of_person').on(table.personId),
    index('execution_of_request').on(table.requestId),
    index('execution_by_time').on(table.kind, table.decidedAt, table.id),
  ],
);

export const executionStep = consent.table(
  'execution_step',
  {
    executionId: uuid('execution_id')
      .notNull()
      .references(() => execution.id, { onDelete: 'cascade' }),
    room: text('room').notNull(),
    confirmedAt: moment('confirmed_at'),
    outcome: executionOutcome('outcome'),
  },
  (table) => [primaryKey({ columns: [table.executionId, table.room] })],
);

/** What the daily search for data kept too long came to. */
export const retentionRun = consent.table('retention_run', {
  id: uuid('id').primaryKey(),
  ranAt: moment('ran_at').notNull(),
  registeredUntil: date('registered_until').notNull(),
  due: integer('due').notNull(),
  begun: integer('begun').notNull(),
  /** How many of those due are held back, each counted once: for a demand, or else for a restriction. */
  heldForDemand: integer('held_for_demand').notNull().default(0),
  heldForRestriction: integer('held_for_restriction').notNull().default(0),
  outcome: retentionOutcome('outcome').notNull(),
});

/** Each list of coordinates that entries of the disclosure log tell, once, as the hashes cover it: joined by blanks. */
export const told = consent.table('told', {
  number: integer('number').primaryKey().generatedAlwaysAsIdentity(),
  coordinates: text('coordinates').notNull(),
});

/**
 * The disclosure log: partitioned by month and written by `consent.enter_disclosures` alone; see the migrations. It is
 * read as `disclosed`. `seq` is a bigint that stays below 2^53.
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
    /** Of entries from before lists were kept once. */
    coordinates: text('coordinates').array(),
    policyVersion: text('policy_version').notNull(),
    trace: text('trace').notNull(),
    hash: bytea('hash').notNull(),
    /** Organisation number of the processor whose system acted for the organisation. */
    supplier: text('supplier'),
    /** Number of the list of coordinates; no foreign key, which would be looked up for every entry. */
    told: integer('told'),
  },
  (table) => [
    check('told_one_way', sql`num_nonnulls(coordinates, told) = 1`),
    primaryKey({ columns: [table.at, table.seq] }),
    index('disclosure_of_person').on(table.personId, table.seq),
    index('disclosure_in_order').on(table.seq),
  ],
);

/** The disclosure log as it is read: every entry with its coordinates, wherever they are kept. */
export const disclosed = consent
  .view('disclosed')
  .with({ securityInvoker: true })
  .as((build) =>
    build
      .select({
        ...getTableColumns(disclosure),
        // Looked up for the rows that are read, and no join: an index serves order and limit as it did without.
        coordinates: sql<string[]>`coalesce(disclosure.coordinates, string_to_array(
          (select told.coordinates from consent.told where told.number = disclosure.told), ' '))`
          .mapWith(disclosure.coordinates)
          .as('coordinates'),
      })
      .from(disclosure),
  );

export const personRelations = relations(person, ({ many }) => ({
  acknowledgements: many(acknowledgement),
  rightsRequests: many(rightsRequest),
  addressProtections: many(addressProtection),
}));
export const acknowledgementRelations = relations(acknowledgement, ({ one }) => ({
  person: one(person, { fields: [acknowledgement.personId], references: [person.id] }),
}));
export const rightsRequestRelations = relations(rightsRequest, ({ one, many }) => ({
  person: one(person, { fields: [rightsRequest.personId], references: [person.id] }),
  reminders: many(reminder),
  executions: many(execution),
}));
export const addressProtectionRelations = relations(addressProtection, ({ one }) => ({
  person: one(person, { fields: [addressProtection.personId], references: [person.id] }),
}));
export const reminderRelations = relations(reminder, ({ one }) => ({
  request: one(rightsRequest, { fields: [reminder.requestId], references: [rightsRequest.id] }),
}));
export const executionRelations = relations(execution, ({ one, many }) => ({
  request: one(rightsRequest, { fields: [execution.requestId], references: [rightsRequest.id] }),
  steps: many(executionStep),
}));
export const executionStepRelations = relations(executionStep, ({ one }) => ({
  execution: one(execution, { fields: [executionStep.executionId], references: [execution.id] }),
}));
