import { relations } from 'drizzle-orm';
import { date, index, pgSchema, primaryKey, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core';

export const settlement = pgSchema('settlement');

export const settlementStatus = settlement.enum('settlement_status', [
  'AT_RECEPTION_CENTRE',
  'ASSIGNED',
  'ACCEPTED',
  'SETTLED',
]);
export const programmeElement = settlement.enum('programme_element', [
  'NORWEGIAN',
  'SOCIAL_STUDIES',
  'LIFE_SKILLS',
  'PARENTAL_GUIDANCE',
  'WORK_PRACTICE',
  'EDUCATION',
  'RECOGNITION',
  'INTEGRATION_MEASURES',
]);

export const county = settlement.table('county', {
  number: text('number').primaryKey(),
  name: text('name').notNull(),
  validFrom: date('valid_from').notNull(),
  validTo: date('valid_to'),
});

export const municipality = settlement.table(
  'municipality',
  {
    number: text('number').primaryKey(),
    name: text('name').notNull(),
    countyNumber: text('county_number')
      .notNull()
      .references(() => county.number),
    organisationNumber: text('organisation_number'),
    validFrom: date('valid_from').notNull(),
    validTo: date('valid_to'),
  },
  (table) => [index('municipality_of_county').on(table.countyNumber)],
);

export const receptionCentre = settlement.table(
  'reception_centre',
  {
    id: smallint('id').primaryKey(),
    name: text('name').notNull(),
    municipalityNumber: text('municipality_number')
      .notNull()
      .references(() => municipality.number),
    places: smallint('places').notNull(),
  },
  (table) => [index('reception_centre_of_municipality').on(table.municipalityNumber)],
);

export const person = settlement.table(
  'person',
  {
    id: uuid('id').primaryKey(),
    status: settlementStatus('status').notNull(),
    receptionCentreId: smallint('reception_centre_id').references(() => receptionCentre.id),
    municipalityNumber: text('municipality_number').references(() => municipality.number),
    assignedAt: timestamp('assigned_at', { withTimezone: true, precision: 3 }),
    settledAt: date('settled_at'),
  },
  (table) => [
    index('person_by_municipality').on(table.municipalityNumber, table.id),
    index('person_by_reception_centre').on(table.receptionCentreId, table.id),
  ],
);

export const municipalityMatch = settlement.table(
  'municipality_match',
  {
    personId: uuid('person_id').notNull(),
    position: smallint('position').notNull(),
    municipalityNumber: text('municipality_number')
      .notNull()
      .references(() => municipality.number),
    score: smallint('score').notNull(),
    reasons: text('reasons').array().notNull(),
  },
  (table) => [primaryKey({ columns: [table.personId, table.position] })],
);

export const introductionProgramme = settlement.table('introduction_programme', {
  personId: uuid('person_id').primaryKey(),
  endGoal: text('end_goal').notNull(),
  content: programmeElement('content').array().notNull(),
  norwegianGoal: text('norwegian_goal'),
  from: date('from_date').notNull(),
  to: date('to_date').notNull(),
});

export const fullTimeProgramme = settlement.table('full_time_programme', {
  personId: uuid('person_id').primaryKey(),
  content: programmeElement('content').array().notNull(),
  from: date('from_date').notNull(),
  to: date('to_date').notNull(),
});

export const countyRelations = relations(county, ({ many }) => ({
  municipalities: many(municipality),
}));
export const municipalityRelations = relations(municipality, ({ one, many }) => ({
  county: one(county, { fields: [municipality.countyNumber], references: [county.number] }),
  receptionCentres: many(receptionCentre),
}));
export const receptionCentreRelations = relations(receptionCentre, ({ one }) => ({
  municipality: one(municipality, {
    fields: [receptionCentre.municipalityNumber],
    references: [municipality.number],
  }),
}));
export const personRelations = relations(person, ({ one, many }) => ({
  receptionCentre: one(receptionCentre, {
    fields: [person.receptionCentreId],
    references: [receptionCentre.id],
  }),
  municipality: one(municipality, {
    fields: [person.municipalityNumber],
    references: [municipality.number],
  }),
  matching: many(municipalityMatch),
  introductionProgramme: one(introductionProgramme, {
    fields: [person.id],
    references: [introductionProgramme.personId],
  }),
  fullTimeProgramme: one(fullTimeProgramme, {
    fields: [person.id],
    references: [fullTimeProgramme.personId],
  }),
}));
export const municipalityMatchRelations = relations(municipalityMatch, ({ one }) => ({
  person: one(person, { fields: [municipalityMatch.personId], references: [person.id] }),
  municipality: one(municipality, {
    fields: [municipalityMatch.municipalityNumber],
    references: [municipality.number],
  }),
}));
