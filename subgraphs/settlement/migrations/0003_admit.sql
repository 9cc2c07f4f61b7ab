-- A person arrives: profile admits the person in all four rooms in one transaction, and this is settlement's part. Which
-- reception centre it is, is noted when the person moves in.
-- The registrar works under row-level security as well: it is called once the person's first relations are written.
GRANT USAGE ON SCHEMA settlement TO kompass_registrar, kompass_profile;
--> statement-breakpoint
GRANT INSERT ON settlement.person TO kompass_registrar;
--> statement-breakpoint
CREATE FUNCTION settlement.admit(person_id uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  INSERT INTO settlement.person (id, status) VALUES (person_id, 'AT_RECEPTION_CENTRE')
$$;
--> statement-breakpoint
GRANT CREATE ON SCHEMA settlement TO kompass_registrar;
--> statement-breakpoint
ALTER FUNCTION settlement.admit(uuid) OWNER TO kompass_registrar;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA settlement FROM kompass_registrar;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION settlement.admit(uuid) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION settlement.admit(uuid) TO kompass_profile;
