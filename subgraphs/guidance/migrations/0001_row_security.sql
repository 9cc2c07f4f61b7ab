-- Only persons that the caller may see; see access.protect in the runtime's migrations.
CALL access.protect('guidance.person', 'id');
--> statement-breakpoint
CALL access.protect('guidance.appointment', 'person_id');
--> statement-breakpoint
CALL access.protect('guidance.session', 'person_id');
--> statement-breakpoint
CALL access.protect('guidance.result', 'person_id');
--> statement-breakpoint
CALL access.protect('guidance.employment_guidance', 'person_id');
--> statement-breakpoint
-- Least privilege: this subgraph's role reads this subgraph's schema and no other's.
GRANT USAGE ON SCHEMA guidance TO kompass_guidance;
--> statement-breakpoint
GRANT SELECT ON ALL TABLES IN SCHEMA guidance TO kompass_guidance;
