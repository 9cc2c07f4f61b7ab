CREATE SCHEMA "guidance";
--> statement-breakpoint
CREATE TYPE "guidance"."appointment_mode" AS ENUM('IN_PERSON', 'VIDEO', 'TELEPHONE');--> statement-breakpoint
CREATE TYPE "guidance"."appointment_status" AS ENUM('BOOKED', 'HELD', 'CANCELLED', 'MISSED');--> statement-breakpoint
CREATE TYPE "guidance"."entitlement" AS ENUM('RIGHT_AND_DUTY', 'OFFERED');--> statement-breakpoint
CREATE TABLE "guidance"."appointment" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"mode" "guidance"."appointment_mode" NOT NULL,
	"status" "guidance"."appointment_status" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "guidance"."career_centre" (
	"organisation_number" text PRIMARY KEY NOT NULL,
	"county" text NOT NULL,
	"name" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "guidance"."employment_guidance" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"given_at" timestamp (3) with time zone NOT NULL,
	"assessment" text NOT NULL,
	"measures" text[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "guidance"."person" (
	"id" uuid PRIMARY KEY NOT NULL,
	"entitlement" "guidance"."entitlement" NOT NULL,
	"career_centre" text
);
--> statement-breakpoint
CREATE TABLE "guidance"."result" (
	"person_id" uuid PRIMARY KEY NOT NULL,
	"shared_at" timestamp (3) with time zone NOT NULL,
	"goals" text[] NOT NULL,
	"recommended_path" text[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "guidance"."session" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"career_centre" text NOT NULL,
	"held_at" timestamp (3) with time zone NOT NULL,
	"interpreter" boolean NOT NULL,
	"internal_note" text
);
--> statement-breakpoint
ALTER TABLE "guidance"."person" ADD CONSTRAINT "person_career_centre_career_centre_organisation_number_fk" FOREIGN KEY ("career_centre") REFERENCES "guidance"."career_centre"("organisation_number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "appointment_of_person" ON "guidance"."appointment" USING btree ("person_id","starts_at");--> statement-breakpoint
CREATE INDEX "employment_guidance_of_person" ON "guidance"."employment_guidance" USING btree ("person_id","given_at");--> statement-breakpoint
CREATE INDEX "session_of_person" ON "guidance"."session" USING btree ("person_id","held_at");