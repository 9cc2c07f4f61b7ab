-- What is read of one person by identifier, and nothing else.
GRANT USAGE ON SCHEMA consent TO kompass_consent_of_one;
--> statement-breakpoint
GRANT SELECT ON consent.person, consent.acknowledgement, consent.rights_request, consent.reminder, consent.execution,
  consent.execution_step, consent.address_protection, access.restriction TO kompass_consent_of_one;
--> statement-breakpoint
ALTER POLICY seen_by_whom_it_is_for ON consent.address_protection TO kompass_consent, kompass_consent_of_one;
--> statement-breakpoint
CREATE POLICY seen_alone ON access.restriction AS RESTRICTIVE FOR SELECT TO kompass_consent_of_one USING (
  person_id = access.one());
