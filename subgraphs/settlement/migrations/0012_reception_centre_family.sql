-- A move to a reception centre is decided by a named officer and stands in the history, as settlement's other acts do.
ALTER TYPE "settlement"."event_kind" ADD VALUE 'RECEPTION_CENTRE' BEFORE 'ASSIGNED';--> statement-breakpoint
ALTER TABLE "settlement"."event" ADD COLUMN "reception_centre_id" smallint;--> statement-breakpoint
ALTER TABLE "settlement"."event" ADD CONSTRAINT "event_reception_centre_id_reception_centre_id_fk" FOREIGN KEY ("reception_centre_id") REFERENCES "settlement"."reception_centre"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
-- How many a person's family is stays true for the person when another of them restricts or objects (GDPR art. 15): the
-- numbers, and nobody's name. Row security shows a person nobody else, so a role of its own counts, in a function that
-- does nothing else and answers the persons themselves only.
DO $$ BEGIN
  CREATE ROLE kompass_family NOLOGIN;
EXCEPTION WHEN duplicate_object THEN NULL; -- another database of this server has it already
END $$;
--> statement-breakpoint
GRANT kompass_family TO CURRENT_USER;
--> statement-breakpoint
GRANT USAGE ON SCHEMA settlement, access TO kompass_family;
--> statement-breakpoint
GRANT SELECT ON settlement.family_member TO kompass_family;
--> statement-breakpoint
CREATE POLICY counted ON settlement.family_member FOR SELECT TO kompass_family USING (true);
--> statement-breakpoint
CREATE FUNCTION settlement.own_family(person_ids uuid[]) RETURNS TABLE (person_id uuid, children int, size int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT oneself.person_id, sum(member.children)::int, (count(*) + sum(member.children))::int
  FROM settlement.family_member AS oneself
  JOIN settlement.family_member AS member ON member.family_id = oneself.family_id
  WHERE oneself.person_id = ANY (person_ids) AND access.party() = 'PERSON' AND access.sees(oneself.person_id)
  GROUP BY oneself.person_id
$$;
--> statement-breakpoint
GRANT CREATE ON SCHEMA settlement TO kompass_family;
--> statement-breakpoint
ALTER FUNCTION settlement.own_family(uuid[]) OWNER TO kompass_family;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA settlement FROM kompass_family;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION settlement.own_family(uuid[]) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION settlement.own_family(uuid[]) TO kompass_settlement;
