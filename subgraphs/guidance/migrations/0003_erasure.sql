-- What erasing a person deletes here (GDPR art. 17).
GRANT DELETE ON guidance.person, guidance.appointment, guidance.session, guidance.result, guidance.employment_guidance
  TO kompass_guidance;
