-- Says with each advice what it is worth. Batches made before were tried, not used: their advice is not kept.
TRUNCATE settlement.batch_advice;
--> statement-breakpoint
ALTER TABLE "settlement"."batch_advice" ADD COLUMN "quality" smallint NOT NULL;