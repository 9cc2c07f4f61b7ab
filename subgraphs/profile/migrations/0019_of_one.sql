-- What is read of one person by identifier, and nothing else.
GRANT USAGE ON SCHEMA profile TO kompass_profile_of_one;
--> statement-breakpoint
GRANT SELECT ON profile.person, profile.language, profile.education, profile.work_experience, profile.activity,
  profile.interest, profile.wishes, profile.section_state TO kompass_profile_of_one;
