import { relations } from 'drizzle-orm';
import { boolean, index, pgSchema, text, timestamp, uuid } from 'drizzle-orm/pg-core';

export const guidance = pgSchema('guidance');

export const entitlement = guidance.enum('entitlement', ['RIGHT_AND_DUTY', 'OFFERED']);
export const appointmentMode = guidance.enum('appointment_mode', ['IN_PERSON', 'VIDEO', 'TELEPHONE']);
export const appointmentStatus = guidance.enum('appointment_status', [
  'BOOKED',
  'HELD',
  'CANCELLED',
  'MISSED',
]);

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

export const careerCentre = guidance.table('career_centre', {
  organisationNumber: text('organisation_number').primaryKey(),
  county: text('county').notNull(),
  name: text('name').notNull(),
});

export const person = guidance.table('person', {
  id: uuid('id').primaryKey(),
  entitlement: entitlement('entitlement').notNull(),
  /** The career centre that the person is referred to, by organisation number. */
  careerCentreNumber: text('career_centre').references(() => careerCentre.organisationNumber),
});

export const appointment = guidance.table(
  'appointment',
  {
    id: uuid('id').primaryKey(),
    personId: uuid('person_id').notNull(),
    startsAt: moment('starts_at').notNull(),
    mode: appointmentMode('mode').notNull(),
    status: appointmentStatus('status').notNull(),
  },
  (table) => [index('appointment_of_person').on(table.personId, table.startsAt)],
);

export const session = guidance.table(
  'session',
  {
    id: uuid('id').primaryKey(),
    personId: uuid('person_id').notNull(),
    /** The career centre that held it, by organisation number; only it may read the note. */
    careerCentre: text('career_centre').notNull(),
    heldAt: moment('held_at').notNull(),
    interpreter: boolean('interpreter').notNull(),
    internalNote: text('internal_note'),
  },
  (table) => [index('session_of_person').on(table.personId, table.heldAt)],
);

export const result = guidance.table('result', {
  personId: uuid('person_id').primaryKey(),
  sharedAt: moment('shared_at').notNull(),
  goals: text('goals').array().notNull(),
  recommendedPath: text('recommended_path').array().notNull(),
});

export const employmentGuidance = guidance.table(
  'employment_guidance',
  {
    id: uuid('id').primaryKey(),
    personId: uuid('person_id').notNull(),
    givenAt: moment('given_at').notNull(),
    assessment: text('assessment').notNull(),
    measures: text('measures').array().notNull(),
  },
  (table) => [index('employment_guidance_of_person').on(table.personId, table.givenAt)],
);

export const personRelations = relations(person, ({ many, one }) => ({
  careerCentre: one(careerCentre, {
    fields: [person.careerCentreNumber],
    references: [careerCentre.organisationNumber],
  }),
  appointments: many(appointment),
  sessions: many(session),
  result: one(result, { fields: [person.id], references: [result.personId] }),
  employmentGuidance: many(employmentGuidance),
}));
export const appointmentRelations = relations(appointment, ({ one }) => ({
  person: one(person, { fields: [appointment.personId], references: [person.id] }),
}));
export const sessionRelations = relations(session, ({ one }) => ({
  person: one(person, { fields: [session.personId], references: [person.id] }),
}));
export const employmentGuidanceRelations = relations(employmentGuidance, ({ one }) => ({
  person: one(person, { fields: [employmentGuidance.personId], references: [person.id] }),
}));
