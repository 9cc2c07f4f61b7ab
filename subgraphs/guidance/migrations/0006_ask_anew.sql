-- Row security notes which persons the caller sees (access.see) and lets them pass from then on. Whoever asks it as
-- somebody else must ask anew, and find the caller's own note again afterwards.
CREATE OR REPLACE FUNCTION guidance.ask_as(caller text[]) RETURNS void LANGUAGE sql SET search_path = '' AS $$
  SELECT set_config('kompass.party', caller[1], true), set_config('kompass.purpose', caller[2], true),
    set_config('kompass.organisation', caller[3], true), set_config('kompass.clearances', caller[4], true),
    set_config('kompass.seen', coalesce(caller[5], ''), true)
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION guidance.seen_by(person_ids uuid[], parties text[], purposes text[])
RETURNS TABLE (person_id uuid, party text, purpose text, organisation text, cleared_only boolean)
LANGUAGE plpgsql SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
  caller text[] := ARRAY[access.party(), access.purpose(), current_setting('kompass.organisation', true),
    current_setting('kompass.clearances', true), current_setting('kompass.seen', true)];
  known uuid[] := ARRAY(SELECT id FROM guidance.person WHERE id = ANY (person_ids));
  places text[];
  asked record;
  seen uuid[];
  cleared uuid[];
BEGIN
  -- The controller sees every relation.
  PERFORM guidance.ask_as(ARRAY['IMDI', 'DATA_SUBJECT_RIGHTS', (SELECT ruling.organisation FROM access.jurisdiction AS ruling
    WHERE ruling.party = 'IMDI' AND ruling.valid_from <= current_date
      AND (ruling.valid_to IS NULL OR ruling.valid_to > current_date) LIMIT 1), 'ADDRESS_PROTECTED']);
  places := ARRAY(SELECT DISTINCT place FROM access.relation WHERE person_id = ANY (known));
  FOR asked IN
    SELECT DISTINCT reading.party, reading.purpose, ruling.organisation
    FROM unnest(parties, purposes) AS reading (party, purpose)
    JOIN access.jurisdiction AS ruling ON ruling.party = reading.party
    WHERE ruling.place = ANY (places) AND ruling.valid_from <= current_date
      AND (ruling.valid_to IS NULL OR ruling.valid_to > current_date)
  LOOP
    PERFORM guidance.ask_as(ARRAY[asked.party, asked.purpose, asked.organisation, '']);
    seen := ARRAY(SELECT id FROM guidance.person WHERE id = ANY (known));
    PERFORM guidance.ask_as(ARRAY[asked.party, asked.purpose, asked.organisation, 'ADDRESS_PROTECTED']);
    cleared := ARRAY(SELECT id FROM guidance.person WHERE id = ANY (known));
    RETURN QUERY SELECT subject, asked.party, asked.purpose, asked.organisation, NOT subject = ANY (seen)
      FROM unnest(cleared) AS subject;
  END LOOP;
  PERFORM guidance.ask_as(caller);
END $$;
