-- What persons are searched by, one row for each person and word, so that a search looks words up instead of reading
-- sections: `work:7112`, `work:711`, `work:71`, `work:7` for each occupation that somebody has had; `language:ukr`, and
-- `language:ukr:B1` for each level that it is spoken at least at; `education:BACHELOR` for each level reached.
-- Row security asks for each row of a section before PostgreSQL may look into it; a word is found by its index first.
CREATE TABLE profile.term (
  term text NOT NULL,
  person_id uuid NOT NULL,
  PRIMARY KEY (term, person_id)
);
--> statement-breakpoint
CREATE INDEX term_of_person ON profile.term (person_id);
--> statement-breakpoint
-- Walked in searches, like a table of persons: the policy looks one row up at a time, inline.
ALTER TABLE profile.term ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE profile.term FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY seen_by_caller ON profile.term FOR SELECT USING (
  (SELECT true FROM access.relation AS related
    WHERE related.person_id = term.person_id
      AND related.kind = ANY ((SELECT access.kinds())::text[])
      AND related.place = ANY ((SELECT access.places())::text[])
      AND related.valid_from <= now() AND (related.valid_to IS NULL OR related.valid_to > now())
    LIMIT 1) IS TRUE
  AND (SELECT true FROM access.restriction AS hidden
    WHERE hidden.person_id = term.person_id
      AND hidden.lifted_at IS NULL
      AND hidden.kind = ANY ((SELECT access.hiding())::text[])
      AND (hidden.purpose IS NULL OR hidden.purpose = (SELECT access.purpose()))
    LIMIT 1) IS NULL);
--> statement-breakpoint
GRANT SELECT ON profile.term TO kompass_profile;
--> statement-breakpoint
-- A role of its own keeps the words: whoever writes a section need not see all that its persons are found by.
DO $$ BEGIN
  CREATE ROLE kompass_indexer NOLOGIN;
EXCEPTION WHEN duplicate_object THEN NULL; -- another database of this server has it already
END $$;
--> statement-breakpoint
GRANT kompass_indexer TO CURRENT_USER;
--> statement-breakpoint
GRANT USAGE ON SCHEMA profile, access TO kompass_indexer;
--> statement-breakpoint
GRANT SELECT ON profile.language, profile.education, profile.work_experience TO kompass_indexer;
--> statement-breakpoint
GRANT SELECT ON access.relation, access.restriction, access.jurisdiction TO kompass_indexer;
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON profile.term TO kompass_indexer;
--> statement-breakpoint
CREATE POLICY indexed ON profile.language FOR SELECT TO kompass_indexer USING (true);
--> statement-breakpoint
CREATE POLICY indexed ON profile.education FOR SELECT TO kompass_indexer USING (true);
--> statement-breakpoint
CREATE POLICY indexed ON profile.work_experience FOR SELECT TO kompass_indexer USING (true);
--> statement-breakpoint
CREATE POLICY indexed ON profile.term TO kompass_indexer USING (true) WITH CHECK (true);
--> statement-breakpoint
-- The words that each of the persons is found by.
CREATE FUNCTION profile.terms_of(persons uuid[]) RETURNS TABLE (term text, person_id uuid)
LANGUAGE sql STABLE AS $$
  SELECT 'work:' || left(worked.occupation, digits), worked.person_id
  FROM profile.work_experience AS worked CROSS JOIN generate_series(1, 4) AS digits
  WHERE worked.person_id = ANY (persons)
  UNION
  SELECT 'language:' || known.language, known.person_id
  FROM profile.language AS known WHERE known.person_id = ANY (persons)
  UNION
  SELECT 'language:' || known.language || ':' || reached.level, known.person_id
  FROM profile.language AS known CROSS JOIN unnest(enum_range(NULL, known.speaking)) AS reached (level)
  WHERE known.person_id = ANY (persons) AND known.speaking IS NOT NULL
  UNION
  SELECT 'education:' || reached.level, learned.person_id
  FROM profile.education AS learned CROSS JOIN unnest(enum_range(NULL, learned.level)) AS reached (level)
  WHERE learned.person_id = ANY (persons)
$$;
--> statement-breakpoint
CREATE FUNCTION profile.index_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  persons uuid[] := ARRAY(SELECT DISTINCT changed.person_id FROM changed);
BEGIN
  DELETE FROM profile.term AS known
    WHERE known.person_id = ANY (persons)
      AND (known.term, known.person_id) NOT IN (SELECT found.term, found.person_id FROM profile.terms_of(persons) AS found);
  INSERT INTO profile.term (term, person_id)
    SELECT found.term, found.person_id FROM profile.terms_of(persons) AS found
    ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
--> statement-breakpoint
-- How rare a word is: the one that fewest persons are found by, when those are fewer than `most`. Whoever asks learns
-- that there are few, not how many nor who; no answer to a client depends on it, only how it is looked up.
CREATE FUNCTION profile.rarest(terms text[], most int) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT asked.term FROM unnest(terms) AS asked (term)
  CROSS JOIN LATERAL (SELECT count(*) AS persons FROM (
    SELECT FROM profile.term WHERE term.term = asked.term LIMIT most) AS found) AS counted
  WHERE counted.persons < most
  ORDER BY counted.persons LIMIT 1
$$;
--> statement-breakpoint
GRANT CREATE ON SCHEMA profile TO kompass_indexer;
--> statement-breakpoint
ALTER FUNCTION profile.index_changed() OWNER TO kompass_indexer;
--> statement-breakpoint
ALTER FUNCTION profile.rarest(text[], int) OWNER TO kompass_indexer;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA profile FROM kompass_indexer;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION profile.rarest(text[], int) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION profile.rarest(text[], int) TO kompass_profile;
--> statement-breakpoint
DO $$
DECLARE
  section text;
BEGIN
  FOREACH section IN ARRAY ARRAY['language', 'education', 'work_experience'] LOOP
    EXECUTE format('CREATE TRIGGER index_added AFTER INSERT ON profile.%I REFERENCING NEW TABLE AS changed
      FOR EACH STATEMENT EXECUTE FUNCTION profile.index_changed()', section);
    EXECUTE format('CREATE TRIGGER index_changed AFTER UPDATE ON profile.%I REFERENCING NEW TABLE AS changed
      FOR EACH STATEMENT EXECUTE FUNCTION profile.index_changed()', section);
    EXECUTE format('CREATE TRIGGER index_removed AFTER DELETE ON profile.%I REFERENCING OLD TABLE AS changed
      FOR EACH STATEMENT EXECUTE FUNCTION profile.index_changed()', section);
  END LOOP;
END $$;
--> statement-breakpoint
-- Who was registered before. The owner is under row security too, so it is lifted for this once.
DO $$
DECLARE
  guarded text;
BEGIN
  FOREACH guarded IN ARRAY ARRAY['person', 'language', 'education', 'work_experience', 'term'] LOOP
    EXECUTE format('ALTER TABLE profile.%I NO FORCE ROW LEVEL SECURITY', guarded);
  END LOOP;
  INSERT INTO profile.term (term, person_id)
    SELECT found.term, found.person_id FROM profile.terms_of(ARRAY(SELECT id FROM profile.person)) AS found;
  FOREACH guarded IN ARRAY ARRAY['person', 'language', 'education', 'work_experience', 'term'] LOOP
    EXECUTE format('ALTER TABLE profile.%I FORCE ROW LEVEL SECURITY', guarded);
  END LOOP;
END $$;
