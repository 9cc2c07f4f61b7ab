-- What erasing a person deletes here (GDPR art. 17).
GRANT DELETE ON profile.person, profile.language, profile.education, profile.work_experience, profile.activity,
  profile.interest, profile.wishes TO kompass_profile;
