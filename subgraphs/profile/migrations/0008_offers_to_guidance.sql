-- What guidance needs of a profile. Occupations are suggested from the competence, which settlement is offered already.
GRANT USAGE ON SCHEMA profile TO kompass_guidance;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION profile.competence(uuid[]) TO kompass_guidance;
--> statement-breakpoint
-- Right and duty to guidance follow from the age at settlement: the years on that day, and not the date of birth. The
-- function works as profile's own role, so row security holds as for any other query of the caller.
CREATE FUNCTION profile.age_on(subject uuid, day date) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT extract(year FROM age(day, person.birth_date))::integer FROM profile.person WHERE person.id = subject
$$;
--> statement-breakpoint
GRANT CREATE ON SCHEMA profile TO kompass_profile;
--> statement-breakpoint
ALTER FUNCTION profile.age_on(uuid, date) OWNER TO kompass_profile;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA profile FROM kompass_profile;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION profile.age_on(uuid, date) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION profile.age_on(uuid, date) TO kompass_guidance;
