import type { ProblemCode } from '@kompass/runtime';
import { relations, sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
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
    check('completed_is_updated', sql`updated_at >= completed_at::timestamptz(3)`),
  ],
);

const ofPerson = () => uuid('person_id').notNull();
const position = () => smallint('position').notNull();
/** Which entry it is, wherever a save puts it: what a demand for rectification means (GDPR art. 16). */
const entryId = () => uuid('id').notNull().defaultRandom();
const counsellorNote = () => text('counsellor_note');

export const language = profile.table(
  'language',
  {
    personId: ofPerson(),
    position: position(),
    id: entryId(),
    language: text('language').notNull(),
    motherTongue: boolean('mother_tongue').notNull(),
    listening: cefrLevel('listening'),
    reading: cefrLevel('reading'),
    speaking: cefrLevel('speaking'),
    writing: cefrLevel('writing'),
    counsellorNote: counsellorNote(),
  },
  (table) => [primaryKey({ columns: [table.personId, table.position] })],
);

export const education = profile.table(
  'education',
  {
    personId: ofPerson(),
    position: position(),
    id: entryId(),
    level: educationLevel('level').notNull(),
    field: text('field'),
    country: text('country').notNull(),
    years: smallint('years'),
    endYear: smallint('end_year'),
    completed: boolean('completed').notNull(),
    recognisedInNorway: boolean('recognised_in_norway').notNull(),
    counsellorNote: counsellorNote(),
  },
  (table) => [primaryKey({ columns: [table.personId, table.position] })],
);

export const workExperience = profile.table(
  'work_experience',
  {
    personId: ofPerson(),
    position: position(),
    id: entryId(),
    occupation: text('occupation').notNull(),
    employer: text('employer'),
    country: text('country').notNull(),
    from: date('from_date').notNull(),
    to: date('to_date'),
    tasks: text('tasks'),
    counsellorNote: counsellorNote(),
  },
  (table) => [primaryKey({ columns: [table.personId, table.position] })],
);

export const activity = profile.table(
  'activity',
  {
    personId: ofPerson(),
    position: position(),
    id: entryId(),
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
    id: entryId(),
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

export const missingSectionReason = profile.enum('missing_section_reason', [
  'NOTHING_TO_REGISTER',
  'DOES_NOT_WISH',
  'NOT_POSSIBLE_NOW',
]);

/** How often each section has been saved, and why one that never was is left out. */
export const sectionState = profile.table(
  'section_state',
  {
    personId: ofPerson(),
    section: registrationSection('section').notNull(),
    /** 0 while it is only left out. */
    version: integer('version').notNull(),
    savedAt: timestamp('saved_at', { withTimezone: true, precision: 3 }),
    leftOutBecause: missingSectionReason('left_out_because'),
  },
  (table) => [primaryKey({ columns: [table.personId, table.section] })],
);

/** The acts that clients have named with a key, so that the same one sent twice is done once. */
export const actKey = profile.table(
  'act_key',
  {
    personId: ofPerson(),
    key: text('key').notNull(),
    /** SHA-256 of what was to be done, so that another act under the same key is told apart. */
    digest: text('digest').notNull(),
    /** The version that the act made; null for acts that make none. */
    version: integer('version'),
  },
  (table) => [primaryKey({ columns: [table.personId, table.key] })],
);

export const changeKind = profile.enum('change_kind', [
  'ADMITTED',
  'SECTION_SAVED',
  'COMPLETED',
  'REOPENED',
  'RECTIFIED',
]);

/** Every change of a registration. Written, never changed. */
export const change = profile.table(
  'change',
  {
    seq: bigint('seq', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    personId: ofPerson(),
    at: timestamp('at', { withTimezone: true, precision: 3 }).notNull(),
    kind: changeKind('kind').notNull(),
    section: registrationSection('section'),
    version: integer('version'),
    party: text('party').notNull(),
    organisation: text('organisation'),
    officer: text('officer'),
    before: jsonb('before').$type<SectionContent>(),
    after: jsonb('after').$type<SectionContent>(),
    /** With a completion: the sections that were left out, and why. */
    leftOut: jsonb('left_out').$type<readonly LeftOut[]>(),
    /** The warnings that were acknowledged. */
    acknowledged: text('acknowledged').array().$type<readonly ProblemCode[]>(),
  },
  (table) => [index('change_of_person').on(table.personId, table.seq)],
);

/** A section that was left out, and why. */
export interface LeftOut {
  readonly section: (typeof registrationSection.enumValues)[number];
  readonly reason: (typeof missingSectionReason.enumValues)[number];
}

/** An item of a section as it is kept: its columns but for whose and which it is. */
type ItemOf<Row> = Omit<Row, 'personId' | 'position' | 'id'>;
export interface Items {
  readonly LANGUAGES: ItemOf<typeof language.$inferSelect>;
  readonly EDUCATION: ItemOf<typeof education.$inferSelect>;
  readonly WORK_EXPERIENCE: ItemOf<typeof workExperience.$inferSelect>;
  readonly ACTIVITIES: ItemOf<typeof activity.$inferSelect>;
  readonly INTERESTS: ItemOf<typeof interest.$inferSelect>;
  readonly WISHES: ItemOf<typeof wishes.$inferSelect>;
}

/** Who a person is, as far as it can be wrong. */
export type Identity = Pick<typeof person.$inferSelect, 'name' | 'birthDate' | 'gender' | 'citizenships'>;

/** What was registered at a time, under the names of the SDL: a section, or what was corrected of who the person is. */
export interface SectionContent extends Partial<Identity> {
  readonly languages?: readonly Items['LANGUAGES'][];
  readonly education?: readonly Items['EDUCATION'][];
  readonly workExperience?: readonly Items['WORK_EXPERIENCE'][];
  readonly activities?: readonly Items['ACTIVITIES'][];
  readonly interests?: readonly Items['INTERESTS'][];
  readonly wishes?: Items['WISHES'] | undefined;
}

export const personRelations = relations(person, ({ many, one }) => ({
  sectionStates: many(sectionState),
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
export const sectionStateRelations = relations(sectionState, ({ one }) => ({
  person: one(person, { fields: [sectionState.personId], references: [person.id] }),
}));
