-- What erasing a person deletes here (GDPR art. 17). The disclosure log stays: it is IMDi's account of who looked
-- (art. 5(2)), and its identifier leads to nobody once the person's rows are gone.
GRANT DELETE ON consent.person, consent.acknowledgement, consent.rights_request TO kompass_consent;
--> statement-breakpoint
-- Who sees whom is deleted last, by consent, when the other rooms have deleted theirs; and only then.
GRANT DELETE ON access.relation, access.restriction TO kompass_consent;
--> statement-breakpoint
CREATE POLICY deleted_to_erase ON access.relation AS RESTRICTIVE FOR DELETE TO kompass_consent USING (
  (SELECT access.party()) = 'IMDI' AND (SELECT access.purpose()) = 'DATA_SUBJECT_RIGHTS');
--> statement-breakpoint
CREATE POLICY deleted_to_erase ON access.restriction AS RESTRICTIVE FOR DELETE TO kompass_consent USING (
  (SELECT access.party()) = 'IMDI' AND (SELECT access.purpose()) = 'DATA_SUBJECT_RIGHTS');
