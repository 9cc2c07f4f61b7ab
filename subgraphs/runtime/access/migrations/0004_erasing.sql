-- A person whose erasure is decided: hidden as under a restriction, and nothing more is written about them, so that no
-- room takes in anything after it has erased what it held. Deleted with the person.
ALTER TABLE access.restriction DROP CONSTRAINT restriction_kind_check;
--> statement-breakpoint
ALTER TABLE access.restriction ADD CONSTRAINT restriction_kind_check
  CHECK (kind IN ('RESTRICTION', 'OBJECTION', 'PROTECTION', 'ERASURE'));
--> statement-breakpoint
CREATE OR REPLACE FUNCTION access.hiding() RETURNS text[] LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  RETURN CASE WHEN access.party() = 'PERSON' THEN ARRAY[]::text[] ELSE
    CASE WHEN access.party() = 'IMDI' AND access.purpose() = 'DATA_SUBJECT_RIGHTS'
      THEN ARRAY[]::text[] ELSE ARRAY['RESTRICTION', 'OBJECTION', 'ERASURE'] END
    || CASE WHEN 'ADDRESS_PROTECTED' = ANY (string_to_array(current_setting('kompass.clearances', true), ','))
      THEN ARRAY[]::text[] ELSE ARRAY['PROTECTION'] END END;
END $$;
--> statement-breakpoint
CREATE PROCEDURE access.close_to_erased(guarded regclass, person_column text) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('DROP POLICY IF EXISTS not_while_erased ON %s', guarded);
  EXECUTE format($policy$
    CREATE POLICY not_while_erased ON %1$s AS RESTRICTIVE FOR INSERT
      TO kompass_profile, kompass_consent, kompass_guidance, kompass_settlement WITH CHECK (
      (SELECT true FROM access.restriction AS erased
        WHERE erased.person_id = %1$s.%2$I AND erased.kind = 'ERASURE' AND erased.lifted_at IS NULL
        LIMIT 1) IS NULL)
  $policy$, guarded, person_column);
END $$;
--> statement-breakpoint
-- The tables that are protected already; those to come are closed as they are protected.
DO $$
DECLARE
  known record;
BEGIN
  FOR known IN SELECT schemaname, tablename FROM pg_policies
    WHERE policyname = 'seen_by_caller' AND schemaname IN ('profile', 'consent', 'guidance', 'settlement') LOOP
    CALL access.close_to_erased(format('%I.%I', known.schemaname, known.tablename)::regclass,
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
END $$;
--> statement-breakpoint
-- The queue of jobs, which pg-boss keeps in a schema of its own. A job holds identifiers of what is to be done, never
-- of a person.
DO $$ BEGIN
  CREATE ROLE kompass_jobs NOLOGIN;
EXCEPTION WHEN duplicate_object THEN NULL; -- another database of this server has it already
END $$;
--> statement-breakpoint
GRANT kompass_jobs TO CURRENT_USER;
