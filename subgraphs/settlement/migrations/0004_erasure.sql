-- What erasing a person deletes here (GDPR art. 17).
GRANT DELETE ON settlement.person, settlement.municipality_match, settlement.introduction_programme,
  settlement.full_time_programme TO kompass_settlement;
