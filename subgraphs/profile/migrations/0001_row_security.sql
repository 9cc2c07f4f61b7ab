-- Only persons that the caller may see; see access.protect in the runtime's migrations.
CALL access.protect('profile.person', 'id');
--> statement-breakpoint
CALL access.protect('profile.language', 'person_id');
--> statement-breakpoint
CALL access.protect('profile.education', 'person_id');
--> statement-breakpoint
CALL access.protect('profile.work_experience', 'person_id');
--> statement-breakpoint
CALL access.protect('profile.activity', 'person_id');
--> statement-breakpoint
CALL access.protect('profile.interest', 'person_id');
--> statement-breakpoint
CALL access.protect('profile.wishes', 'person_id');
--> statement-breakpoint
-- Least privilege: this subgraph's role reads this subgraph's schema and no other's.
GRANT USAGE ON SCHEMA profile TO kompass_profile;
--> statement-breakpoint
GRANT SELECT ON ALL TABLES IN SCHEMA profile TO kompass_profile;
