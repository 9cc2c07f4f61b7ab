-- A granted rectification corrects what is registered (GDPR art. 16); the DUF number is the registry's.
GRANT UPDATE (name, birth_date, gender, citizenships, updated_at) ON profile.person TO kompass_profile;
--> statement-breakpoint
GRANT UPDATE ON profile.language, profile.education, profile.work_experience, profile.activity, profile.interest,
  profile.wishes TO kompass_profile;
