-- Only persons that the caller may see; see access.protect in the runtime's migrations.
CALL access.protect('settlement.matching', 'person_id');
--> statement-breakpoint
CALL access.protect('settlement.batch_advice', 'person_id');
--> statement-breakpoint
CALL access.protect('settlement.event', 'person_id');
--> statement-breakpoint
CALL access.protect('settlement.family_member', 'person_id');
--> statement-breakpoint
CALL access.protect('settlement.network_tie', 'person_id');
--> statement-breakpoint
CALL access.protect('settlement.need', 'person_id');
--> statement-breakpoint
-- Least privilege: what the acts write, and no more. What was decided is never changed.
GRANT SELECT ON settlement.matching, settlement.batch, settlement.batch_advice, settlement.event,
  settlement.family_member, settlement.network_tie, settlement.need, settlement.municipality_offer
  TO kompass_settlement;
--> statement-breakpoint
GRANT INSERT ON settlement.matching, settlement.municipality_match, settlement.batch, settlement.batch_advice,
  settlement.event, settlement.family_member, settlement.network_tie, settlement.need,
  settlement.introduction_programme, settlement.full_time_programme TO kompass_settlement;
--> statement-breakpoint
GRANT UPDATE ON settlement.family_member, settlement.introduction_programme, settlement.full_time_programme
  TO kompass_settlement;
--> statement-breakpoint
-- A matching gives way to the next, and all of it to an erasure (GDPR art. 17).
GRANT DELETE ON settlement.matching, settlement.municipality_match, settlement.batch_advice, settlement.event,
  settlement.family_member, settlement.network_tie, settlement.need TO kompass_settlement;
