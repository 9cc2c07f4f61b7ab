-- One transaction for a request, in which each room reads in its own role. It begins in a role that may nothing, so that
-- a statement sent in nobody's name is refused.
DO $$
DECLARE
  needed text;
BEGIN
  FOREACH needed IN ARRAY ARRAY['kompass_nobody', 'kompass_usher'] LOOP
    BEGIN
      EXECUTE format('CREATE ROLE %I NOLOGIN', needed);
    EXCEPTION WHEN duplicate_object THEN NULL; -- another database of this server has it already
    END;
    EXECUTE format('GRANT %I TO CURRENT_USER', needed);
  END LOOP;
END $$;
--> statement-breakpoint
-- A role of its own finds out whom the caller sees. PostgreSQL plans a query under row security anew whenever the role
-- changes, as it does from room to room; this one's does not.
GRANT USAGE ON SCHEMA access TO kompass_usher;
--> statement-breakpoint
GRANT SELECT ON access.relation, access.restriction, access.jurisdiction TO kompass_usher;
--> statement-breakpoint
CREATE POLICY looked_up ON access.relation FOR SELECT TO kompass_usher USING (true);
--> statement-breakpoint
CREATE POLICY looked_up ON access.restriction FOR SELECT TO kompass_usher USING (true);
--> statement-breakpoint
-- As before; and whom one room found the caller to see, the next need not look up again.
CREATE OR REPLACE FUNCTION access.see(persons uuid[]) RETURNS uuid[]
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  visible uuid[] := ARRAY(
    SELECT asked.id FROM unnest(persons) WITH ORDINALITY AS asked (id, at)
    WHERE asked.id IN (SELECT unnest(access.seen()))
      OR (SELECT true FROM access.relation AS related
        WHERE related.person_id = asked.id
          AND related.kind = ANY ((SELECT access.kinds())::text[])
          AND related.place = ANY ((SELECT access.places())::text[])
          AND related.valid_from <= now() AND (related.valid_to IS NULL OR related.valid_to > now())
        LIMIT 1) IS TRUE
      AND (SELECT true FROM access.restriction AS hidden
        WHERE hidden.person_id = asked.id
          AND hidden.lifted_at IS NULL
          AND hidden.kind = ANY ((SELECT access.hiding())::text[])
          AND (hidden.purpose IS NULL OR hidden.purpose = (SELECT access.purpose()))
        LIMIT 1) IS NULL
    ORDER BY asked.at);
BEGIN
  PERFORM set_config('kompass.seen', visible::text, true);
  RETURN visible;
END $$;
--> statement-breakpoint
-- Notes a page of persons, whom row security has let through one by one as the page was read: they need not be looked up
-- again. Like the caller's own settings it is trusted, and only what row security answers is handed to it.
CREATE FUNCTION access.note(visible uuid[]) RETURNS uuid[] LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM set_config('kompass.seen', visible::text, true);
  RETURN visible;
END $$;
--> statement-breakpoint
GRANT CREATE ON SCHEMA access TO kompass_usher;
--> statement-breakpoint
ALTER FUNCTION access.see(uuid[]) OWNER TO kompass_usher;
--> statement-breakpoint
ALTER FUNCTION access.sees(uuid) OWNER TO kompass_usher;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA access FROM kompass_usher;
--> statement-breakpoint
ALTER FUNCTION access.sees(uuid) SECURITY DEFINER SET search_path = '';
