-- The municipalities that persons are related to now are words like others, so that a municipality's list is read off an
-- index in its order, however many persons it has: `host:4601`, `introduction:4601`, and `municipality:4601` for either.
-- They say where to look, not whom the caller sees: row security decides on every row as before, and a relation that
-- is still to begin has its word already.
CREATE POLICY indexed ON access.relation FOR SELECT TO kompass_indexer USING (true);
--> statement-breakpoint
CREATE FUNCTION profile.place_terms_of(persons uuid[]) RETURNS TABLE (term text, person_id uuid)
LANGUAGE sql VOLATILE AS $$
  SELECT DISTINCT word.prefix || related.place, related.person_id
  FROM access.relation AS related
  JOIN (VALUES
    ('HOST', 'host:'), ('ASSIGNED', 'introduction:'), ('SETTLED', 'introduction:'),
    ('HOST', 'municipality:'), ('ASSIGNED', 'municipality:'), ('SETTLED', 'municipality:')) AS word (kind, prefix)
    ON word.kind = related.kind
  -- Not now(), when the transaction began: the relation may have been ended within it.
  WHERE related.person_id = ANY (persons) AND (related.valid_to IS NULL OR related.valid_to > clock_timestamp())
$$;
--> statement-breakpoint
-- The words that each of the persons is found by.
CREATE OR REPLACE FUNCTION profile.terms_of(persons uuid[]) RETURNS TABLE (term text, person_id uuid)
LANGUAGE sql VOLATILE AS $$
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
  UNION
  SELECT placed.term, placed.person_id FROM profile.place_terms_of(persons) AS placed
$$;
--> statement-breakpoint
CREATE FUNCTION profile.index_places(persons uuid[]) RETURNS void LANGUAGE sql AS $$
  INSERT INTO profile.term (term, person_id, name, birth_date, updated_at)
    SELECT found.term, found.person_id, person.name, person.birth_date, person.updated_at
    FROM profile.place_terms_of(persons) AS found JOIN profile.person ON person.id = found.person_id
    ON CONFLICT DO NOTHING
$$;
--> statement-breakpoint
-- New relations add words and nothing else: many come at once, as synthetic persons do, and before or after the persons.
CREATE FUNCTION profile.index_related() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  PERFORM profile.index_places(ARRAY(
    SELECT changed.person_id FROM changed WHERE changed.kind IN ('HOST', 'ASSIGNED', 'SETTLED')));
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION profile.index_admitted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  PERFORM profile.index_places(ARRAY(SELECT changed.id FROM changed));
  RETURN NULL;
END $$;
--> statement-breakpoint
-- Relations outlive what the profile holds of somebody who is erased; words do not.
CREATE FUNCTION profile.index_erased() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  DELETE FROM profile.term WHERE person_id = OLD.id;
  RETURN NULL;
END $$;
--> statement-breakpoint
GRANT CREATE ON SCHEMA profile TO kompass_indexer;
--> statement-breakpoint
ALTER FUNCTION profile.index_related() OWNER TO kompass_indexer;
--> statement-breakpoint
ALTER FUNCTION profile.index_admitted() OWNER TO kompass_indexer;
--> statement-breakpoint
ALTER FUNCTION profile.index_erased() OWNER TO kompass_indexer;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA profile FROM kompass_indexer;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION profile.index_places(uuid[]) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION profile.index_places(uuid[]) TO kompass_indexer;
--> statement-breakpoint
CREATE TRIGGER index_added AFTER INSERT ON access.relation REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION profile.index_related();
--> statement-breakpoint
CREATE TRIGGER index_changed AFTER UPDATE ON access.relation REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION profile.index_changed();
--> statement-breakpoint
CREATE TRIGGER index_removed AFTER DELETE ON access.relation REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION profile.index_changed();
--> statement-breakpoint
CREATE TRIGGER index_admitted AFTER INSERT ON profile.person REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION profile.index_admitted();
--> statement-breakpoint
CREATE TRIGGER index_erased AFTER DELETE ON profile.person FOR EACH ROW EXECUTE FUNCTION profile.index_erased();
--> statement-breakpoint
-- Who was registered before. The owner is under row security too, so it is lifted for this once.
DO $$
DECLARE
  guarded text;
BEGIN
  FOREACH guarded IN ARRAY ARRAY['profile.person', 'profile.term', 'access.relation'] LOOP
    EXECUTE format('ALTER TABLE %s NO FORCE ROW LEVEL SECURITY', guarded);
  END LOOP;
  PERFORM profile.index_places(ARRAY(SELECT id FROM profile.person));
  FOREACH guarded IN ARRAY ARRAY['profile.person', 'profile.term', 'access.relation'] LOOP
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', guarded);
  END LOOP;
END $$;
