-- What a room asks of persons that another room of the same request has asked for costs next to nothing.
--
-- Whom the caller was found to see, as an expression: PostgreSQL writes it into the policies' plans, where a function
-- in plpgsql was called for each table of a statement.
CREATE OR REPLACE FUNCTION access.seen() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(nullif(current_setting('kompass.seen', true), ''), '{}')::uuid[];
--> statement-breakpoint
-- The looking up alone is done by the usher.
ALTER FUNCTION access.see(uuid[]) RENAME TO look_up;
--> statement-breakpoint
-- Those of the persons whom the caller sees, in the order given. Who asks for a page's persons, or the first of them, as
-- the request's other rooms do, is answered from the note.
CREATE FUNCTION access.see(persons uuid[]) RETURNS uuid[] LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  IF persons = (access.seen())[1:cardinality(persons)] THEN
    RETURN persons;
  END IF;
  RETURN access.look_up(persons);
END $$;
