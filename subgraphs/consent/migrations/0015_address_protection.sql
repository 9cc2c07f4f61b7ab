CREATE TABLE "consent"."address_protection" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"protected_at" timestamp (3) with time zone NOT NULL,
	"protected_by" text,
	"reason" text,
	"lifted_at" timestamp (3) with time zone,
	"lifted_by" text,
	"lifting_reason" text
);
--> statement-breakpoint
CREATE INDEX "address_protection_of_person" ON "consent"."address_protection" USING btree ("person_id");
--> statement-breakpoint
-- Who protected whose address, when and why, and who lifted it. That the person is hidden is a row of access.restriction.
CALL access.protect('consent.address_protection', 'person_id');
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE (lifted_at, lifted_by, lifting_reason), DELETE ON consent.address_protection
  TO kompass_consent;
--> statement-breakpoint
-- That somebody was in danger once is told to the person, and to officers cleared for it.
CREATE POLICY seen_by_whom_it_is_for ON consent.address_protection AS RESTRICTIVE FOR SELECT TO kompass_consent USING (
  (SELECT access.party()) = 'PERSON' OR (SELECT access.party()) = 'IMDI' AND (SELECT access.cleared()));
--> statement-breakpoint
CREATE POLICY protected_by_an_officer ON consent.address_protection AS RESTRICTIVE FOR INSERT TO kompass_consent
WITH CHECK ((SELECT access.party()) = 'IMDI' AND protected_by IS NOT NULL AND reason IS NOT NULL);
--> statement-breakpoint
CREATE POLICY lifted_by_an_officer ON consent.address_protection AS RESTRICTIVE FOR UPDATE TO kompass_consent
USING ((SELECT access.party()) = 'IMDI' AND (SELECT access.cleared()))
WITH CHECK (lifted_by IS NOT NULL AND lifting_reason IS NOT NULL);
--> statement-breakpoint
CREATE POLICY deleted_to_erase ON consent.address_protection AS RESTRICTIVE FOR DELETE TO kompass_consent USING (
  (SELECT access.party()) = 'IMDI' AND (SELECT access.purpose()) = 'DATA_SUBJECT_RIGHTS');
--> statement-breakpoint
-- Addresses that are, or were, protected already: when is known, by whom and why is not. Under forced row security the
-- owner sees nobody, so it is lifted meanwhile.
ALTER TABLE access.restriction NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE consent.address_protection NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
INSERT INTO consent.address_protection (id, person_id, protected_at, lifted_at)
SELECT gen_random_uuid(), person_id, since, lifted_at FROM access.restriction WHERE kind = 'PROTECTION';
--> statement-breakpoint
ALTER TABLE consent.address_protection FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE access.restriction FORCE ROW LEVEL SECURITY;
