-- What demands and their decisions write: the demand, and the restriction that follows from it.
GRANT INSERT, UPDATE ON consent.rights_request TO kompass_consent;
--> statement-breakpoint
GRANT INSERT, UPDATE (lifted_at) ON access.restriction TO kompass_consent;
