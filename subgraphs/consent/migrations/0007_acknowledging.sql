-- The person acknowledges the letter, or a counsellor who has gone through it with the person.
GRANT INSERT ON consent.acknowledgement TO kompass_consent;
--> statement-breakpoint
-- Whether a person has acknowledged the letter in force on a day: profile asks before anything is registered. It works
-- as consent's own role, so row security holds as for any other query of the caller.
CREATE FUNCTION consent.has_acknowledged(person_id uuid, on_day date DEFAULT current_date) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT EXISTS (
    SELECT 1 FROM consent.acknowledgement AS read
    WHERE read.person_id = has_acknowledged.person_id
      AND read.notice_version = (
        SELECT max(version) FROM consent.notice WHERE valid_from <= has_acknowledged.on_day))
$$;
--> statement-breakpoint
GRANT CREATE ON SCHEMA consent TO kompass_consent;
--> statement-breakpoint
ALTER FUNCTION consent.has_acknowledged(uuid, date) OWNER TO kompass_consent;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA consent FROM kompass_consent;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION consent.has_acknowledged(uuid, date) FROM PUBLIC;
--> statement-breakpoint
GRANT USAGE ON SCHEMA consent TO kompass_profile;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION consent.has_acknowledged(uuid, date) TO kompass_profile, kompass_consent;
