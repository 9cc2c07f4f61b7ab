-- What a demand for rectification means is kept with it, so that it is found again whatever is saved until the demand is
-- granted; and a correction that does not fit goes back to the officer.
ALTER TYPE consent.rights_request_status ADD VALUE 'DOES_NOT_FIT' BEFORE 'GRANTED';
--> statement-breakpoint
ALTER TABLE consent.rights_request ADD COLUMN said jsonb;
--> statement-breakpoint
DROP FUNCTION consent.step_of(uuid, text);
--> statement-breakpoint
-- What a room is to do, for the room that does it: nothing once it has confirmed, so that a job that comes twice does
-- its work once. Rooms ask and confirm in one transaction with the work itself.
-- said: what was meant; null for demands made before it was kept, which then fit nothing.
-- undisturbed: everything that was under way when it was decided has ended, so that nothing is written afterwards.
CREATE FUNCTION consent.step_of(execution_id uuid, room text) RETURNS TABLE (
  person_id uuid, kind text, field text, correction text, said jsonb, undisturbed boolean
) LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = '' AS $$
  SELECT doing.person_id, doing.kind::text, asked.field, asked.correction, asked.said,
    pg_snapshot_xmin(pg_current_snapshot()) > doing.decided_in
  FROM consent.execution_step AS step
  JOIN consent.execution AS doing ON doing.id = step.execution_id
  LEFT JOIN consent.rights_request AS asked ON asked.id = doing.request_id
  WHERE step.execution_id = step_of.execution_id AND step.room = step_of.room AND step.confirmed_at IS NULL
    AND pg_has_role(session_user, 'kompass_' || step_of.room, 'MEMBER')
  FOR UPDATE OF step
$$;
--> statement-breakpoint
-- Whose turn it is. What is wrong is corrected first, by profile, for nothing rests on a mistake that was not corrected.
-- To erase, profile comes after guidance and settlement, so that the person and the officer see how far it has come
-- while they can; consent, which ends who may see the person, comes last.
CREATE FUNCTION consent.turn(execution_id uuid, room text) RETURNS int
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT CASE
    WHEN turn.room = 'consent' THEN 3
    WHEN (turn.room = 'profile') = (doing.kind = 'ERASURE') THEN 2
    ELSE 1 END
  FROM consent.execution AS doing WHERE doing.id = turn.execution_id
$$;
--> statement-breakpoint
-- What a room has still to do: asked when its process starts, so that what a crash interrupted goes on at once.
CREATE OR REPLACE FUNCTION consent.open_steps(room text) RETURNS TABLE (execution_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT step.execution_id FROM consent.execution_step AS step
  WHERE step.room = open_steps.room AND step.confirmed_at IS NULL
    AND NOT EXISTS (SELECT FROM consent.execution_step AS before
      WHERE before.execution_id = step.execution_id AND before.confirmed_at IS NULL
        AND consent.turn(before.execution_id, before.room) < consent.turn(step.execution_id, step.room))
$$;
--> statement-breakpoint
GRANT DELETE ON consent.execution_step TO kompass_consent;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION consent.confirm_step(
  execution_id uuid, room text, outcome consent.execution_outcome, at timestamptz
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  -- One room at a time, so that the last to confirm knows that it is.
  PERFORM FROM consent.execution AS doing WHERE doing.id = confirm_step.execution_id FOR UPDATE;
  -- Nothing was corrected, so the others have nothing to do, and the officer decides anew.
  IF confirm_step.outcome = 'DOES_NOT_FIT' THEN
    DELETE FROM consent.execution_step AS step
    WHERE step.execution_id = confirm_step.execution_id AND step.room <> confirm_step.room
      AND step.confirmed_at IS NULL;
    UPDATE consent.rights_request AS asked SET status = 'DOES_NOT_FIT', decided_at = NULL, decided_by = NULL, reason = NULL
    FROM consent.execution AS doing WHERE doing.id = confirm_step.execution_id AND asked.id = doing.request_id;
  END IF;
  UPDATE consent.execution_step AS step SET confirmed_at = at, outcome = confirm_step.outcome
  WHERE step.execution_id = confirm_step.execution_id AND step.room = confirm_step.room
    AND step.confirmed_at IS NULL;
  -- Done only when every room has confirmed, and when it was done at all.
  IF confirm_step.outcome = 'DOES_NOT_FIT' OR EXISTS (SELECT FROM consent.execution_step AS step
    WHERE step.execution_id = confirm_step.execution_id AND step.confirmed_at IS NULL) THEN
    RETURN;
  END IF;
  UPDATE consent.execution AS doing SET completed_at = at
  WHERE doing.id = confirm_step.execution_id AND doing.completed_at IS NULL;
  UPDATE consent.rights_request AS asked SET status = 'GRANTED'
  FROM consent.execution AS doing WHERE doing.id = confirm_step.execution_id AND asked.id = doing.request_id;
END $$;
--> statement-breakpoint
GRANT CREATE ON SCHEMA consent TO kompass_consent;
--> statement-breakpoint
ALTER FUNCTION consent.step_of(uuid, text) OWNER TO kompass_consent;
--> statement-breakpoint
ALTER FUNCTION consent.turn(uuid, text) OWNER TO kompass_consent;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA consent FROM kompass_consent;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION consent.step_of(uuid, text), consent.turn(uuid, text) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION consent.step_of(uuid, text)
  TO kompass_profile, kompass_consent, kompass_guidance, kompass_settlement;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION consent.queue_first_step() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF consent.turn(NEW.execution_id, NEW.room) = 1 THEN
    PERFORM consent.queue_step(NEW.execution_id, NEW.room);
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION consent.queue_next_steps() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  PERFORM consent.queue_step(NEW.execution_id, step.room)
  FROM consent.execution_step AS step
  WHERE step.execution_id = NEW.execution_id AND step.confirmed_at IS NULL
    AND consent.turn(step.execution_id, step.room) = consent.turn(NEW.execution_id, NEW.room) + 1
    AND NOT EXISTS (SELECT FROM consent.execution_step AS before
      WHERE before.execution_id = NEW.execution_id AND before.confirmed_at IS NULL
        AND consent.turn(before.execution_id, before.room) < consent.turn(step.execution_id, step.room));
  RETURN NULL;
END $$;
--> statement-breakpoint
DROP TRIGGER queue_first_step ON consent.execution_step;
--> statement-breakpoint
CREATE TRIGGER queue_first_step AFTER INSERT ON consent.execution_step
  FOR EACH ROW WHEN (NEW.confirmed_at IS NULL) EXECUTE FUNCTION consent.queue_first_step();
--> statement-breakpoint
DROP FUNCTION consent.turn(text);
