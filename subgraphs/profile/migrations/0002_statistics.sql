-- Statistics count persons whom the caller may not see one by one. A role of its own counts, in one function that
-- answers numbers and nothing else.
DO $$ BEGIN
  CREATE ROLE kompass_statistics NOLOGIN;
EXCEPTION WHEN duplicate_object THEN NULL; -- another database of this server has it already
END $$;
--> statement-breakpoint
GRANT kompass_statistics TO CURRENT_USER;
--> statement-breakpoint
GRANT USAGE ON SCHEMA profile, access TO kompass_statistics;
--> statement-breakpoint
GRANT SELECT ON profile.person, profile.education, profile.work_experience TO kompass_statistics;
--> statement-breakpoint
GRANT SELECT ON access.relation, access.restriction, access.jurisdiction TO kompass_statistics;
--> statement-breakpoint
CREATE POLICY counted ON profile.person FOR SELECT TO kompass_statistics USING (true);
--> statement-breakpoint
CREATE POLICY counted ON profile.education FOR SELECT TO kompass_statistics USING (true);
--> statement-breakpoint
CREATE POLICY counted ON profile.work_experience FOR SELECT TO kompass_statistics USING (true);
--> statement-breakpoint
-- Left out: who is restricted, and who has objected to statistics or to the caller's purpose. Research and IMDi count
-- everybody else, a municipality its own.
CREATE FUNCTION profile.statistics(dimension text) RETURNS TABLE (value text, count int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  WITH counted AS (
    SELECT * FROM profile.person AS subject
    WHERE NOT EXISTS (
        SELECT 1 FROM access.restriction AS hidden
        WHERE hidden.person_id = subject.id AND hidden.lifted_at IS NULL
          AND (hidden.kind = 'RESTRICTION'
            OR hidden.kind = 'OBJECTION' AND hidden.purpose IN ('STATISTICS', access.purpose())))
      AND (access.party() IN ('RESEARCH', 'IMDI')
        OR access.party() = 'MUNICIPALITY' AND EXISTS (
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
        ORDER BY position LIMIT 1)
    END AS value) AS cell
  WHERE cell.value IS NOT NULL
  GROUP BY cell.value
$$;
--> statement-breakpoint
GRANT CREATE ON SCHEMA profile TO kompass_statistics;
--> statement-breakpoint
ALTER FUNCTION profile.statistics(text) OWNER TO kompass_statistics;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA profile FROM kompass_statistics;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION profile.statistics(text) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION profile.statistics(text) TO kompass_profile;
