-- Whom the storage limit does not erase yet, by number: an officer must decide, or lift, first.
ALTER TABLE "consent"."retention_run" ADD COLUMN "held_for_demand" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "consent"."retention_run" ADD COLUMN "held_for_restriction" integer DEFAULT 0 NOT NULL;