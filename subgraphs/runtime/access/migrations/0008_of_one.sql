-- One person is read in a role that sees nobody else. Whether the caller sees that person is asked once, by see_one; the
-- policies then compare an identifier with a setting. For pages of persons they hash the note and have to be ready to look
-- everybody up, and what PostgreSQL prepares for that in each table of a statement is half of what one person's reads cost.
DO $$
DECLARE
  room text;
BEGIN
  FOREACH room IN ARRAY ARRAY['profile', 'consent', 'guidance', 'settlement'] LOOP
    BEGIN
      EXECUTE format('CREATE ROLE %I NOLOGIN', 'kompass_' || room || '_of_one');
    EXCEPTION WHEN duplicate_object THEN NULL; -- another database of this server has them already
    END;
    EXECUTE format('GRANT USAGE ON SCHEMA access TO %I', 'kompass_' || room || '_of_one');
    EXECUTE format('GRANT %I TO CURRENT_USER', 'kompass_' || room || '_of_one');
    -- A room may take the role. It does not have its rights otherwise: they would add their policies to its own.
    EXECUTE format('GRANT %1$I TO %2$I WITH INHERIT FALSE', 'kompass_' || room || '_of_one', 'kompass_' || room);
  END LOOP;
END $$;
--> statement-breakpoint
-- Whoever is read: a setting like the note, and trusted as far.
CREATE FUNCTION access.one() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('kompass.one', true), '')::uuid;
--> statement-breakpoint
-- From here on it is this person that is read, if the caller sees them; otherwise nobody.
CREATE FUNCTION access.see_one(person uuid) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM set_config('kompass.one', CASE WHEN access.sees(person) THEN person::text ELSE '' END, true);
END $$;
--> statement-breakpoint
-- A request that begins with one person has no room's role yet when it asks.
GRANT USAGE ON SCHEMA access TO kompass_nobody;
--> statement-breakpoint
-- The policy by which rooms see persons, and the registrar whom it admits, was everybody's who had a right to the table.
CREATE PROCEDURE access.see_alone(guarded regclass, person_column text) LANGUAGE plpgsql AS $$
DECLARE
  room text := (SELECT relnamespace::regnamespace FROM pg_class WHERE oid = guarded);
BEGIN
  EXECUTE format('ALTER POLICY seen_by_caller ON %s
    TO kompass_profile, kompass_consent, kompass_guidance, kompass_settlement, kompass_registrar', guarded);
  EXECUTE format('DROP POLICY IF EXISTS seen_alone ON %s', guarded);
  EXECUTE format('CREATE POLICY seen_alone ON %s FOR SELECT TO %I USING (%I = access.one())',
    guarded, 'kompass_' || room || '_of_one', person_column);
END $$;
--> statement-breakpoint
DO $$
DECLARE
  known record;
BEGIN
  FOR known IN SELECT schemaname, tablename FROM pg_policies
    WHERE policyname = 'seen_by_caller' AND cmd = 'ALL'
      AND schemaname IN ('profile', 'consent', 'guidance', 'settlement') LOOP
    CALL access.see_alone(format('%I.%I', known.schemaname, known.tablename)::regclass,
      CASE known.tablename WHEN 'person' THEN 'id' ELSE 'person_id' END);
  END LOOP;
END $$;
--> statement-breakpoint
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
  CALL access.close_to_erased(guarded, person_column);
  CALL access.see_alone(guarded, person_column);
END $$;
