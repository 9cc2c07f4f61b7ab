-- Who sees whom: what row-level security in every subgraph needs, and nothing else.
CREATE SCHEMA access;
--> statement-breakpoint
-- A role per subgraph. They cannot log in: a process logs in as the owner or as a user granted just one of them.
DO $$
DECLARE
  subgraph text;
BEGIN
  FOREACH subgraph IN ARRAY ARRAY['profile', 'consent', 'guidance', 'settlement'] LOOP
    BEGIN
      EXECUTE format('CREATE ROLE %I NOLOGIN', 'kompass_' || subgraph);
    EXCEPTION WHEN duplicate_object THEN NULL; -- another database of this server has them already
    END;
    EXECUTE format('GRANT %I TO CURRENT_USER', 'kompass_' || subgraph);
    EXECUTE format('GRANT USAGE ON SCHEMA access TO %I', 'kompass_' || subgraph);
  END LOOP;
END $$;
--> statement-breakpoint
-- Why somebody may see a person: a kind of relation, and the place it holds for.
-- place: a municipality's or county's number; 'NO' for the whole country; for SELF the person's DUF number.
CREATE TABLE access.relation (
  person_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN
    ('SELF', 'CONTROLLER', 'COMPLETED', 'HOST', 'ASSIGNED', 'SETTLED', 'REFERRED')),
  place text NOT NULL,
  valid_from timestamptz NOT NULL DEFAULT now(),
  valid_to timestamptz CHECK (valid_to >= valid_from)
);
--> statement-breakpoint
CREATE INDEX relation_of_person ON access.relation (person_id, kind, place);
--> statement-breakpoint
CREATE INDEX relation_of_place ON access.relation (place, kind, person_id);
--> statement-breakpoint
-- Why nobody, or fewer, may see a person: restriction (GDPR art. 18), objection to one purpose (art. 21),
-- address protection (adressebeskyttelse).
CREATE TABLE access.restriction (
  person_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('RESTRICTION', 'OBJECTION', 'PROTECTION')),
  purpose text CHECK ((purpose IS NOT NULL) = (kind = 'OBJECTION')),
  since timestamptz NOT NULL DEFAULT now(),
  lifted_at timestamptz
);
--> statement-breakpoint
CREATE INDEX restriction_of_person ON access.restriction (person_id) WHERE lifted_at IS NULL;
--> statement-breakpoint
-- The places an organisation answers for, and when: mergers, splits and county reforms are rows here, not code.
CREATE TABLE access.jurisdiction (
  organisation text NOT NULL,
  party text NOT NULL CHECK (party IN ('IMDI', 'CAREER_CENTRE', 'NAV', 'MUNICIPALITY')),
  place text NOT NULL,
  valid_from date NOT NULL,
  valid_to date CHECK (valid_to > valid_from),
  PRIMARY KEY (organisation, party, place, valid_from)
);
--> statement-breakpoint
-- The key that seals cursors: the same for every process, known to no client. 244 random bits.
CREATE TABLE access.seal (key bytea NOT NULL);
--> statement-breakpoint
INSERT INTO access.seal VALUES
  (decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'));
--> statement-breakpoint
-- The caller, as set by the subgraph at the start of each transaction; empty when nobody is.
CREATE FUNCTION access.party() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  RETURN coalesce(current_setting('kompass.party', true), '');
--> statement-breakpoint
CREATE FUNCTION access.purpose() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  RETURN coalesce(current_setting('kompass.purpose', true), '');
--> statement-breakpoint
-- The kinds of relation that let this caller see a person (design § 6). Unknown callers: none.
CREATE FUNCTION access.kinds() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE
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
--> statement-breakpoint
-- The places this caller answers for today.
CREATE FUNCTION access.places() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE
  RETURN CASE access.party()
    WHEN '' THEN ARRAY[]::text[]
    WHEN 'PERSON' THEN ARRAY[coalesce(current_setting('kompass.duf_number', true), '')]
    ELSE ARRAY(
      SELECT place FROM access.jurisdiction
      WHERE organisation = current_setting('kompass.organisation', true)
        AND party = access.party()
        AND valid_from <= current_date AND (valid_to IS NULL OR valid_to > current_date)) END;
--> statement-breakpoint
-- The kinds of restriction that hide a person from this caller (design § 6). A person is never hidden from themself;
-- a restricted person is seen by IMDi's privacy officer, who must decide; protection needs its own clearance.
CREATE FUNCTION access.hiding() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE
  RETURN CASE WHEN access.party() = 'PERSON' THEN ARRAY[]::text[] ELSE
    CASE WHEN access.party() = 'IMDI' AND access.purpose() = 'DATA_SUBJECT_RIGHTS'
      THEN ARRAY[]::text[] ELSE ARRAY['RESTRICTION', 'OBJECTION'] END
    || CASE WHEN 'ADDRESS_PROTECTED' = ANY (string_to_array(current_setting('kompass.clearances', true), ','))
      THEN ARRAY[]::text[] ELSE ARRAY['PROTECTION'] END END;
--> statement-breakpoint
-- Puts a table of persons' data behind row-level security, its owner included. The condition is written into each
-- policy instead of into a function, so that the planner asks for the caller once a query and not once a row. It looks
-- one row up at a time, in scalar subqueries: EXISTS would let the planner hash everybody whom the caller may see,
-- which takes most of a second at a million persons, to answer a page of fifty.
CREATE PROCEDURE access.protect(guarded regclass, person_column text) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', guarded);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', guarded);
  EXECUTE format($policy$
    CREATE POLICY seen_by_caller ON %1$s USING (
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
        LIMIT 1) IS NULL)
  $policy$, guarded, person_column);
END $$;
--> statement-breakpoint
-- The two tables themselves: no caller, no rows. A relation is seen by whoever answers for its place, and by bodies
-- that answer for the whole country.
ALTER TABLE access.relation ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE access.relation FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY seen_by_caller ON access.relation USING (
  place = ANY ((SELECT access.places())::text[]) OR 'NO' = ANY ((SELECT access.places())::text[]));
--> statement-breakpoint
ALTER TABLE access.restriction ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE access.restriction FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY seen_by_caller ON access.restriction USING ((SELECT access.party()) <> '');
--> statement-breakpoint
GRANT SELECT ON access.relation, access.restriction, access.jurisdiction, access.seal
  TO kompass_profile, kompass_consent, kompass_guidance, kompass_settlement;
