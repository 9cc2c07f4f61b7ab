-- A secondary move is no new settlement: right and duty to guidance still follow from the day of the first one.
CREATE OR REPLACE FUNCTION settlement.settled_with_public_help(person_ids uuid[]) RETURNS TABLE (
  person_id uuid,
  settled_on date,
  programme_until date
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT
    subject.id,
    CASE WHEN subject.assigned_at IS NOT NULL THEN coalesce(
      (SELECT min(happened.day) FROM settlement.event AS happened
        WHERE happened.person_id = subject.id AND happened.kind = 'SETTLED'),
      subject.settled_at) END,
    (SELECT programme.to_date FROM settlement.introduction_programme AS programme
      WHERE programme.person_id = subject.id)
  FROM settlement.person AS subject
  WHERE subject.id = ANY (person_ids)
$$;
