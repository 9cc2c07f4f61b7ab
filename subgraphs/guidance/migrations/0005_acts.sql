-- Only persons that the caller may see; see access.protect in the runtime's migrations.
CALL access.protect('guidance.referral', 'person_id');
--> statement-breakpoint
CALL access.protect('guidance.result_draft', 'person_id');
--> statement-breakpoint
-- What guiding writes, and no more: who referred, when a session was held and what was shared are never changed.
GRANT SELECT, INSERT, UPDATE (ended_at, ended_because) ON guidance.referral TO kompass_guidance;
--> statement-breakpoint
GRANT INSERT, UPDATE (starts_at, mode, status, version) ON guidance.appointment TO kompass_guidance;
--> statement-breakpoint
GRANT INSERT, UPDATE (interpreter, internal_note, version) ON guidance.session TO kompass_guidance;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE (goals, recommended_path, version, saved_at) ON guidance.result_draft TO kompass_guidance;
--> statement-breakpoint
GRANT INSERT ON guidance.result TO kompass_guidance;
--> statement-breakpoint
GRANT INSERT, UPDATE (assessment, measures, version) ON guidance.employment_guidance TO kompass_guidance;
--> statement-breakpoint
-- What erasing a person deletes here beside that (GDPR art. 17).
GRANT DELETE ON guidance.referral, guidance.result_draft TO kompass_guidance;
--> statement-breakpoint
-- Whether something is the calling career centre's own.
CREATE FUNCTION guidance.own(career_centre text) RETURNS boolean LANGUAGE sql STABLE
  RETURN access.party() = 'CAREER_CENTRE' AND access.purpose() = 'CAREER_GUIDANCE'
    AND career_centre = current_setting('kompass.organisation', true);
--> statement-breakpoint
-- A career centre records its own guidance, and changes no other's. The person may call an appointment off.
CREATE POLICY recorded_by_own_centre ON guidance.appointment AS RESTRICTIVE FOR INSERT TO kompass_guidance
  WITH CHECK (guidance.own(career_centre));
--> statement-breakpoint
CREATE POLICY changed_by_own_centre ON guidance.appointment AS RESTRICTIVE FOR UPDATE TO kompass_guidance
  USING (guidance.own(career_centre) OR access.party() = 'PERSON')
  WITH CHECK (guidance.own(career_centre) OR access.party() = 'PERSON' AND status = 'CANCELLED');
--> statement-breakpoint
CREATE POLICY recorded_by_own_centre ON guidance.session AS RESTRICTIVE FOR INSERT TO kompass_guidance
  WITH CHECK (guidance.own(career_centre));
--> statement-breakpoint
CREATE POLICY changed_by_own_centre ON guidance.session AS RESTRICTIVE FOR UPDATE TO kompass_guidance
  USING (guidance.own(career_centre));
--> statement-breakpoint
CREATE POLICY recorded_by_own_centre ON guidance.result AS RESTRICTIVE FOR INSERT TO kompass_guidance
  WITH CHECK (guidance.own(career_centre));
--> statement-breakpoint
CREATE POLICY recorded_by_own_centre ON guidance.result_draft AS RESTRICTIVE FOR INSERT TO kompass_guidance
  WITH CHECK (guidance.own(career_centre));
--> statement-breakpoint
CREATE POLICY changed_by_own_centre ON guidance.result_draft AS RESTRICTIVE FOR UPDATE TO kompass_guidance
  USING (guidance.own(career_centre));
--> statement-breakpoint
-- A draft is the centre's and the person's alone. IMDi attends to the person's rights in it: it erases.
CREATE POLICY seen_by_own_centre ON guidance.result_draft AS RESTRICTIVE FOR SELECT TO kompass_guidance
  USING (guidance.own(career_centre) OR access.party() = 'PERSON'
    OR access.party() = 'IMDI' AND access.purpose() = 'DATA_SUBJECT_RIGHTS');
--> statement-breakpoint
CREATE POLICY recorded_by_nav ON guidance.employment_guidance AS RESTRICTIVE FOR INSERT TO kompass_guidance
  WITH CHECK (access.party() = 'NAV');
--> statement-breakpoint
CREATE POLICY changed_by_nav ON guidance.employment_guidance AS RESTRICTIVE FOR UPDATE TO kompass_guidance
  USING (access.party() = 'NAV');
--> statement-breakpoint
-- IMDi and municipalities refer to any career centre. A centre takes persons to itself, also from another, and ends its own.
CREATE POLICY referred_by ON guidance.referral AS RESTRICTIVE FOR INSERT TO kompass_guidance
  WITH CHECK (access.party() IN ('IMDI', 'MUNICIPALITY') OR guidance.own(career_centre));
--> statement-breakpoint
CREATE POLICY ended_by ON guidance.referral AS RESTRICTIVE FOR UPDATE TO kompass_guidance
  USING (access.party() IN ('IMDI', 'MUNICIPALITY', 'CAREER_CENTRE'))
  WITH CHECK (access.party() IN ('IMDI', 'MUNICIPALITY') OR guidance.own(career_centre) OR ended_because = 'REPLACED');
--> statement-breakpoint
-- The relations that referrals make, and no others. Whoever refers a person to another county's centre does not answer
-- for that county; of the one person whom a transaction refers, it may still end one and write one. The trigger
-- access.refuse_unseen sees to it that it is a person whom the caller sees.
GRANT INSERT, UPDATE (valid_to) ON access.relation TO kompass_guidance;
--> statement-breakpoint
CREATE POLICY guidance_refers ON access.relation TO kompass_guidance
  USING (kind = 'REFERRED'
    AND person_id = (SELECT nullif(current_setting('kompass.referring', true), '')::uuid));
--> statement-breakpoint
CREATE POLICY guidance_only_refers ON access.relation AS RESTRICTIVE FOR INSERT TO kompass_guidance
  WITH CHECK (kind = 'REFERRED');
--> statement-breakpoint
CREATE POLICY guidance_only_ends_referrals ON access.relation AS RESTRICTIVE FOR UPDATE TO kompass_guidance
  USING (kind = 'REFERRED');
--> statement-breakpoint
-- Which organisations see each of the persons, of the parties and purposes named: row security itself is asked, as each
-- of them in turn, among those that answer for a place that a relation of the persons names. Told only of persons that
-- the caller sees.
CREATE FUNCTION guidance.seen_by(person_ids uuid[], parties text[], purposes text[])
RETURNS TABLE (person_id uuid, party text, purpose text, organisation text, cleared_only boolean)
LANGUAGE plpgsql SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
  caller text[] := ARRAY[access.party(), access.purpose(), current_setting('kompass.organisation', true),
    current_setting('kompass.clearances', true)];
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
--> statement-breakpoint
CREATE FUNCTION guidance.ask_as(caller text[]) RETURNS void LANGUAGE sql SET search_path = '' AS $$
  SELECT set_config('kompass.party', caller[1], true), set_config('kompass.purpose', caller[2], true),
    set_config('kompass.organisation', caller[3], true), set_config('kompass.clearances', caller[4], true)
$$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION guidance.seen_by(uuid[], text[], text[]), guidance.ask_as(text[]) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION guidance.seen_by(uuid[], text[], text[]), guidance.ask_as(text[]) TO kompass_guidance;
