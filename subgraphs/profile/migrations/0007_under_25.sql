-- Which introduction programme the law has in mind depends on whether somebody is below 25 (integreringsloven § 13).
-- Settlement learns that, and neither the date of birth nor the age. Row security holds as in profile.competence.
CREATE FUNCTION profile.under_25(person_ids uuid[], on_day date) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT subject.id FROM profile.person AS subject
  WHERE subject.id = ANY (person_ids) AND subject.birth_date > (on_day - interval '25 years')::date
$$;
--> statement-breakpoint
GRANT CREATE ON SCHEMA profile TO kompass_profile;
--> statement-breakpoint
ALTER FUNCTION profile.under_25(uuid[], date) OWNER TO kompass_profile;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA profile FROM kompass_profile;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION profile.under_25(uuid[], date) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION profile.under_25(uuid[], date) TO kompass_settlement;
