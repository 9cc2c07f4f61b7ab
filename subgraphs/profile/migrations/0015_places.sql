-- The municipalities that persons are related to now are words like others, so that a municipality's list is read off an
-- index in its order, however many persons it has: `place:4601`, with `place:4601:host` and `place:4601:introduction` for
-- those whom it may see for its programmes. They say where to look, not whom the caller sees: row security decides on
-- every row as before, and a relation that is still to begin has its word already.
CREATE POLICY indexed ON access.relation FOR SELECT TO kompass_indexer USING (true);
--> statement-breakpoint
CREATE FUNCTION profile.place_terms_of(persons uuid[]) RETURNS TABLE (term text, person_id uuid)
LANGUAGE sql VOLATILE AS $$
  SELECT DISTINCT 'place:' || related.place || word.suffix, related.person_id
  FROM access.relation AS related
  JOIN (VALUES
    ('HOST', ':host'), ('ASSIGNED', ':introduction'), ('SETTLED', ':introduction'),
    ('HOST', ''), ('ASSIGNED', ''), ('SETTLED', '')) AS word (kind, suffix) ON word.kind = related.kind
  -- Not now(), when the transaction began: the relation may have been ended within it.
  WHERE related.person_id = ANY (persons) AND (related.valid_to IS NULL OR related.valid_to > clock_timestamp())
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
DECLARE
  persons uuid[] := ARRAY(SELECT changed.person_id FROM changed WHERE changed.kind IN ('HOST', 'ASSIGNED', 'SETTLED'));
BEGIN
  IF persons <> '{}' THEN
    PERFORM profile.index_places(persons);
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION profile.index_unrelated() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  persons uuid[] := ARRAY(
    SELECT DISTINCT changed.person_id FROM changed WHERE changed.kind IN ('HOST', 'ASSIGNED', 'SETTLED'));
BEGIN
  IF persons <> '{}' THEN
    WITH found AS MATERIALIZED (SELECT words.term, words.person_id FROM profile.place_terms_of(persons) AS words)
    DELETE FROM profile.term AS known
      WHERE known.person_id = ANY (persons) AND starts_with(known.term, 'place:')
        AND NOT EXISTS (SELECT FROM found WHERE found.term = known.term AND found.person_id = known.person_id);
    PERFORM profile.index_places(persons);
  END IF;
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
-- As before, for the words of sections.
CREATE OR REPLACE FUNCTION profile.index_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  persons uuid[] := ARRAY(SELECT DISTINCT changed.person_id FROM changed);
BEGIN
  WITH found AS MATERIALIZED (SELECT words.term, words.person_id FROM profile.terms_of(persons) AS words)
  DELETE FROM profile.term AS known
    WHERE known.person_id = ANY (persons) AND NOT starts_with(known.term, 'place:')
      AND NOT EXISTS (SELECT FROM found WHERE found.term = known.term AND found.person_id = known.person_id);
  PERFORM profile.index_persons(persons);
  RETURN NULL;
END $$;
--> statement-breakpoint
GRANT CREATE ON SCHEMA profile TO kompass_indexer;
--> statement-breakpoint
ALTER FUNCTION profile.index_related() OWNER TO kompass_indexer;
--> statement-breakpoint
ALTER FUNCTION profile.index_unrelated() OWNER TO kompass_indexer;
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
  FOR EACH STATEMENT EXECUTE FUNCTION profile.index_unrelated();
--> statement-breakpoint
CREATE TRIGGER index_removed AFTER DELETE ON access.relation REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION profile.index_unrelated();
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
