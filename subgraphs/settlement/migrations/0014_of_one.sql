-- What is read of one person by identifier, and nothing else.
GRANT USAGE ON SCHEMA settlement TO kompass_settlement_of_one;
--> statement-breakpoint
GRANT SELECT ON settlement.person, settlement.matching, settlement.municipality_match, settlement.network_tie,
  settlement.need, settlement.event, settlement.introduction_programme, settlement.full_time_programme
  TO kompass_settlement_of_one;
