CREATE SCHEMA "settlement";
--> statement-breakpoint
CREATE TYPE "settlement"."programme_element" AS ENUM('NORWEGIAN', 'SOCIAL_STUDIES', 'LIFE_SKILLS', 'PARENTAL_GUIDANCE', 'WORK_PRACTICE', 'EDUCATION', 'RECOGNITION', 'INTEGRATION_MEASURES');--> statement-breakpoint
CREATE TYPE "settlement"."settlement_status" AS ENUM('AT_RECEPTION_CENTRE', 'ASSIGNED', 'ACCEPTED', 'SETTLED');--> statement-breakpoint
CREATE TABLE "settlement"."county" (
	"number" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date
);
--> statement-breakpoint
CREATE TABLE "settlement"."full_time_programme" (
	"person_id" uuid PRIMARY KEY NOT NULL,
	"content" "settlement"."programme_element"[] NOT NULL,
	"from_date" date NOT NULL,
	"to_date" date NOT NULL
);
--> statement-breakpoint
CREATE TABLE "settlement"."introduction_programme" (
	"person_id" uuid PRIMARY KEY NOT NULL,
	"end_goal" text NOT NULL,
	"content" "settlement"."programme_element"[] NOT NULL,
	"norwegian_goal" text,
	"from_date" date NOT NULL,
	"to_date" date NOT NULL
);
--> statement-breakpoint
CREATE TABLE "settlement"."municipality" (
	"number" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"county_number" text NOT NULL,
	"organisation_number" text,
	"valid_from" date NOT NULL,
	"valid_to" date
);
--> statement-breakpoint
CREATE TABLE "settlement"."municipality_match" (
	"person_id" uuid NOT NULL,
	"position" smallint NOT NULL,
	"municipality_number" text NOT NULL,
	"score" smallint NOT NULL,
	"reasons" text[] NOT NULL,
	CONSTRAINT "municipality_match_person_id_position_pk" PRIMARY KEY("person_id","position")
);
--> statement-breakpoint
CREATE TABLE "settlement"."person" (
	"id" uuid PRIMARY KEY NOT NULL,
	"status" "settlement"."settlement_status" NOT NULL,
	"reception_centre_id" smallint,
	"municipality_number" text,
	"assigned_at" timestamp (3) with time zone,
	"settled_at" date
);
--> statement-breakpoint
CREATE TABLE "settlement"."reception_centre" (
	"id" smallint PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"municipality_number" text NOT NULL,
	"places" smallint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "settlement"."municipality" ADD CONSTRAINT "municipality_county_number_county_number_fk" FOREIGN KEY ("county_number") REFERENCES "settlement"."county"("number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settlement"."municipality_match" ADD CONSTRAINT "municipality_match_municipality_number_municipality_number_fk" FOREIGN KEY ("municipality_number") REFERENCES "settlement"."municipality"("number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settlement"."person" ADD CONSTRAINT "person_reception_centre_id_reception_centre_id_fk" FOREIGN KEY ("reception_centre_id") REFERENCES "settlement"."reception_centre"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settlement"."person" ADD CONSTRAINT "person_municipality_number_municipality_number_fk" FOREIGN KEY ("municipality_number") REFERENCES "settlement"."municipality"("number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settlement"."reception_centre" ADD CONSTRAINT "reception_centre_municipality_number_municipality_number_fk" FOREIGN KEY ("municipality_number") REFERENCES "settlement"."municipality"("number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "municipality_of_county" ON "settlement"."municipality" USING btree ("county_number");--> statement-breakpoint
CREATE INDEX "person_by_municipality" ON "settlement"."person" USING btree ("municipality_number","id");--> statement-breakpoint
CREATE INDEX "person_by_reception_centre" ON "settlement"."person" USING btree ("reception_centre_id","id");--> statement-breakpoint
CREATE INDEX "reception_centre_of_municipality" ON "settlement"."reception_centre" USING btree ("municipality_number");