-- A person arrives: profile admits the person in all four rooms in one transaction, and this is guidance's part. Whether
-- the person has the right and duty to guidance is decided later.
-- The registrar works under row-level security as well: it is called once the person's first relations are written.
GRANT USAGE ON SCHEMA guidance TO kompass_registrar, kompass_profile;
--> statement-breakpoint
GRANT INSERT ON guidance.person TO kompass_registrar;
--> statement-breakpoint
CREATE FUNCTION guidance.admit(person_id uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  INSERT INTO guidance.person (id, entitlement) VALUES (person_id, 'OFFERED')
$$;
--> statement-breakpoint
GRANT CREATE ON SCHEMA guidance TO kompass_registrar;
--> statement-breakpoint
ALTER FUNCTION guidance.admit(uuid) OWNER TO kompass_registrar;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA guidance FROM kompass_registrar;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION guidance.admit(uuid) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION guidance.admit(uuid) TO kompass_profile;
