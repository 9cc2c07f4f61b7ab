-- Through whom: the processor whose system acted for the organisation (GDPR art. 4(9), 15(1)(c), 28).
ALTER TABLE "consent"."disclosure" ADD COLUMN "supplier" text;
--> statement-breakpoint
-- The hash covers the supplier as a twelfth part, and only where there is one: entries without, and all from before, are
-- hashed over the eleven parts that they always were. Adding one later, or taking one away, breaks the chain.
CREATE OR REPLACE FUNCTION consent.append_disclosures(entries jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  head consent.disclosure_head;
  told record;
  person uuid;
  moment timestamptz;
  millis bigint;
  links bytea[];
BEGIN
  SELECT * INTO STRICT head FROM consent.disclosure_head FOR UPDATE;
  moment := date_trunc('milliseconds', clock_timestamp());
  millis := extract(epoch FROM moment) * 1000;
  FOR told IN
    SELECT *, trim(BOTH '[]' FROM json_build_array(party, organisation, officer, purpose, operation,
      array_to_string(coordinates, ' '), "policyVersion", trace)::text)
      || coalesce(', ' || to_json(supplier)::text, '') || ']' AS shared
    FROM jsonb_to_recordset(entries) AS given (
      "personIds" uuid[], party text, organisation text, supplier text, officer text, purpose consent.purpose,
      operation text, coordinates text[], "policyVersion" text, trace text)
  LOOP
    links := '{}';
    FOREACH person IN ARRAY told."personIds" LOOP
      head.seq := head.seq + 1;
      head.hash := sha256(head.hash || convert_to(
        '[' || head.seq || ', ' || millis || ', "' || person || '", ' || told.shared, 'UTF8'));
      links := links || head.hash;
    END LOOP;
    INSERT INTO consent.disclosure (seq, at, person_id, party, organisation, supplier, officer, purpose, operation,
      coordinates, policy_version, trace, hash)
    SELECT head.seq - cardinality(links) + number, moment, person_id, told.party, told.organisation, told.supplier,
      told.officer, told.purpose, told.operation, told.coordinates, told."policyVersion", told.trace, link
    FROM unnest(told."personIds", links) WITH ORDINALITY AS each (person_id, link, number);
  END LOOP;
  UPDATE consent.disclosure_head SET seq = head.seq, hash = head.hash;
  RETURN head.seq;
END $$;
