-- The last link of the chain. Whoever appends locks it, so that concurrent gateways keep one chain.
CREATE TABLE consent.disclosure_head (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  seq bigint NOT NULL,
  hash bytea NOT NULL
);
--> statement-breakpoint
INSERT INTO consent.disclosure_head (seq, hash) VALUES (0, sha256('Kompass'));
--> statement-breakpoint
-- Nobody changes or removes an entry, the owner included, short of removing this trigger; the chain would tell.
CREATE FUNCTION consent.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the disclosure log is append-only';
END $$;
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON consent.disclosure
  FOR EACH ROW EXECUTE FUNCTION consent.refuse_change();
--> statement-breakpoint
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON consent.disclosure
  FOR EACH STATEMENT EXECUTE FUNCTION consent.refuse_change();
--> statement-breakpoint
CREATE TABLE consent.disclosure_later PARTITION OF consent.disclosure DEFAULT;
--> statement-breakpoint
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON consent.disclosure_later
  FOR EACH STATEMENT EXECUTE FUNCTION consent.refuse_change();
--> statement-breakpoint
-- Months get their partition ahead of time, at each start; entries of a month without one go to disclosure_later.
CREATE PROCEDURE consent.prepare_disclosure_months(ahead int) LANGUAGE plpgsql AS $$
DECLARE
  month date;
  name text;
BEGIN
  FOR month IN SELECT generate_series(date_trunc('month', now()), now() + make_interval(months => ahead), '1 month') LOOP
    name := 'disclosure_' || to_char(month, 'YYYY_MM');
    CONTINUE WHEN to_regclass('consent.' || name) IS NOT NULL;
    EXECUTE format('CREATE TABLE consent.%I PARTITION OF consent.disclosure FOR VALUES FROM (%L) TO (%L)',
      name, month, month + interval '1 month');
    EXECUTE format('CREATE TRIGGER never_emptied BEFORE TRUNCATE ON consent.%I
      FOR EACH STATEMENT EXECUTE FUNCTION consent.refuse_change()', name);
  END LOOP;
END $$;
--> statement-breakpoint
-- Two roles that only this log needs: one appends, inside one function; one reads everything, to verify.
DO $$
DECLARE
  duty text;
BEGIN
  FOREACH duty IN ARRAY ARRAY['kompass_disclosure', 'kompass_auditor'] LOOP
    BEGIN
      EXECUTE format('CREATE ROLE %I NOLOGIN', duty);
    EXCEPTION WHEN duplicate_object THEN NULL; -- another database of this server has them already
    END;
    EXECUTE format('GRANT %I TO CURRENT_USER', duty);
    EXECUTE format('GRANT USAGE ON SCHEMA consent TO %I', duty);
  END LOOP;
END $$;
--> statement-breakpoint
GRANT USAGE ON SCHEMA access TO kompass_disclosure, kompass_auditor;
--> statement-breakpoint
GRANT INSERT ON consent.disclosure TO kompass_disclosure;
--> statement-breakpoint
GRANT SELECT, UPDATE ON consent.disclosure_head TO kompass_disclosure;
--> statement-breakpoint
GRANT SELECT ON consent.disclosure, consent.disclosure_head TO kompass_auditor;
--> statement-breakpoint
GRANT SELECT ON consent.disclosure TO kompass_consent;
--> statement-breakpoint
CALL access.protect('consent.disclosure', 'person_id');
--> statement-breakpoint
-- Who looked is for the person and for IMDi's privacy officer, whoever else may see the person.
CREATE POLICY read_by_right ON consent.disclosure AS RESTRICTIVE FOR SELECT TO kompass_consent USING (
  (SELECT access.party()) = 'PERSON'
  OR (SELECT access.party()) = 'IMDI' AND (SELECT access.purpose()) = 'DATA_SUBJECT_RIGHTS');
--> statement-breakpoint
CREATE POLICY appended ON consent.disclosure FOR INSERT TO kompass_disclosure WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY audited ON consent.disclosure FOR SELECT TO kompass_auditor USING (true);
--> statement-breakpoint
-- Appends entries and chains each to the one before: its hash is over that one's hash and its own content as a JSON
-- array. `npm run disclosures -- verify` works the same out without the database's help.
CREATE FUNCTION consent.append_disclosures(entries jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  head consent.disclosure_head;
  entry record;
  moment timestamptz;
BEGIN
  SELECT * INTO STRICT head FROM consent.disclosure_head FOR UPDATE;
  moment := date_trunc('milliseconds', clock_timestamp());
  FOR entry IN SELECT * FROM jsonb_to_recordset(entries) AS given (
    "personId" uuid, party text, organisation text, officer text, purpose consent.purpose, operation text,
    coordinates text[], "policyVersion" text, trace text)
  LOOP
    head.seq := head.seq + 1;
    head.hash := sha256(head.hash || convert_to(json_build_array(
      head.seq, (extract(epoch FROM moment) * 1000)::bigint, entry."personId", entry.party, entry.organisation,
      entry.officer, entry.purpose, entry.operation, array_to_string(entry.coordinates, ' '),
      entry."policyVersion", entry.trace)::text, 'UTF8'));
    INSERT INTO consent.disclosure (seq, at, person_id, party, organisation, officer, purpose, operation,
      coordinates, policy_version, trace, hash)
    VALUES (head.seq, moment, entry."personId", entry.party, entry.organisation, entry.officer, entry.purpose,
      entry.operation, entry.coordinates, entry."policyVersion", entry.trace, head.hash);
  END LOOP;
  UPDATE consent.disclosure_head SET seq = head.seq, hash = head.hash;
  RETURN head.seq;
END $$;
--> statement-breakpoint
GRANT CREATE ON SCHEMA consent TO kompass_disclosure;
--> statement-breakpoint
ALTER FUNCTION consent.append_disclosures(jsonb) OWNER TO kompass_disclosure;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA consent FROM kompass_disclosure;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION consent.append_disclosures(jsonb) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION consent.append_disclosures(jsonb) TO kompass_consent;
