-- Only persons that the caller may see; see access.protect in the runtime's migrations.
CALL access.protect('consent.person', 'id');
--> statement-breakpoint
CALL access.protect('consent.acknowledgement', 'person_id');
--> statement-breakpoint
CALL access.protect('consent.rights_request', 'person_id');
--> statement-breakpoint
-- Least privilege: this subgraph's role reads this subgraph's schema and no other's.
GRANT USAGE ON SCHEMA consent TO kompass_consent;
--> statement-breakpoint
GRANT SELECT ON ALL TABLES IN SCHEMA consent TO kompass_consent;
