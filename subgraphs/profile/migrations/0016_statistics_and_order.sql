-- Statistics count nobody whom the caller may not know of. The persons are those of row security, and for research, which
-- sees nobody, everybody; but whoever is hidden for any reason is never counted. That is so whatever clearance the caller
-- has: numbers are handed on, and the difference between two officers' numbers would be whom only one of them may see. An
-- objection hides for its purpose, and an objection to statistics from all statistics.
CREATE OR REPLACE FUNCTION profile.statistics(dimension text) RETURNS TABLE (value text, count int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  WITH counted AS (
    SELECT * FROM profile.person AS subject
    WHERE NOT EXISTS (
        SELECT 1 FROM access.restriction AS hidden
        WHERE hidden.person_id = subject.id AND hidden.lifted_at IS NULL
          AND (hidden.purpose IS NULL OR hidden.purpose IN ('STATISTICS', access.purpose())))
      AND (access.party() = 'RESEARCH'
        OR access.party() IN ('IMDI', 'MUNICIPALITY') AND EXISTS (
          SELECT 1 FROM access.relation AS related
          WHERE related.person_id = subject.id
            AND related.kind = ANY ((SELECT access.kinds())::text[])
            AND related.place = ANY ((SELECT access.places())::text[])
            AND related.valid_from <= now() AND (related.valid_to IS NULL OR related.valid_to > now()))))
  SELECT cell.value, count(*)::int FROM counted CROSS JOIN LATERAL (SELECT CASE dimension
    WHEN 'REGISTRATION_STATUS' THEN counted.registration_status::text
    WHEN 'GENDER' THEN counted.gender::text
    WHEN 'AGE_GROUP' THEN
      (extract(year FROM age(counted.birth_date))::int / 10 * 10)::text || '-'
      || (extract(year FROM age(counted.birth_date))::int / 10 * 10 + 9)::text
    WHEN 'CITIZENSHIP' THEN coalesce(counted.citizenships[1], 'STATELESS')
    WHEN 'EDUCATION_LEVEL' THEN
      (SELECT max(level)::text FROM profile.education WHERE person_id = counted.id AND completed)
    WHEN 'OCCUPATION_GROUP' THEN
      (SELECT left(occupation, 1) FROM profile.work_experience WHERE person_id = counted.id
        ORDER BY to_date DESC NULLS FIRST, from_date DESC, position LIMIT 1)
    END AS value) AS cell
  WHERE cell.value IS NOT NULL
  GROUP BY cell.value
$$;
--> statement-breakpoint
-- What comes first in work is the latest, whatever order it was registered in: settlement weighs it as such. Items that
-- are stored already keep their places, for `corrects` and rectifications refer to items by where they were read.
CREATE OR REPLACE FUNCTION profile.competence(person_ids uuid[]) RETURNS TABLE (
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
        'to', work.to_date) ORDER BY work.to_date DESC NULLS FIRST, work.from_date DESC, work.position), '[]')
      FROM profile.work_experience AS work WHERE work.person_id = subject.id),
    (SELECT coalesce(jsonb_agg(jsonb_build_object('language', known.language, 'motherTongue', known.mother_tongue,
        'speaking', known.speaking) ORDER BY known.position), '[]')
      FROM profile.language AS known WHERE known.person_id = subject.id),
    (SELECT coalesce(jsonb_agg(jsonb_build_object('level', taken.level, 'completed', taken.completed,
        'recognisedInNorway', taken.recognised_in_norway)
        ORDER BY taken.end_year DESC NULLS FIRST, taken.position), '[]')
      FROM profile.education AS taken WHERE taken.person_id = subject.id),
    (SELECT wished.occupation FROM profile.wishes AS wished WHERE wished.person_id = subject.id)
  FROM profile.person AS subject
  WHERE subject.id = ANY (person_ids)
$$;
