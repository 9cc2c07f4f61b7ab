-- A person arrives: profile admits the person in all four rooms in one transaction, and this is consent's part.
-- The registrar works under row-level security as well: it is called once the person's first relations are written.
GRANT USAGE ON SCHEMA consent TO kompass_registrar, kompass_profile;
--> statement-breakpoint
GRANT INSERT ON consent.person TO kompass_registrar;
--> statement-breakpoint
CREATE FUNCTION consent.admit(person_id uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  INSERT INTO consent.person (id) VALUES (person_id)
$$;
--> statement-breakpoint
GRANT CREATE ON SCHEMA consent TO kompass_registrar;
--> statement-breakpoint
ALTER FUNCTION consent.admit(uuid) OWNER TO kompass_registrar;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA consent FROM kompass_registrar;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION consent.admit(uuid) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION consent.admit(uuid) TO kompass_profile;
