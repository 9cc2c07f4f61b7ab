-- Many rows at once, as synthetic persons come, took time with the square of their number: what was to be deleted was
-- compared with what was found, pair by pair. New rows only add words, so nothing is to be deleted for them.
CREATE FUNCTION profile.index_added() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  INSERT INTO profile.term (term, person_id)
    SELECT found.term, found.person_id
    FROM profile.terms_of(ARRAY(SELECT DISTINCT changed.person_id FROM changed)) AS found
    ON CONFLICT DO NOTHING;
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
  INSERT INTO profile.term (term, person_id)
    SELECT found.term, found.person_id FROM profile.terms_of(persons) AS found
    ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
--> statement-breakpoint
GRANT CREATE ON SCHEMA profile TO kompass_indexer;
--> statement-breakpoint
ALTER FUNCTION profile.index_added() OWNER TO kompass_indexer;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA profile FROM kompass_indexer;
--> statement-breakpoint
DO $$
DECLARE
  section text;
BEGIN
  FOREACH section IN ARRAY ARRAY['language', 'education', 'work_experience'] LOOP
    EXECUTE format('DROP TRIGGER index_added ON profile.%I', section);
    EXECUTE format('CREATE TRIGGER index_added AFTER INSERT ON profile.%I REFERENCING NEW TABLE AS changed
      FOR EACH STATEMENT EXECUTE FUNCTION profile.index_added()', section);
  END LOOP;
END $$;
