-- Only persons that the caller may see; see access.protect in the runtime's migrations.
CALL access.protect('profile.section_state', 'person_id');
--> statement-breakpoint
CALL access.protect('profile.act_key', 'person_id');
--> statement-breakpoint
CALL access.protect('profile.change', 'person_id');
--> statement-breakpoint
-- What has been corrected is for the person and for IMDi's privacy officer to read, whoever else may see the person.
CREATE POLICY read_by_right ON profile.change AS RESTRICTIVE FOR SELECT TO kompass_profile USING (
  (SELECT access.party()) = 'PERSON'
  OR (SELECT access.party()) = 'IMDI' AND (SELECT access.purpose()) = 'DATA_SUBJECT_RIGHTS');
--> statement-breakpoint
-- Saving replaces a section's rows, counts its version and notes the change. A change, once noted, stays as it is.
GRANT INSERT, DELETE ON profile.language, profile.education, profile.work_experience, profile.activity,
  profile.interest, profile.wishes TO kompass_profile;
--> statement-breakpoint
GRANT UPDATE (registration_status, started_at, completed_at, helped_by, registered_sections, updated_at)
  ON profile.person TO kompass_profile;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON profile.section_state TO kompass_profile;
--> statement-breakpoint
GRANT SELECT, INSERT ON profile.act_key, profile.change TO kompass_profile;
--> statement-breakpoint
GRANT DELETE ON profile.section_state, profile.act_key, profile.change TO kompass_profile;
