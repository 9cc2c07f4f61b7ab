import { relations } from 'drizzle-orm';
import {
  boolean,
  date,
  index,
  pgSchema,
  primaryKey,
  smallint,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';

export const profile = pgSchema('profile');

const cefrLevels = ['A1', 'A2', 'B1', 'B2', 'C1', 'C2'] as const;
const sections = ['LANGUAGES', 'EDUCATION', 'WORK_EXPERIENCE', 'ACTIVITIES', 'INTERESTS', 'WISHES'] as const;
const educationLevels = [
  'NONE',
  'PRIMARY',
  'LOWER_SECONDARY',
  'UPPER_SECONDARY_BASIC',
  'UPPER_SECONDARY',
  'POST_SECONDARY',
  'BACHELOR',
  'MASTER',
  'DOCTORATE',
] as const;

/** An enum type of PostgreSQL is ordered, so that "at least B1" is a comparison. */
export const cefrLevel = profile.enum('cefr_level', cefrLevels);
export const educationLevel = profile.enum('education_level', educationLevels);
export const gender = profile.enum('gender', ['FEMALE', 'MALE', 'UNSPECIFIED']);
export const registrationStatus = profile.enum('registration_status', [
  'NOT_STARTED',
  'IN_PROGRESS',
  'COMPLETED',
]);
export const registrationSection = profile.enum('registration_section', sections);

export const person = profile.table(
  'person',
  {
    id: uuid('id').primaryKey(),
    dufNumber: text('duf_number').notNull().unique(),
    name: text('name').notNull(),
    birthDate: date('birth_date').notNull(),
    gender: gender('gender').notNull(),
    citizenships: text('citizenships').array().notNull(),
    registrationStatus: registrationStatus('registration_status').notNull(),
    startedAt: timestamp('started_at', { withTimezone: true }),
    completedAt: timestamp('completed_at', { withTimezone: true }),
    helpedBy: text('helped_by'),
    registeredSections: registrationSection('registered_sections').array().notNull(),
    updatedAt: timestamp('updated_at', { withTimezone: true, precision: 3 }).notNull(),
  },
  (table) => [
    index('person_by_update').on(table.updatedAt, table.id),
    index('person_by_birth').on(table.birthDate, table.id),
  ],
);

const ofPerson = () => uuid('person_id').notNull();
const position = () => smallint('position').notNull();
const counsellorNote = () => text('counsellor_note');

export const language = profile.table(
  'language',
  {
    personId: ofPerson(),
    position: position(),
    language: text('language').notNull(),
    motherTongue: boolean('mother_tongue').notNull(),
    listening: cefrLevel('listening'),
    reading: cefrLevel('reading'),
    speaking: cefrLevel('speaking'),
    writing: cefrLevel('writing'),
    counsellorNote: counsellorNote(),
  },
  (table) => [
    primaryKey({ columns: [table.personId, table.position] }),
    index('language_known').on(table.language, table.speaking, table.personId),
  ],
);

export const education = profile.table(
  'education',
  {
    personId: ofPerson(),
    position: position(),
    level: educationLevel('level').notNull(),
    field: text('field'),
    country: text('country').notNull(),
    years: smallint('years'),
    endYear: smallint('end_year'),
    completed: boolean('completed').notNull(),
    recognisedInNorway: boolean('recognised_in_norway').notNull(),
    counsellorNote: counsellorNote(),
  },
  (table) => [
    primaryKey({ columns: [table.personId, table.position] }),
    index('education_reached').on(table.level, table.personId),
  ],
);

export const workExperience = profile.table(
  'work_experience',
  {
    personId: ofPerson(),
    position: position(),
    occupation: text('occupation').notNull(),
    employer: text('employer'),
    country: text('country').notNull(),
    from: date('from_date').notNull(),
    to: date('to_date'),
    tasks: text('tasks'),
    counsellorNote: counsellorNote(),
  },
  (table) => [
    primaryKey({ columns: [table.personId, table.position] }),
    index('work_done').on(table.occupation.op('text_pattern_ops'), table.personId),
  ],
);

export const activity = profile.table(
  'activity',
  {
    personId: ofPerson(),
    position: position(),
    description: text('description').notNull(),
    years: smallint('years'),
    counsellorNote: counsellorNote(),
  },
  (table) => [primaryKey({ columns: [table.personId, table.position] })],
);

export const interest = profile.table(
  'interest',
  {
    personId: ofPerson(),
    position: position(),
    description: text('description').notNull(),
    counsellorNote: counsellorNote(),
  },
  (table) => [primaryKey({ columns: [table.personId, table.position] })],
);

export const wishes = profile.table('wishes', {
  personId: uuid('person_id').primaryKey(),
  education: text('education'),
  work: text('work'),
  occupation: text('occupation'),
  longTermGoal: text('long_term_goal'),
  counsellorNote: counsellorNote(),
});

export const personRelations = relations(person, ({ many, one }) => ({
  languages: many(language),
  education: many(education),
  workExperience: many(workExperience),
  activities: many(activity),
  interests: many(interest),
  wishes: one(wishes, { fields: [person.id], references: [wishes.personId] }),
}));
export const languageRelations = relations(language, ({ one }) => ({
  person: one(person, { fields: [language.personId], references: [person.id] }),
}));
export const educationRelations = relations(education, ({ one }) => ({
  person: one(person, { fields: [education.personId], references: [person.id] }),
}));
export const workExperienceRelations = relations(workExperience, ({ one }) => ({
  person: one(person, { fields: [workExperience.personId], references: [person.id] }),
}));
export const activityRelations = relations(activity, ({ one }) => ({
  person: one(person, { fields: [activity.personId], references: [person.id] }),
}));
export const interestRelations = relations(interest, ({ one }) => ({
  person: one(person, { fields: [interest.personId], references: [person.id] }),
}));
