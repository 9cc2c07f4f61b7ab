-- Each list of coordinates once: nearly every entry tells one of a few, and with its own it was six times as large.
-- It tells what may be asked and holds no personal data, so it needs no row security.
CREATE TABLE "consent"."told" (
	"number" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "consent"."told_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"coordinates" text NOT NULL,
	-- By hashes, which drizzle-kit cannot say: a list may be longer than what an ordered index takes.
	CONSTRAINT "told_once" EXCLUDE USING hash ("coordinates" WITH =)
);
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON consent.told
  FOR EACH ROW EXECUTE FUNCTION consent.refuse_change();
--> statement-breakpoint
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON consent.told
  FOR EACH STATEMENT EXECUTE FUNCTION consent.refuse_change();
--> statement-breakpoint
GRANT SELECT, INSERT ON consent.told TO kompass_disclosure;
--> statement-breakpoint
GRANT SELECT ON consent.told TO kompass_consent, kompass_auditor;
--> statement-breakpoint
ALTER TABLE "consent"."disclosure" ALTER COLUMN "coordinates" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "consent"."disclosure" ADD COLUMN "told" integer;--> statement-breakpoint
-- Not looked for in entries from before, which had to have theirs: nobody is to wait for a log of years to be read. There
-- is no foreign key, which is looked up for each entry; one that refers to no list, or to another, has another hash.
ALTER TABLE "consent"."disclosure" ADD CONSTRAINT "told_one_way" CHECK (num_nonnulls(coordinates, told) = 1) NOT VALID;
--> statement-breakpoint
CREATE VIEW "consent"."disclosed" WITH (security_invoker = true) AS (select "seq", "at", "person_id", "party", "organisation", "officer", "purpose", "operation", coalesce(disclosure.coordinates, string_to_array(
          (select told.coordinates from consent.told where told.number = disclosure.told), ' ')) as "coordinates", "policy_version", "trace", "hash", "supplier", "told" from "consent"."disclosure");
--> statement-breakpoint
GRANT SELECT ON consent.disclosed TO kompass_consent, kompass_auditor;
--> statement-breakpoint
-- Appends entries of requests, which refer to the lists that are given once, by their place. What a hash covers is what it
-- always was. The lists are numbered and all rows go in with one statement; who appends has locked the head, so that
-- nobody else adds the same list meanwhile. consent.append_disclosures stays for processes of the version before, and may
-- go once none of them runs.
CREATE FUNCTION consent.enter_disclosures(lists text[], entries jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  head consent.disclosure_head;
  joined text;
  its_number int;
  numbers int[] := '{}';
  entry record;
  person uuid;
  moment timestamptz;
  millis bigint;
  entered consent.disclosure[] := '{}';
BEGIN
  SELECT * INTO STRICT head FROM consent.disclosure_head FOR UPDATE;
  moment := date_trunc('milliseconds', clock_timestamp());
  millis := extract(epoch FROM moment) * 1000;
  FOREACH joined IN ARRAY lists LOOP
    SELECT number INTO its_number FROM consent.told WHERE coordinates = joined;
    IF NOT FOUND THEN
      INSERT INTO consent.told (coordinates) VALUES (joined) RETURNING number INTO its_number;
    END IF;
    numbers := numbers || its_number;
  END LOOP;
  FOR entry IN
    SELECT *, trim(BOTH '[]' FROM json_build_array(party, organisation, officer, purpose, operation)::text) || ', '
      || to_json(lists[given.list])::text || ', '
      || substr((CASE WHEN supplier IS NULL THEN json_build_array("policyVersion", trace)
        ELSE json_build_array("policyVersion", trace, supplier) END)::text, 2) AS shared
    FROM jsonb_to_recordset(entries) AS given (
      "personIds" uuid[], party text, organisation text, supplier text, officer text, purpose consent.purpose,
      operation text, list int, "policyVersion" text, trace text)
  LOOP
    FOREACH person IN ARRAY entry."personIds" LOOP
      head.seq := head.seq + 1;
      head.hash := sha256(head.hash || convert_to(
        '[' || head.seq || ', ' || millis || ', "' || person || '", ' || entry.shared, 'UTF8'));
      -- In the order of the table's columns: whoever adds one makes this function anew.
      entered := entered || ROW(head.seq, moment, person, entry.party, entry.organisation, entry.officer, entry.purpose,
        entry.operation, NULL, entry."policyVersion", entry.trace, head.hash, entry.supplier,
        numbers[entry.list])::consent.disclosure;
    END LOOP;
  END LOOP;
  INSERT INTO consent.disclosure SELECT * FROM unnest(entered);
  UPDATE consent.disclosure_head SET seq = head.seq, hash = head.hash;
  RETURN head.seq;
END $$;
--> statement-breakpoint
GRANT CREATE ON SCHEMA consent TO kompass_disclosure;
--> statement-breakpoint
ALTER FUNCTION consent.enter_disclosures(text[], jsonb) OWNER TO kompass_disclosure;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA consent FROM kompass_disclosure;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION consent.enter_disclosures(text[], jsonb) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION consent.enter_disclosures(text[], jsonb) TO kompass_consent;
