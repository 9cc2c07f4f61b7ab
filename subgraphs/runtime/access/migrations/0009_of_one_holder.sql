-- Who is asked for by DUF number is looked up like who is asked for by identifier: whether there is nobody, or somebody
-- whom the caller does not see, takes the same. Row security looked a person up only where there was one, and the time it
-- took told so.
CREATE FUNCTION access.see_holder(duf_number text) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  holder uuid := (SELECT person_id FROM access.relation WHERE place = duf_number AND kind = 'SELF' LIMIT 1);
BEGIN
  PERFORM access.see_one(coalesce(holder, '00000000-0000-0000-0000-000000000000'));
END $$;
--> statement-breakpoint
GRANT CREATE ON SCHEMA access TO kompass_usher;
--> statement-breakpoint
ALTER FUNCTION access.see_holder(text) OWNER TO kompass_usher;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA access FROM kompass_usher;
--> statement-breakpoint
ALTER FUNCTION access.see_holder(text) SECURITY DEFINER SET search_path = '';
