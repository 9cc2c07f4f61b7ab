-- A person arrives. The first row and the first relations are the registrar's to write, for IMDi when it registers, and
-- for nobody else: whoever got past the rules would still be refused here.
GRANT USAGE ON SCHEMA profile TO kompass_registrar;
--> statement-breakpoint
GRANT INSERT ON profile.person TO kompass_registrar;
--> statement-breakpoint
GRANT SELECT (id) ON profile.person TO kompass_registrar;
--> statement-breakpoint
CREATE POLICY admitted ON profile.person FOR INSERT TO kompass_registrar WITH CHECK (true);
--> statement-breakpoint
-- Answers false when there is somebody with this DUF number already, whether or not the caller may see them.
CREATE FUNCTION profile.admit(
  person_id uuid, duf_number text, name text, birth_date date, gender profile.gender, citizenships text[],
  at timestamptz
) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF access.party() <> 'IMDI' OR access.purpose() <> 'REGISTRATION' THEN
    RAISE EXCEPTION 'the caller admits nobody' USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO profile.person (id, duf_number, name, birth_date, gender, citizenships, registration_status,
    registered_sections, updated_at)
  VALUES (person_id, duf_number, name, birth_date, gender, citizenships, 'NOT_STARTED', '{}', at);
  INSERT INTO access.relation (person_id, kind, place) VALUES
    (person_id, 'SELF', duf_number), (person_id, 'CONTROLLER', 'NO');
  RETURN true;
EXCEPTION WHEN unique_violation THEN
  RETURN false;
END $$;
--> statement-breakpoint
-- A registration is completed, or taken up again: NAV sees the person, or no longer does.
CREATE FUNCTION profile.note_completion(person_id uuid, completed boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM profile.person AS seen WHERE seen.id = person_id) THEN
    RAISE EXCEPTION 'the caller does not see the person' USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE access.relation AS related SET valid_to = clock_timestamp()
  WHERE related.person_id = note_completion.person_id AND related.kind = 'COMPLETED' AND related.valid_to IS NULL;
  IF completed THEN
    INSERT INTO access.relation (person_id, kind, place) VALUES (person_id, 'COMPLETED', 'NO');
  END IF;
END $$;
--> statement-breakpoint
GRANT CREATE ON SCHEMA profile TO kompass_registrar;
--> statement-breakpoint
ALTER FUNCTION profile.admit(uuid, text, text, date, profile.gender, text[], timestamptz) OWNER TO kompass_registrar;
--> statement-breakpoint
ALTER FUNCTION profile.note_completion(uuid, boolean) OWNER TO kompass_registrar;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA profile FROM kompass_registrar;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION profile.admit(uuid, text, text, date, profile.gender, text[], timestamptz),
  profile.note_completion(uuid, boolean) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION profile.admit(uuid, text, text, date, profile.gender, text[], timestamptz),
  profile.note_completion(uuid, boolean) TO kompass_profile;
