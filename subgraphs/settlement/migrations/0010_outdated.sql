ALTER TABLE settlement.matching ADD COLUMN outdated_since timestamp (3) with time zone;
--> statement-breakpoint
-- A rectification marks what was worked out from what was wrong.
GRANT UPDATE (outdated_since) ON settlement.matching TO kompass_settlement;
