-- A programme is proposed from the competence. Proposals told of children, too, who are registered to find a suitable
-- municipality and for nothing else; those that were kept tell it no more. What a municipality decided stands as it was.
-- Under forced row security the owner sees nobody, so it is lifted meanwhile.
ALTER TABLE "settlement"."introduction_programme" NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "settlement"."full_time_programme" NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
UPDATE "settlement"."introduction_programme" SET "proposal" = "proposal" || jsonb_build_object(
  'because', ("proposal" -> 'because') - 'PARENT', 'content', ("proposal" -> 'content') - 'PARENTAL_GUIDANCE')
WHERE "proposal" -> 'because' ? 'PARENT';
--> statement-breakpoint
UPDATE "settlement"."full_time_programme" SET "proposal" = "proposal" || jsonb_build_object(
  'because', ("proposal" -> 'because') - 'PARENT', 'content', ("proposal" -> 'content') - 'PARENTAL_GUIDANCE')
WHERE "proposal" -> 'because' ? 'PARENT';
--> statement-breakpoint
ALTER TABLE "settlement"."full_time_programme" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "settlement"."introduction_programme" FORCE ROW LEVEL SECURITY;
