import { sql } from 'drizzle-orm';
import { pgSchema, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/** The tables that row-level security needs; their meaning is told in `migrations/`. */
const access = pgSchema('access');

export const relation = access.table('relation', {
  personId: uuid('person_id').notNull(),
  kind: text('kind', {
    enum: ['SELF', 'CONTROLLER', 'COMPLETED', 'HOST', 'ASSIGNED', 'SETTLED', 'REFERRED'],
  }).notNull(),
  place: text('place').notNull(),
  validFrom: timestamp('valid_from', { withTimezone: true }).notNull().default(sql`now()`),
  validTo: timestamp('valid_to', { withTimezone: true }),
});

export const restriction = access.table('restriction', {
  personId: uuid('person_id').notNull(),
  kind: text('kind', { enum: ['RESTRICTION', 'OBJECTION', 'PROTECTION', 'ERASURE'] }).notNull(),
  purpose: text('purpose'),
  since: timestamp('since', { withTimezone: true }).notNull().default(sql`now()`),
  liftedAt: timestamp('lifted_at', { withTimezone: true }),
});
