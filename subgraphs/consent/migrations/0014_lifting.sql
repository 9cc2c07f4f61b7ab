-- What becomes of a demand, and by whom: the officer who extended its time limit is another than the one who decides,
-- and a restriction that was granted and later lifted says why (GDPR art. 18(3)).
ALTER TABLE "consent"."rights_request" ADD COLUMN "extended_by" text;--> statement-breakpoint
ALTER TABLE "consent"."rights_request" ADD COLUMN "lifted_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "consent"."rights_request" ADD COLUMN "lifted_by" text;--> statement-breakpoint
ALTER TABLE "consent"."rights_request" ADD COLUMN "lifting_reason" text;
--> statement-breakpoint
-- Whoever extended a demand that nobody has decided was noted as who decided it. Under forced row security the owner
-- sees nobody, so it is lifted meanwhile.
ALTER TABLE "consent"."rights_request" NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
UPDATE "consent"."rights_request" SET "extended_by" = "decided_by", "decided_by" = NULL
WHERE "extension_reason" IS NOT NULL AND ("decided_at" IS NULL OR "status" = 'WITHDRAWN');
--> statement-breakpoint
ALTER TABLE "consent"."rights_request" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
-- What was demanded, when and by whom is written once.
REVOKE UPDATE ON consent.rights_request FROM kompass_consent;
--> statement-breakpoint
GRANT UPDATE (status, due_at, extension_reason, extended_by, decided_at, decided_by, reason, lifted_at, lifted_by,
  lifting_reason) ON consent.rights_request TO kompass_consent;
--> statement-breakpoint
-- Only the person takes a demand back, and IMDi's privacy officer does everything else with it.
CREATE POLICY answered_by_whom_it_is_for ON consent.rights_request AS RESTRICTIVE FOR UPDATE TO kompass_consent
USING (true) WITH CHECK (
  CASE status
    WHEN 'WITHDRAWN' THEN (SELECT access.party()) = 'PERSON'
    ELSE (SELECT access.party()) = 'IMDI' AND (SELECT access.purpose()) = 'DATA_SUBJECT_RIGHTS' END);
--> statement-breakpoint
-- A room lists and confirms its own steps and no other's: step_of has asked for the role all along. The same question is
-- put before the two functions that list and confirm, which are no room's to call any more.
REVOKE EXECUTE ON FUNCTION consent.open_steps(text),
  consent.confirm_step(uuid, text, consent.execution_outcome, timestamptz)
  FROM kompass_profile, kompass_guidance, kompass_settlement;
--> statement-breakpoint
CREATE FUNCTION consent.own_open_steps(room text) RETURNS TABLE (execution_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT step.execution_id FROM consent.open_steps(own_open_steps.room) AS step
  WHERE pg_has_role(session_user, 'kompass_' || own_open_steps.room, 'MEMBER')
$$;
--> statement-breakpoint
CREATE FUNCTION consent.confirm_own_step(
  execution_id uuid, room text, outcome consent.execution_outcome, at timestamptz
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF NOT pg_has_role(session_user, 'kompass_' || room, 'MEMBER') THEN
    RAISE EXCEPTION 'a room confirms its own steps only' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM consent.confirm_step(execution_id, room, outcome, at);
END $$;
--> statement-breakpoint
GRANT CREATE ON SCHEMA consent TO kompass_consent;
--> statement-breakpoint
ALTER FUNCTION consent.own_open_steps(text) OWNER TO kompass_consent;
--> statement-breakpoint
ALTER FUNCTION consent.confirm_own_step(uuid, text, consent.execution_outcome, timestamptz) OWNER TO kompass_consent;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA consent FROM kompass_consent;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION consent.own_open_steps(text),
  consent.confirm_own_step(uuid, text, consent.execution_outcome, timestamptz) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION consent.own_open_steps(text),
  consent.confirm_own_step(uuid, text, consent.execution_outcome, timestamptz)
  TO kompass_profile, kompass_consent, kompass_guidance, kompass_settlement;
