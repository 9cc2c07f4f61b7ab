-- Nobody sees a person who has no relations yet, so nobody could write the first ones. A role of its own does that, in
-- functions that do nothing else: it admits persons, and notes that a registration is completed, which NAV sees by.
DO $$ BEGIN
  CREATE ROLE kompass_registrar NOLOGIN;
EXCEPTION WHEN duplicate_object THEN NULL; -- another database of this server has it already
END $$;
--> statement-breakpoint
GRANT kompass_registrar TO CURRENT_USER;
--> statement-breakpoint
GRANT USAGE ON SCHEMA access TO kompass_registrar;
--> statement-breakpoint
GRANT SELECT ON access.relation, access.restriction, access.jurisdiction TO kompass_registrar;
--> statement-breakpoint
GRANT INSERT, UPDATE (valid_to) ON access.relation TO kompass_registrar;
--> statement-breakpoint
CREATE POLICY registered ON access.relation FOR INSERT TO kompass_registrar WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY only_registered ON access.relation AS RESTRICTIVE FOR INSERT TO kompass_registrar WITH CHECK (
  kind IN ('SELF', 'CONTROLLER', 'COMPLETED'));
--> statement-breakpoint
-- Whoever helps a person to complete the registration, or to reopen it, does not answer for the whole country.
CREATE POLICY completion_seen ON access.relation FOR SELECT TO kompass_registrar USING (kind = 'COMPLETED');
--> statement-breakpoint
CREATE POLICY completion_ended ON access.relation FOR UPDATE TO kompass_registrar USING (true);
--> statement-breakpoint
CREATE POLICY only_completion_ended ON access.relation AS RESTRICTIVE FOR UPDATE TO kompass_registrar USING (
  kind = 'COMPLETED');
--> statement-breakpoint
-- The trigger holds for the subgraphs. The registrar's functions ask for themselves whether the caller sees the person,
-- or, for one who only arrives, whether the caller may admit anybody.
DROP TRIGGER refuse_unseen ON access.relation;
--> statement-breakpoint
CREATE TRIGGER refuse_unseen BEFORE INSERT OR UPDATE ON access.relation
  FOR EACH ROW WHEN (current_user LIKE 'kompass\_%' AND current_user <> 'kompass_registrar')
  EXECUTE FUNCTION access.refuse_unseen();
