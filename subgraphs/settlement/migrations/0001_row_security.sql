-- Only persons that the caller may see; see access.protect in the runtime's migrations.
CALL access.protect('settlement.person', 'id');
--> statement-breakpoint
CALL access.protect('settlement.municipality_match', 'person_id');
--> statement-breakpoint
CALL access.protect('settlement.introduction_programme', 'person_id');
--> statement-breakpoint
CALL access.protect('settlement.full_time_programme', 'person_id');
--> statement-breakpoint
-- Least privilege: this subgraph's role reads this subgraph's schema and no other's.
GRANT USAGE ON SCHEMA settlement TO kompass_settlement;
--> statement-breakpoint
GRANT SELECT ON ALL TABLES IN SCHEMA settlement TO kompass_settlement;
