CREATE TYPE "guidance"."referral_end" AS ENUM('GUIDED', 'MOVED', 'DECLINED', 'MISTAKE', 'REPLACED');--> statement-breakpoint
CREATE TYPE "guidance"."referrer" AS ENUM('IMDI', 'MUNICIPALITY', 'SELF');--> statement-breakpoint
CREATE TABLE "guidance"."referral" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"career_centre" text NOT NULL,
	"referrer" "guidance"."referrer" NOT NULL,
	"organisation" text NOT NULL,
	"referred_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"ended_because" "guidance"."referral_end"
);
--> statement-breakpoint
CREATE TABLE "guidance"."result_draft" (
	"person_id" uuid NOT NULL,
	"career_centre" text NOT NULL,
	"goals" text[] NOT NULL,
	"recommended_path" text[] NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"saved_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "result_draft_person_id_career_centre_pk" PRIMARY KEY("person_id","career_centre")
);
--> statement-breakpoint
-- Under forced row security the owner sees nobody. What there is already is carried over, so it is lifted meanwhile.
ALTER TABLE "guidance"."person" NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "guidance"."appointment" NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "guidance"."result" NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
-- The career centre that a person is referred to was a column of the person; now every referral is kept.
INSERT INTO "guidance"."referral"
SELECT gen_random_uuid(), "id", "career_centre", 'IMDI', '987879696', now() FROM "guidance"."person"
WHERE "career_centre" IS NOT NULL;--> statement-breakpoint
ALTER TABLE "guidance"."appointment" ADD COLUMN "career_centre" text;--> statement-breakpoint
UPDATE "guidance"."appointment" SET "career_centre" = "person"."career_centre" FROM "guidance"."person"
WHERE "person"."id" = "appointment"."person_id";--> statement-breakpoint
ALTER TABLE "guidance"."appointment" ALTER COLUMN "career_centre" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "guidance"."appointment" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "guidance"."session" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "guidance"."employment_guidance" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
-- Every sharing is kept; what was shared so far is the first.
ALTER TABLE "guidance"."result" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "guidance"."result" ALTER COLUMN "version" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "guidance"."result" ADD COLUMN "draft_version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "guidance"."result" ALTER COLUMN "draft_version" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "guidance"."result" ADD COLUMN "shared_with" jsonb DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE "guidance"."result" ALTER COLUMN "shared_with" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "guidance"."result" ADD COLUMN "career_centre" text;--> statement-breakpoint
UPDATE "guidance"."result" SET "career_centre" = "person"."career_centre" FROM "guidance"."person"
WHERE "person"."id" = "result"."person_id";--> statement-breakpoint
ALTER TABLE "guidance"."result" ALTER COLUMN "career_centre" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "guidance"."result" DROP CONSTRAINT "result_pkey";--> statement-breakpoint
ALTER TABLE "guidance"."result" ADD CONSTRAINT "result_person_id_version_pk" PRIMARY KEY("person_id","version");--> statement-breakpoint
DROP INDEX "guidance"."employment_guidance_of_person";--> statement-breakpoint
ALTER TABLE "guidance"."referral" ADD CONSTRAINT "referral_career_centre_career_centre_organisation_number_fk" FOREIGN KEY ("career_centre") REFERENCES "guidance"."career_centre"("organisation_number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guidance"."result_draft" ADD CONSTRAINT "result_draft_career_centre_career_centre_organisation_number_fk" FOREIGN KEY ("career_centre") REFERENCES "guidance"."career_centre"("organisation_number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "referral_of_person" ON "guidance"."referral" USING btree ("person_id","referred_at");--> statement-breakpoint
CREATE UNIQUE INDEX "one_referral_in_force" ON "guidance"."referral" USING btree ("person_id") WHERE "guidance"."referral"."ended_at" is null;--> statement-breakpoint
ALTER TABLE "guidance"."appointment" ADD CONSTRAINT "appointment_career_centre_career_centre_organisation_number_fk" FOREIGN KEY ("career_centre") REFERENCES "guidance"."career_centre"("organisation_number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guidance"."result" ADD CONSTRAINT "result_career_centre_career_centre_organisation_number_fk" FOREIGN KEY ("career_centre") REFERENCES "guidance"."career_centre"("organisation_number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guidance"."session" ADD CONSTRAINT "session_career_centre_career_centre_organisation_number_fk" FOREIGN KEY ("career_centre") REFERENCES "guidance"."career_centre"("organisation_number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "one_appointment_at_a_time" ON "guidance"."appointment" USING btree ("person_id","starts_at") WHERE "guidance"."appointment"."status" = 'BOOKED';--> statement-breakpoint
CREATE UNIQUE INDEX "one_session_at_a_time" ON "guidance"."session" USING btree ("person_id","career_centre","held_at");--> statement-breakpoint
CREATE UNIQUE INDEX "employment_guidance_of_person" ON "guidance"."employment_guidance" USING btree ("person_id","given_at");--> statement-breakpoint
-- Right and duty are worked out from facts whenever they are asked for.
ALTER TABLE "guidance"."person" DROP COLUMN "entitlement";--> statement-breakpoint
ALTER TABLE "guidance"."person" DROP COLUMN "career_centre";--> statement-breakpoint
DROP TYPE "guidance"."entitlement";--> statement-breakpoint
CREATE OR REPLACE FUNCTION guidance.admit(person_id uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  INSERT INTO guidance.person (id) VALUES (person_id)
$$;--> statement-breakpoint
ALTER TABLE "guidance"."person" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "guidance"."appointment" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "guidance"."result" FORCE ROW LEVEL SECURITY;
