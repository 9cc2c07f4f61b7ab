import { relations, sql } from 'drizzle-orm';
import {
  boolean,
  index,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { SharedWith } from './sharing.js';

export const guidance = pgSchema('guidance');

export const appointmentMode = guidance.enum('appointment_mode', ['IN_PERSON', 'VIDEO', 'TELEPHONE']);
export const appointmentStatus = guidance.enum('appointment_status', [
  'BOOKED',
  'HELD',
  'CANCELLED',
  'MISSED',
]);
export const referrer = guidance.enum('referrer', ['IMDI', 'MUNICIPALITY', 'SELF']);
export const referralEnd = guidance.enum('referral_end', [
  'GUIDED',
  'MOVED',
  'DECLINED',
  'MISTAKE',
  'REPLACED',
]);

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

/** Counts a row's changes, so that nobody saves over what they have not read. */
const version = () => integer('version').notNull().default(1);

export const careerCentre = guidance.table('career_centre', {
  organisationNumber: text('organisation_number').primaryKey(),
  county: text('county').notNull(),
  name: text('name').notNull(),
});

/** The career centre that something belongs to, by organisation number; only it may change what it wrote. */
const ofCentre = () =>
  text('career_centre')
    .notNull()
    .references(() => careerCentre.organisationNumber);

export const person = guidance.table('person', {
  id: uuid('id').primaryKey(),
});

export const referral = guidance.table(
  'referral',
  {
    id: uuid('id').primaryKey(),
    personId: uuid('person_id').notNull(),
    careerCentre: ofCentre(),
    referrer: referrer('referrer').notNull(),
    /** Organisation number of who referred; the centre's own when the person turned to it. */
    organisation: text('organisation').notNull(),
    referredAt: moment('referred_at').notNull(),
    endedAt: moment('ended_at'),
    endedBecause: referralEnd('ended_because'),
  },
  (table) => [
    index('referral_of_person').on(table.personId, table.referredAt),
    uniqueIndex('one_referral_in_force').on(table.personId).where(sql`${table.endedAt} is null`),
  ],
);

export const appointment = guidance.table(
  'appointment',
  {
    id: uuid('id').primaryKey(),
    personId: uuid('person_id').notNull(),
    careerCentre: ofCentre(),
    startsAt: moment('starts_at').notNull(),
    mode: appointmentMode('mode').notNull(),
    status: appointmentStatus('status').notNull(),
    version: version(),
  },
  (table) => [
    index('appointment_of_person').on(table.personId, table.startsAt),
    uniqueIndex('one_appointment_at_a_time')
      .on(table.personId, table.startsAt)
      .where(sql`${table.status} = 'BOOKED'`),
  ],
);

export const session = guidance.table(
  'session',
  {
    id: uuid('id').primaryKey(),
    personId: uuid('person_id').notNull(),
    careerCentre: ofCentre(),
    heldAt: moment('held_at').notNull(),
    interpreter: boolean('interpreter').notNull(),
    internalNote: text('internal_note'),
    version: version(),
  },
  (table) => [
    index('session_of_person').on(table.personId, table.heldAt),
    uniqueIndex('one_session_at_a_time').on(table.personId, table.careerCentre, table.heldAt),
  ],
);

/** What a career centre arrives at, before it is shared: the centre's and the person's alone. */
export const resultDraft = guidance.table(
  'result_draft',
  {
    personId: uuid('person_id').notNull(),
    careerCentre: ofCentre(),
    goals: text('goals').array().notNull(),
    recommendedPath: text('recommended_path').array().notNull(),
    version: version(),
    savedAt: moment('saved_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.personId, table.careerCentre] })],
);

/** Every sharing of a result, the last of which is in force. Never changed. */
export const result = guidance.table(
  'result',
  {
    personId: uuid('person_id').notNull(),
    version: integer('version').notNull(),
    careerCentre: ofCentre(),
    /** The version of the centre's draft that was shared. */
    draftVersion: integer('draft_version').notNull(),
    sharedAt: moment('shared_at').notNull(),
    goals: text('goals').array().notNull(),
    recommendedPath: text('recommended_path').array().notNull(),
    sharedWith: jsonb('shared_with').$type<readonly SharedWith[]>().notNull(),
    /** Something that it rests on was corrected then. */
    outdatedSince: moment('outdated_since'),
  },
  (table) => [primaryKey({ columns: [table.personId, table.version] })],
);

export const employmentGuidance = guidance.table(
  'employment_guidance',
  {
    id: uuid('id').primaryKey(),
    personId: uuid('person_id').notNull(),
    givenAt: moment('given_at').notNull(),
    assessment: text('assessment').notNull(),
    measures: text('measures').array().notNull(),
    version: version(),
  },
  (table) => [uniqueIndex('employment_guidance_of_person').on(table.personId, table.givenAt)],
);

export const personRelations = relations(person, ({ many }) => ({
  referrals: many(referral),
  appointments: many(appointment),
  sessions: many(session),
  resultDrafts: many(resultDraft),
  sharedResults: many(result),
  employmentGuidance: many(employmentGuidance),
}));
export const referralRelations = relations(referral, ({ one }) => ({
  person: one(person, { fields: [referral.personId], references: [person.id] }),
  centre: one(careerCentre, {
    fields: [referral.careerCentre],
    references: [careerCentre.organisationNumber],
  }),
}));
export const appointmentRelations = relations(appointment, ({ one }) => ({
  person: one(person, { fields: [appointment.personId], references: [person.id] }),
  centre: one(careerCentre, {
    fields: [appointment.careerCentre],
    references: [careerCentre.organisationNumber],
  }),
}));
export const sessionRelations = relations(session, ({ one }) => ({
  person: one(person, { fields: [session.personId], references: [person.id] }),
  centre: one(careerCentre, {
    fields: [session.careerCentre],
    references: [careerCentre.organisationNumber],
  }),
}));
export const resultDraftRelations = relations(resultDraft, ({ one }) => ({
  person: one(person, { fields: [resultDraft.personId], references: [person.id] }),
  centre: one(careerCentre, {
    fields: [resultDraft.careerCentre],
    references: [careerCentre.organisationNumber],
  }),
}));
export const resultRelations = relations(result, ({ one }) => ({
  person: one(person, { fields: [result.personId], references: [person.id] }),
  centre: one(careerCentre, {
    fields: [result.careerCentre],
    references: [careerCentre.organisationNumber],
  }),
}));
export const employmentGuidanceRelations = relations(employmentGuidance, ({ one }) => ({
  person: one(person, { fields: [employmentGuidance.personId], references: [person.id] }),
}));
