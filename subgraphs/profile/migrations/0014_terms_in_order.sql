-- Words carry what persons are ordered by, so that a search reads the page's persons off an index in their order,
-- whatever their number, instead of passing over everybody who lacks the word.
ALTER TABLE profile.term RENAME TO term_without_order;
--> statement-breakpoint
ALTER TABLE profile.term_without_order NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE profile.person NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE TABLE profile.term (
  term text NOT NULL,
  person_id uuid NOT NULL,
  name text NOT NULL,
  birth_date date NOT NULL,
  updated_at timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
INSERT INTO profile.term (term, person_id, name, birth_date, updated_at)
  SELECT known.term, known.person_id, person.name, person.birth_date, person.updated_at
  FROM profile.term_without_order AS known JOIN profile.person ON person.id = known.person_id;
--> statement-breakpoint
ALTER TABLE profile.person FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
DROP TABLE profile.term_without_order;
--> statement-breakpoint
ALTER TABLE profile.term ADD CONSTRAINT term_pkey PRIMARY KEY (term, person_id);
--> statement-breakpoint
CREATE INDEX term_of_person ON profile.term (person_id);
--> statement-breakpoint
CREATE INDEX term_by_name ON profile.term (term, name COLLATE "nb-x-icu", person_id);
--> statement-breakpoint
CREATE INDEX term_by_birth ON profile.term (term, birth_date, person_id);
--> statement-breakpoint
CREATE INDEX term_by_update ON profile.term (term, updated_at, person_id);
--> statement-breakpoint
-- Every word is to be known as frequent or rare.
ALTER TABLE profile.term ALTER COLUMN term SET STATISTICS 1000;
--> statement-breakpoint
-- What searches used before there were words.
DROP INDEX profile.language_known;
--> statement-breakpoint
DROP INDEX profile.education_reached;
--> statement-breakpoint
DROP INDEX profile.work_done;
--> statement-breakpoint
-- As before: the policy looks one row up at a time.
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
GRANT SELECT, INSERT, DELETE, UPDATE (name, birth_date, updated_at) ON profile.term TO kompass_indexer;
--> statement-breakpoint
CREATE POLICY indexed ON profile.term TO kompass_indexer USING (true) WITH CHECK (true);
--> statement-breakpoint
GRANT SELECT (id, name, birth_date, updated_at) ON profile.person TO kompass_indexer;
--> statement-breakpoint
CREATE POLICY indexed ON profile.person FOR SELECT TO kompass_indexer USING (true);
--> statement-breakpoint
-- Adds the words that the persons are found by and that are not known yet.
CREATE FUNCTION profile.index_persons(persons uuid[]) RETURNS void LANGUAGE sql AS $$
  INSERT INTO profile.term (term, person_id, name, birth_date, updated_at)
    SELECT found.term, found.person_id, person.name, person.birth_date, person.updated_at
    FROM profile.terms_of(persons) AS found JOIN profile.person ON person.id = found.person_id
    ON CONFLICT DO NOTHING
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION profile.index_added() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  PERFORM profile.index_persons(ARRAY(SELECT DISTINCT changed.person_id FROM changed));
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION profile.index_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  persons uuid[] := ARRAY(SELECT DISTINCT changed.person_id FROM changed);
BEGIN
  WITH found AS MATERIALIZED (SELECT words.term, words.person_id FROM profile.terms_of(persons) AS words)
  DELETE FROM profile.term AS known
    WHERE known.person_id = ANY (persons)
      AND NOT EXISTS (SELECT FROM found WHERE found.term = known.term AND found.person_id = known.person_id);
  PERFORM profile.index_persons(persons);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION profile.index_moved() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  UPDATE profile.term SET name = NEW.name, birth_date = NEW.birth_date, updated_at = NEW.updated_at
    WHERE person_id = NEW.id;
  RETURN NULL;
END $$;
--> statement-breakpoint
-- The word that fewest persons are found by, as PostgreSQL's planner estimates. Whoever asks learns neither how many nor
-- who; no answer to a client depends on it, only from which word's persons it is looked up.
DROP FUNCTION profile.rarest(text[], int);
--> statement-breakpoint
CREATE FUNCTION profile.rarest(terms text[]) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  asked text;
  plan json;
  persons float;
  fewest float;
  rarest text;
BEGIN
  FOREACH asked IN ARRAY terms LOOP
    EXECUTE format('EXPLAIN (FORMAT JSON) SELECT FROM profile.term WHERE term = %L', asked) INTO plan;
    persons := plan -> 0 -> 'Plan' ->> 'Plan Rows';
    IF rarest IS NULL OR persons < fewest THEN
      rarest := asked;
      fewest := persons;
    END IF;
  END LOOP;
  RETURN rarest;
END $$;
--> statement-breakpoint
GRANT CREATE ON SCHEMA profile TO kompass_indexer;
--> statement-breakpoint
ALTER FUNCTION profile.index_persons(uuid[]) OWNER TO kompass_indexer;
--> statement-breakpoint
ALTER FUNCTION profile.index_moved() OWNER TO kompass_indexer;
--> statement-breakpoint
ALTER FUNCTION profile.rarest(text[]) OWNER TO kompass_indexer;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA profile FROM kompass_indexer;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION profile.rarest(text[]), profile.index_persons(uuid[]) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION profile.rarest(text[]) TO kompass_profile;
--> statement-breakpoint
CREATE TRIGGER index_moved AFTER UPDATE OF name, birth_date, updated_at ON profile.person FOR EACH ROW
  WHEN (OLD.name <> NEW.name OR OLD.birth_date <> NEW.birth_date OR OLD.updated_at <> NEW.updated_at)
  EXECUTE FUNCTION profile.index_moved();
