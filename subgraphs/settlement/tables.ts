import { relations, sql } from 'drizzle-orm';
import {
  boolean,
  date,
  doublePrecision,
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
import type { Criterion, MissingGround } from './advice.js';
import type { Proposal } from './proposal.js';

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

export const networkKind = settlement.enum('network_kind', ['CLOSE_FAMILY', 'RELATIVE', 'FRIEND']);
export const settlementNeed = settlement.enum('settlement_need', [
  'HOSPITAL_NEARBY',
  'ACCESSIBLE_HOUSING',
  'KINDERGARTEN',
  'SPECIAL_EDUCATION',
]);
export const educationOffer = settlement.enum('education_offer', [
  'PRIMARY_FOR_ADULTS',
  'UPPER_SECONDARY',
  'VOCATIONAL',
  'HIGHER_EDUCATION',
]);
export const eventKind = settlement.enum('event_kind', [
  'RECEPTION_CENTRE',
  'GROUNDS',
  'ASSIGNED',
  'ACCEPTED',
  'REFUSED',
  'MOVING_DATE',
  'SETTLED',
  'MOVED',
  'INTRODUCTION_PROGRAMME',
  'FULL_TIME_PROGRAMME',
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
    movingDate: date('moving_date'),
    waitingSince: date('waiting_since').notNull().default(sql`current_date`),
    version: integer('version').notNull().default(1),
  },
  (table) => [
    index('person_by_municipality').on(table.municipalityNumber, table.id),
    index('person_by_reception_centre').on(table.receptionCentreId, table.id),
    index('person_waiting').on(table.waitingSince, table.id).where(sql`status = 'AT_RECEPTION_CENTRE'`),
    index('person_by_assignment').on(table.assignedAt),
    index('person_assigned').on(table.assignedAt, table.id).where(sql`status = 'ASSIGNED'`),
    index('person_accepted').on(table.assignedAt, table.id).where(sql`status = 'ACCEPTED'`),
    index('person_assigned_to')
      .on(table.municipalityNumber, table.assignedAt, table.id)
      .where(sql`status = 'ASSIGNED'`),
    index('person_accepted_by')
      .on(table.municipalityNumber, table.assignedAt, table.id)
      .where(sql`status = 'ACCEPTED'`),
  ],
);

/** What a municipality has to offer, as far as the advice looks at it: public facts, of which ours are synthetic. */
export const municipalityOffer = settlement.table('municipality_offer', {
  municipalityNumber: text('municipality_number')
    .primaryKey()
    .references(() => municipality.number),
  places: smallint('places').notNull(),
  labourDemand: jsonb('labour_demand').$type<Readonly<Record<string, number>>>().notNull(),
  education: educationOffer('education').array().notNull(),
  languages: text('languages').array().notNull(),
  meets: settlementNeed('meets').array().notNull(),
  synthetic: boolean('synthetic').notNull(),
});

/** Who belongs together and is to be settled together. A child who is not registered is counted with one parent. */
export const familyMember = settlement.table(
  'family_member',
  {
    personId: uuid('person_id').primaryKey(),
    familyId: uuid('family_id').notNull(),
    children: smallint('children').notNull(),
  },
  (table) => [index('family_member_of_family').on(table.familyId)],
);

export const networkTie = settlement.table(
  'network_tie',
  {
    personId: uuid('person_id').notNull(),
    municipalityNumber: text('municipality_number')
      .notNull()
      .references(() => municipality.number),
    kind: networkKind('kind').notNull(),
  },
  (table) => [primaryKey({ columns: [table.personId, table.municipalityNumber, table.kind] })],
);

export const need = settlement.table(
  'need',
  { personId: uuid('person_id').notNull(), need: settlementNeed('need').notNull() },
  (table) => [primaryKey({ columns: [table.personId, table.need] })],
);

/** What a person's matching was made from, so that it can be made again and comes out the same. */
export const matching = settlement.table('matching', {
  personId: uuid('person_id').primaryKey(),
  madeAt: timestamp('made_at', { withTimezone: true, precision: 3 }).notNull(),
  madeBy: text('made_by').notNull(),
  weightsVersion: text('weights_version').notNull(),
  dataVersion: text('data_version').notNull(),
  quality: smallint('quality').notNull(),
  missing: jsonb('missing').$type<readonly MissingGround[]>().notNull(),
  /** Something that it was made from was corrected then. */
  outdatedSince: timestamp('outdated_since', { withTimezone: true, precision: 3 }),
});

export const municipalityMatch = settlement.table(
  'municipality_match',
  {
    personId: uuid('person_id').notNull(),
    position: smallint('position').notNull(),
    municipalityNumber: text('municipality_number')
      .notNull()
      .references(() => municipality.number),
    score: smallint('score').notNull(),
    criteria: jsonb('criteria').$type<readonly Criterion[]>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.personId, table.position] })],
);

