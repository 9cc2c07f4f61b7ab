-- Demands, their time limits and how granted ones are carried out in every room.
CALL access.protect('consent.reminder', 'person_id');
--> statement-breakpoint
CALL access.protect('consent.execution', 'person_id');
--> statement-breakpoint
-- The register of erasures outlives the relations: IMDi answers for it (GDPR art. 5(2)).
CREATE POLICY registered ON consent.execution TO kompass_consent USING (
  (SELECT access.party()) = 'IMDI' AND (SELECT access.purpose()) = 'DATA_SUBJECT_RIGHTS');
--> statement-breakpoint
-- Only that decides on demands.
CREATE POLICY decided ON consent.execution AS RESTRICTIVE FOR INSERT TO kompass_consent WITH CHECK (
  (SELECT access.party()) = 'IMDI' AND (SELECT access.purpose()) = 'DATA_SUBJECT_RIGHTS');
--> statement-breakpoint
GRANT SELECT, INSERT ON consent.reminder, consent.execution, consent.execution_step, consent.retention_run
  TO kompass_consent;
--> statement-breakpoint
GRANT DELETE ON consent.reminder, consent.execution TO kompass_consent;
--> statement-breakpoint
-- The register of erasures is kept.
CREATE POLICY register_kept ON consent.execution AS RESTRICTIVE FOR DELETE TO kompass_consent USING (
  kind = 'RECTIFICATION');
--> statement-breakpoint
GRANT UPDATE (request_id, completed_at) ON consent.execution TO kompass_consent;
--> statement-breakpoint
GRANT UPDATE (confirmed_at, outcome) ON consent.execution_step TO kompass_consent;
--> statement-breakpoint
-- What a room is to do, for the room that does it: nothing once it has confirmed, so that a job that comes twice does
-- its work once. Rooms ask and confirm in one transaction with the work itself.
-- undisturbed: everything that was under way when it was decided has ended, so that nothing is written afterwards.
CREATE FUNCTION consent.step_of(execution_id uuid, room text) RETURNS TABLE (
  person_id uuid, kind text, field text, entry smallint, correction text, undisturbed boolean
) LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = '' AS $$
  SELECT doing.person_id, doing.kind::text, asked.field, asked.entry, asked.correction,
    pg_snapshot_xmin(pg_current_snapshot()) > doing.decided_in
  FROM consent.execution_step AS step
  JOIN consent.execution AS doing ON doing.id = step.execution_id
  LEFT JOIN consent.rights_request AS asked ON asked.id = doing.request_id
  WHERE step.execution_id = step_of.execution_id AND step.room = step_of.room AND step.confirmed_at IS NULL
    AND pg_has_role(session_user, 'kompass_' || step_of.room, 'MEMBER')
  FOR UPDATE OF step
$$;
--> statement-breakpoint
-- Whose turn it is. Profile comes after guidance and settlement, so that the person and the officer see how far it has
-- come while they can; consent, which ends who may see the person, comes last.
CREATE FUNCTION consent.turn(room text) RETURNS int LANGUAGE sql IMMUTABLE
  RETURN CASE room WHEN 'consent' THEN 3 WHEN 'profile' THEN 2 ELSE 1 END;
--> statement-breakpoint
-- What a room has still to do: asked when its process starts, so that what a crash interrupted goes on at once.
CREATE FUNCTION consent.open_steps(room text) RETURNS TABLE (execution_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT step.execution_id FROM consent.execution_step AS step
  WHERE step.room = open_steps.room AND step.confirmed_at IS NULL
    AND NOT EXISTS (SELECT FROM consent.execution_step AS before
      WHERE before.execution_id = step.execution_id AND before.confirmed_at IS NULL
        AND consent.turn(before.room) < consent.turn(step.room))
$$;
--> statement-breakpoint
CREATE FUNCTION consent.confirm_step(execution_id uuid, room text, outcome consent.execution_outcome, at timestamptz)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  -- One room at a time, so that the last to confirm knows that it is.
  PERFORM FROM consent.execution AS doing WHERE doing.id = confirm_step.execution_id FOR UPDATE;
  UPDATE consent.execution_step AS step SET confirmed_at = at, outcome = confirm_step.outcome
  WHERE step.execution_id = confirm_step.execution_id AND step.room = confirm_step.room
    AND step.confirmed_at IS NULL;
  -- Done only when every room has confirmed.
  IF EXISTS (SELECT FROM consent.execution_step AS step
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
ALTER FUNCTION consent.open_steps(text) OWNER TO kompass_consent;
--> statement-breakpoint
ALTER FUNCTION consent.confirm_step(uuid, text, consent.execution_outcome, timestamptz) OWNER TO kompass_consent;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA consent FROM kompass_consent;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION consent.step_of(uuid, text), consent.open_steps(text),
  consent.confirm_step(uuid, text, consent.execution_outcome, timestamptz) FROM PUBLIC;
--> statement-breakpoint
GRANT USAGE ON SCHEMA consent TO kompass_guidance, kompass_settlement;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION consent.step_of(uuid, text), consent.open_steps(text),
  consent.confirm_step(uuid, text, consent.execution_outcome, timestamptz)
  TO kompass_profile, kompass_consent, kompass_guidance, kompass_settlement;
--> statement-breakpoint
-- A step is put in its room's queue in the transaction that decides it, or that confirms the last one before it. Jobs
-- hold the execution's identifier and nothing of the person. pg-boss documents that its table may be written to like this.
CREATE FUNCTION consent.queue_step(execution_id uuid, room text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  INSERT INTO jobs.job (name, data, retry_limit, retry_delay, retry_backoff, expire_in)
  VALUES ('steps-' || room, jsonb_build_object('execution', execution_id), 10, 2, true, '1 minute');
END $$;
--> statement-breakpoint
CREATE FUNCTION consent.queue_first_step() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  PERFORM consent.queue_step(NEW.execution_id, NEW.room);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION consent.queue_next_steps() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  PERFORM consent.queue_step(NEW.execution_id, step.room)
  FROM consent.execution_step AS step
  WHERE step.execution_id = NEW.execution_id AND step.confirmed_at IS NULL
    AND consent.turn(step.room) = consent.turn(NEW.room) + 1
    AND NOT EXISTS (SELECT FROM consent.execution_step AS before
      WHERE before.execution_id = NEW.execution_id AND before.confirmed_at IS NULL
        AND consent.turn(before.room) < consent.turn(step.room));
  RETURN NULL;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION consent.queue_step(uuid, text), consent.queue_first_step(), consent.queue_next_steps()
  FROM PUBLIC;
--> statement-breakpoint
CREATE TRIGGER queue_first_step AFTER INSERT ON consent.execution_step
  FOR EACH ROW WHEN (NEW.confirmed_at IS NULL AND consent.turn(NEW.room) = 1)
  EXECUTE FUNCTION consent.queue_first_step();
--> statement-breakpoint
CREATE TRIGGER queue_next_steps AFTER UPDATE OF confirmed_at ON consent.execution_step
  FOR EACH ROW EXECUTE FUNCTION consent.queue_next_steps();
