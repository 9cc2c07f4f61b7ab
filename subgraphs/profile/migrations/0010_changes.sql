CREATE TYPE "profile"."change_kind" AS ENUM('ADMITTED', 'SECTION_SAVED', 'COMPLETED', 'REOPENED', 'RECTIFIED');--> statement-breakpoint
CREATE TYPE "profile"."missing_section_reason" AS ENUM('NOTHING_TO_REGISTER', 'DOES_NOT_WISH', 'NOT_POSSIBLE_NOW');--> statement-breakpoint
CREATE TABLE "profile"."act_key" (
	"person_id" uuid NOT NULL,
	"key" text NOT NULL,
	"digest" text NOT NULL,
	"version" integer,
	CONSTRAINT "act_key_person_id_key_pk" PRIMARY KEY("person_id","key")
);
--> statement-breakpoint
CREATE TABLE "profile"."change" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "profile"."change_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"person_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"kind" "profile"."change_kind" NOT NULL,
	"section" "profile"."registration_section",
	"version" integer,
	"party" text NOT NULL,
	"organisation" text,
	"officer" text,
	"before" jsonb,
	"after" jsonb,
	"left_out" jsonb,
	"acknowledged" text[]
);
--> statement-breakpoint
CREATE TABLE "profile"."section_state" (
	"person_id" uuid NOT NULL,
	"section" "profile"."registration_section" NOT NULL,
	"version" integer NOT NULL,
	"saved_at" timestamp (3) with time zone,
	"left_out_because" "profile"."missing_section_reason",
	CONSTRAINT "section_state_person_id_section_pk" PRIMARY KEY("person_id","section")
);
--> statement-breakpoint
CREATE INDEX "change_of_person" ON "profile"."change" USING btree ("person_id","seq");