/** One planning of many persons at once; who was advised where is in `batch_advice`, with the persons. */
export const batch = settlement.table('batch', {
  id: uuid('id').primaryKey(),
  madeAt: timestamp('made_at', { withTimezone: true, precision: 3 }).notNull(),
  madeBy: text('made_by').notNull(),
  weightsVersion: text('weights_version').notNull(),
  dataVersion: text('data_version').notNull(),
  score: integer('score').notNull(),
  bound: doublePrecision('bound').notNull(),
});

export const batchAdvice = settlement.table(
  'batch_advice',
  {
    personId: uuid('person_id').notNull(),
    batchId: uuid('batch_id')
      .notNull()
      .references(() => batch.id),
    municipalityNumber: text('municipality_number').references(() => municipality.number),
    quality: smallint('quality').notNull(),
    score: smallint('score').notNull(),
    criteria: jsonb('criteria').$type<readonly Criterion[]>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.personId, table.batchId] }),
    index('batch_advice_of_batch').on(table.batchId, table.personId),
  ],
);

/** What was decided and done in a person's settlement, by whom and why; never changed. */
export const event = settlement.table(
  'event',
  {
    id: uuid('id').primaryKey(),
    personId: uuid('person_id').notNull(),
    kind: eventKind('kind').notNull(),
    at: timestamp('at', { withTimezone: true, precision: 3 }).notNull(),
    officer: text('officer').notNull(),
    organisation: text('organisation'),
    municipalityNumber: text('municipality_number').references(() => municipality.number),
    receptionCentreId: smallint('reception_centre_id').references(() => receptionCentre.id),
    day: date('day'),
    reason: text('reason'),
    advisedRank: smallint('advised_rank'),
    advisedScore: smallint('advised_score'),
  },
  (table) => [index('event_of_person').on(table.personId, table.at)],
);

export const introductionProgramme = settlement.table('introduction_programme', {
  personId: uuid('person_id').primaryKey(),
  endGoal: text('end_goal').notNull(),
  content: programmeElement('content').array().notNull(),
  norwegianGoal: text('norwegian_goal').$type<Proposal['norwegianGoal']>(),
  from: date('from_date').notNull(),
  to: date('to_date').notNull(),
  proposal: jsonb('proposal').$type<Proposal>(),
});

export const fullTimeProgramme = settlement.table('full_time_programme', {
  personId: uuid('person_id').primaryKey(),
  endGoal: text('end_goal'),
  content: programmeElement('content').array().notNull(),
  from: date('from_date').notNull(),
  to: date('to_date').notNull(),
  proposal: jsonb('proposal').$type<Proposal>(),
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
  matchingBasis: one(matching, { fields: [person.id], references: [matching.personId] }),
  batchAdvice: many(batchAdvice),
  network: many(networkTie),
  needs: many(need),
  history: many(event),
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
export const networkTieRelations = relations(networkTie, ({ one }) => ({
  person: one(person, { fields: [networkTie.personId], references: [person.id] }),
}));
export const needRelations = relations(need, ({ one }) => ({
  person: one(person, { fields: [need.personId], references: [person.id] }),
}));
export const eventRelations = relations(event, ({ one }) => ({
  person: one(person, { fields: [event.personId], references: [person.id] }),
}));
export const batchAdviceRelations = relations(batchAdvice, ({ one }) => ({
  person: one(person, { fields: [batchAdvice.personId], references: [person.id] }),
  batch: one(batch, { fields: [batchAdvice.batchId], references: [batch.id] }),
}));
