ALTER TABLE "guidance"."result" ADD COLUMN "outdated_since" timestamp (3) with time zone;
--> statement-breakpoint
-- A rectification marks what rests on what was wrong.
GRANT UPDATE (outdated_since) ON guidance.result TO kompass_guidance;
