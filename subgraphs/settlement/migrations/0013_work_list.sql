-- The work list, for the whole country and for a municipality, in its order. An index for each status: an enum's equality
-- is not leakproof, so that an index by status would be of no use under row security.
CREATE INDEX "person_assigned" ON "settlement"."person" USING btree ("assigned_at","id") WHERE status = 'ASSIGNED';
--> statement-breakpoint
CREATE INDEX "person_accepted" ON "settlement"."person" USING btree ("assigned_at","id") WHERE status = 'ACCEPTED';
--> statement-breakpoint
CREATE INDEX "person_assigned_to" ON "settlement"."person" USING btree ("municipality_number","assigned_at","id") WHERE status = 'ASSIGNED';
--> statement-breakpoint
CREATE INDEX "person_accepted_by" ON "settlement"."person" USING btree ("municipality_number","assigned_at","id") WHERE status = 'ACCEPTED';
