-- Row security, asked once for each person of a fetch instead of once for each row beneath.
--
-- The caller's kinds of relation, places and what hides persons: the same answers as before, from functions that
-- PostgreSQL compiles once a connection. As SQL functions they were compiled again for each of the seven places that
-- a statement over the sections asks them in, at 40 to 70 µs each.
CREATE OR REPLACE FUNCTION access.party() RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  RETURN coalesce(current_setting('kompass.party', true), '');
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION access.purpose() RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  RETURN coalesce(current_setting('kompass.purpose', true), '');
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION access.kinds() RETURNS text[] LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  RETURN CASE access.party()
    WHEN 'PERSON' THEN ARRAY['SELF']
    WHEN 'IMDI' THEN ARRAY['CONTROLLER']
    WHEN 'NAV' THEN ARRAY['COMPLETED']
    WHEN 'CAREER_CENTRE' THEN ARRAY['HOST', 'ASSIGNED', 'SETTLED', 'REFERRED']
    WHEN 'MUNICIPALITY' THEN CASE access.purpose()
      WHEN 'FULL_TIME_PROGRAMME' THEN ARRAY['HOST']
      WHEN 'INTRODUCTION_PROGRAMME' THEN ARRAY['ASSIGNED', 'SETTLED']
      WHEN 'REGISTRATION' THEN ARRAY['HOST', 'ASSIGNED', 'SETTLED']
      ELSE ARRAY[]::text[] END
    ELSE ARRAY[]::text[] END;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION access.places() RETURNS text[] LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  RETURN CASE access.party()
    WHEN '' THEN ARRAY[]::text[]
    WHEN 'PERSON' THEN ARRAY[coalesce(current_setting('kompass.duf_number', true), '')]
    ELSE ARRAY(
      SELECT place FROM access.jurisdiction
      WHERE organisation = current_setting('kompass.organisation', true)
        AND party = access.party()
        AND valid_from <= current_date AND (valid_to IS NULL OR valid_to > current_date)) END;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION access.hiding() RETURNS text[] LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  RETURN CASE WHEN access.party() = 'PERSON' THEN ARRAY[]::text[] ELSE
    CASE WHEN access.party() = 'IMDI' AND access.purpose() = 'DATA_SUBJECT_RIGHTS'
      THEN ARRAY[]::text[] ELSE ARRAY['RESTRICTION', 'OBJECTION'] END
    || CASE WHEN 'ADDRESS_PROTECTED' = ANY (string_to_array(current_setting('kompass.clearances', true), ','))
      THEN ARRAY[]::text[] ELSE ARRAY['PROTECTION'] END END;
END $$;
--> statement-breakpoint
-- Whether the caller sees a person.
CREATE FUNCTION access.sees(person uuid) RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  RETURN EXISTS (
      SELECT FROM access.relation AS related
      WHERE related.person_id = person
        AND related.kind = ANY (access.kinds()) AND related.place = ANY (access.places())
        AND related.valid_from <= now() AND (related.valid_to IS NULL OR related.valid_to > now()))
    AND NOT EXISTS (
      SELECT FROM access.restriction AS hidden
      WHERE hidden.person_id = person
        AND hidden.lifted_at IS NULL
        AND hidden.kind = ANY (access.hiding())
        AND (hidden.purpose IS NULL OR hidden.purpose = access.purpose()));
END $$;
--> statement-breakpoint
-- Those of the persons whom the caller sees, in the order given; noted until the transaction ends, or until somebody's
-- relations or restrictions change in it. The note is a setting like the caller's own, and trusted as far: a subgraph's
-- role sets both, and no client can. Nothing but this function writes it.
CREATE FUNCTION access.see(persons uuid[]) RETURNS uuid[] LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  visible uuid[] := ARRAY(
    SELECT asked.id FROM unnest(persons) WITH ORDINALITY AS asked (id, at)
    WHERE (SELECT true FROM access.relation AS related
        WHERE related.person_id = asked.id
          AND related.kind = ANY ((SELECT access.kinds())::text[])
          AND related.place = ANY ((SELECT access.places())::text[])
          AND related.valid_from <= now() AND (related.valid_to IS NULL OR related.valid_to > now())
        LIMIT 1) IS TRUE
      AND (SELECT true FROM access.restriction AS hidden
        WHERE hidden.person_id = asked.id
          AND hidden.lifted_at IS NULL
          AND hidden.kind = ANY ((SELECT access.hiding())::text[])
          AND (hidden.purpose IS NULL OR hidden.purpose = (SELECT access.purpose()))
        LIMIT 1) IS NULL
    ORDER BY asked.at);
BEGIN
  PERFORM set_config('kompass.seen', visible::text, true);
  RETURN visible;
END $$;
--> statement-breakpoint
-- The persons noted.
CREATE FUNCTION access.seen() RETURNS uuid[] LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  RETURN coalesce(nullif(current_setting('kompass.seen', true), ''), '{}');
END $$;
--> statement-breakpoint
CREATE FUNCTION access.unsee() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('kompass.seen', '', true);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER unsee AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON access.relation
  FOR EACH STATEMENT EXECUTE FUNCTION access.unsee();
--> statement-breakpoint
CREATE TRIGGER unsee AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON access.restriction
  FOR EACH STATEMENT EXECUTE FUNCTION access.unsee();
--> statement-breakpoint
-- A table of persons themselves is walked in lists, so its policy looks one row up at a time as before. Tables of what
-- lies beneath are read by person, after access.see. In both, whoever is noted passes at the price of a hash look-up:
-- the set in the subquery does not depend on the row and is hashed once a statement.
CREATE OR REPLACE PROCEDURE access.protect(guarded regclass, person_column text) LANGUAGE plpgsql AS $$
DECLARE
  looked_up text := CASE person_column WHEN 'id' THEN format($condition$
      (SELECT true FROM access.relation AS related
        WHERE related.person_id = %1$s.%2$I
          AND related.kind = ANY ((SELECT access.kinds())::text[])
          AND related.place = ANY ((SELECT access.places())::text[])
          AND related.valid_from <= now() AND (related.valid_to IS NULL OR related.valid_to > now())
        LIMIT 1) IS TRUE
      AND (SELECT true FROM access.restriction AS hidden
        WHERE hidden.person_id = %1$s.%2$I
          AND hidden.lifted_at IS NULL
          AND hidden.kind = ANY ((SELECT access.hiding())::text[])
          AND (hidden.purpose IS NULL OR hidden.purpose = (SELECT access.purpose()))
        LIMIT 1) IS NULL
    $condition$, guarded, person_column)
    ELSE format('access.sees(%I)', person_column) END;
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', guarded);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', guarded);
  EXECUTE format('DROP POLICY IF EXISTS seen_by_caller ON %s', guarded);
  EXECUTE format('CREATE POLICY seen_by_caller ON %s USING (%I IN (SELECT unnest(access.seen())) OR %s)',
    guarded, person_column, looked_up);
END $$;
--> statement-breakpoint
DO $$
DECLARE
  guarded record;
BEGIN
  FOR guarded IN
    SELECT policy.schemaname, policy.tablename FROM pg_policies AS policy
    WHERE policy.policyname = 'seen_by_caller' AND policy.schemaname <> 'access'
  LOOP
    CALL access.protect(format('%I.%I', guarded.schemaname, guarded.tablename)::regclass,
      CASE guarded.tablename WHEN 'person' THEN 'id' ELSE 'person_id' END);
  END LOOP;
END $$;
