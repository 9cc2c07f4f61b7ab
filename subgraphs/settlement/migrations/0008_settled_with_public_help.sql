-- Right and duty to guidance follow from when a person was settled in the municipality that IMDi agreed with, and from
-- how long the introduction programme lasts: two days, and not the place. The function works as settlement's own role,
-- so row security holds as for any other query of the caller.
CREATE FUNCTION settlement.settled_with_public_help(person_ids uuid[]) RETURNS TABLE (
  person_id uuid,
  settled_on date,
  programme_until date
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT
    subject.id,
    CASE WHEN subject.assigned_at IS NOT NULL THEN subject.settled_at END,
    (SELECT programme.to_date FROM settlement.introduction_programme AS programme
      WHERE programme.person_id = subject.id)
  FROM settlement.person AS subject
  WHERE subject.id = ANY (person_ids)
$$;
--> statement-breakpoint
GRANT CREATE ON SCHEMA settlement TO kompass_settlement;
--> statement-breakpoint
ALTER FUNCTION settlement.settled_with_public_help(uuid[]) OWNER TO kompass_settlement;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA settlement FROM kompass_settlement;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION settlement.settled_with_public_help(uuid[]) FROM PUBLIC;
--> statement-breakpoint
GRANT USAGE ON SCHEMA settlement TO kompass_guidance;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION settlement.settled_with_public_help(uuid[]) TO kompass_guidance;
