-- A subgraph relates, restricts and lifts only persons whom its caller sees. A policy could not ask for that: the
-- persons' own policies read these two tables, and PostgreSQL refuses the circle.
CREATE FUNCTION access.refuse_unseen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  seen boolean;
BEGIN
  EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I.person WHERE id = $1)', substr(current_user, length('kompass_') + 1))
    INTO seen USING NEW.person_id;
  IF NOT seen THEN
    RAISE EXCEPTION 'the caller does not see the person' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER refuse_unseen BEFORE INSERT OR UPDATE ON access.relation
  FOR EACH ROW WHEN (current_user LIKE 'kompass\_%') EXECUTE FUNCTION access.refuse_unseen();
--> statement-breakpoint
CREATE TRIGGER refuse_unseen BEFORE INSERT OR UPDATE ON access.restriction
  FOR EACH ROW WHEN (current_user LIKE 'kompass\_%') EXECUTE FUNCTION access.refuse_unseen();
