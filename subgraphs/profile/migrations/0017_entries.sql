-- An entry is known wherever a save puts it: a demand for rectification means one, and others may be saved before it
-- until the demand is granted (GDPR art. 16).
ALTER TABLE profile.language ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid();
--> statement-breakpoint
ALTER TABLE profile.education ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid();
--> statement-breakpoint
ALTER TABLE profile.work_experience ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid();
--> statement-breakpoint
ALTER TABLE profile.activity ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid();
--> statement-breakpoint
ALTER TABLE profile.interest ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid();
--> statement-breakpoint
-- What a demand for rectification is about, as it is registered when it is demanded: the value of the one field, or all
-- of an entry that should not be there, under the names of the SDL, and the entry's id. Null when there is nothing.
-- Consent may not read the profile's tables; this is all that profile offers it. The function works as profile's own
-- role, so row security holds as for any other query of the caller.
-- field: 'WorkExperience.employer', or 'WorkExperience' for all of an entry; entry: counted from 1 as they are listed.
CREATE FUNCTION profile.said(person_id uuid, field text, entry integer) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT CASE split_part(said.field, '.', 2)
    WHEN '' THEN whole
    ELSE jsonb_build_object('id', whole -> 'id', split_part(said.field, '.', 2), whole -> split_part(said.field, '.', 2))
  END
  FROM (SELECT CASE split_part(said.field, '.', 1)
    WHEN 'Person' THEN (
      SELECT jsonb_build_object('name', subject.name, 'birthDate', subject.birth_date, 'gender', subject.gender,
        'citizenships', subject.citizenships)
      FROM profile.person AS subject WHERE subject.id = said.person_id)
    WHEN 'Language' THEN (
      SELECT jsonb_build_object('id', known.id, 'language', known.language, 'motherTongue', known.mother_tongue,
        'listening', known.listening, 'reading', known.reading, 'speaking', known.speaking, 'writing', known.writing,
        'counsellorNote', known.counsellor_note)
      FROM profile.language AS known WHERE known.person_id = said.person_id
      ORDER BY known.position LIMIT 1 OFFSET said.entry - 1)
    WHEN 'Education' THEN (
      SELECT jsonb_build_object('id', taken.id, 'level', taken.level, 'field', taken.field, 'country', taken.country,
        'years', taken.years, 'endYear', taken.end_year, 'completed', taken.completed,
        'recognisedInNorway', taken.recognised_in_norway, 'counsellorNote', taken.counsellor_note)
      FROM profile.education AS taken WHERE taken.person_id = said.person_id
      ORDER BY taken.position LIMIT 1 OFFSET said.entry - 1)
    WHEN 'WorkExperience' THEN (
      SELECT jsonb_build_object('id', work.id, 'occupation', work.occupation, 'employer', work.employer,
        'country', work.country, 'from', work.from_date, 'to', work.to_date, 'tasks', work.tasks,
        'counsellorNote', work.counsellor_note)
      FROM profile.work_experience AS work WHERE work.person_id = said.person_id
      ORDER BY work.position LIMIT 1 OFFSET said.entry - 1)
    WHEN 'Activity' THEN (
      SELECT jsonb_build_object('id', done.id, 'description', done.description, 'years', done.years,
        'counsellorNote', done.counsellor_note)
      FROM profile.activity AS done WHERE done.person_id = said.person_id
      ORDER BY done.position LIMIT 1 OFFSET said.entry - 1)
    WHEN 'Interest' THEN (
      SELECT jsonb_build_object('id', liked.id, 'description', liked.description,
        'counsellorNote', liked.counsellor_note)
      FROM profile.interest AS liked WHERE liked.person_id = said.person_id
      ORDER BY liked.position LIMIT 1 OFFSET said.entry - 1)
    WHEN 'Wishes' THEN (
      SELECT jsonb_build_object('id', wished.person_id, 'education', wished.education, 'work', wished.work,
        'occupation', wished.occupation, 'longTermGoal', wished.long_term_goal,
        'counsellorNote', wished.counsellor_note)
      FROM profile.wishes AS wished WHERE wished.person_id = said.person_id)
  END) AS registered (whole)
  WHERE whole IS NOT NULL
$$;
--> statement-breakpoint
GRANT CREATE ON SCHEMA profile TO kompass_profile;
--> statement-breakpoint
ALTER FUNCTION profile.said(uuid, text, integer) OWNER TO kompass_profile;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA profile FROM kompass_profile;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION profile.said(uuid, text, integer) FROM PUBLIC;
--> statement-breakpoint
GRANT USAGE ON SCHEMA profile TO kompass_consent;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION profile.said(uuid, text, integer) TO kompass_consent;
