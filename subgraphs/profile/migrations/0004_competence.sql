-- What settlement needs to find a suitable municipality and to propose a programme: codes, never free text, names or
-- numbers. Settlement may not read the profile's tables; this is all that profile offers it. The function works as
-- profile's own role, so row security holds as for any other query of the caller.
CREATE FUNCTION profile.competence(person_ids uuid[]) RETURNS TABLE (
  person_id uuid,
  registered_sections text[],
  occupations jsonb,
  languages jsonb,
  education jsonb,
  wished_occupation text
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT
    subject.id,
    subject.registered_sections::text[],
    (SELECT coalesce(jsonb_agg(jsonb_build_object('occupation', work.occupation, 'from', work.from_date,
        'to', work.to_date) ORDER BY work.position), '[]')
      FROM profile.work_experience AS work WHERE work.person_id = subject.id),
    (SELECT coalesce(jsonb_agg(jsonb_build_object('language', known.language, 'motherTongue', known.mother_tongue,
        'speaking', known.speaking) ORDER BY known.position), '[]')
      FROM profile.language AS known WHERE known.person_id = subject.id),
    (SELECT coalesce(jsonb_agg(jsonb_build_object('level', taken.level, 'completed', taken.completed,
        'recognisedInNorway', taken.recognised_in_norway) ORDER BY taken.position), '[]')
      FROM profile.education AS taken WHERE taken.person_id = subject.id),
    (SELECT wished.occupation FROM profile.wishes AS wished WHERE wished.person_id = subject.id)
  FROM profile.person AS subject
  WHERE subject.id = ANY (person_ids)
$$;
--> statement-breakpoint
GRANT CREATE ON SCHEMA profile TO kompass_profile;
--> statement-breakpoint
ALTER FUNCTION profile.competence(uuid[]) OWNER TO kompass_profile;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA profile FROM kompass_profile;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION profile.competence(uuid[]) FROM PUBLIC;
--> statement-breakpoint
GRANT USAGE ON SCHEMA profile TO kompass_settlement;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION profile.competence(uuid[]) TO kompass_settlement;
