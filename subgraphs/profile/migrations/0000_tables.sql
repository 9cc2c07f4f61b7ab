CREATE SCHEMA "profile";
--> statement-breakpoint
CREATE TYPE "profile"."cefr_level" AS ENUM('A1', 'A2', 'B1', 'B2', 'C1', 'C2');--> statement-breakpoint
CREATE TYPE "profile"."education_level" AS ENUM('NONE', 'PRIMARY', 'LOWER_SECONDARY', 'UPPER_SECONDARY_BASIC', 'UPPER_SECONDARY', 'POST_SECONDARY', 'BACHELOR', 'MASTER', 'DOCTORATE');--> statement-breakpoint
CREATE TYPE "profile"."gender" AS ENUM('FEMALE', 'MALE', 'UNSPECIFIED');--> statement-breakpoint
CREATE TYPE "profile"."registration_section" AS ENUM('LANGUAGES', 'EDUCATION', 'WORK_EXPERIENCE', 'ACTIVITIES', 'INTERESTS', 'WISHES');--> statement-breakpoint
CREATE TYPE "profile"."registration_status" AS ENUM('NOT_STARTED', 'IN_PROGRESS', 'COMPLETED');--> statement-breakpoint
CREATE TABLE "profile"."activity" (
	"person_id" uuid NOT NULL,
	"position" smallint NOT NULL,
	"description" text NOT NULL,
	"years" smallint,
	"counsellor_note" text,
	CONSTRAINT "activity_person_id_position_pk" PRIMARY KEY("person_id","position")
);
--> statement-breakpoint
CREATE TABLE "profile"."education" (
	"person_id" uuid NOT NULL,
	"position" smallint NOT NULL,
	"level" "profile"."education_level" NOT NULL,
	"field" text,
	"country" text NOT NULL,
	"years" smallint,
	"end_year" smallint,
	"completed" boolean NOT NULL,
	"recognised_in_norway" boolean NOT NULL,
	"counsellor_note" text,
	CONSTRAINT "education_person_id_position_pk" PRIMARY KEY("person_id","position")
);
--> statement-breakpoint
CREATE TABLE "profile"."interest" (
	"person_id" uuid NOT NULL,
	"position" smallint NOT NULL,
	"description" text NOT NULL,
	"counsellor_note" text,
	CONSTRAINT "interest_person_id_position_pk" PRIMARY KEY("person_id","position")
);
--> statement-breakpoint
CREATE TABLE "profile"."language" (
	"person_id" uuid NOT NULL,
	"position" smallint NOT NULL,
	"language" text NOT NULL,
	"mother_tongue" boolean NOT NULL,
	"listening" "profile"."cefr_level",
	"reading" "profile"."cefr_level",
	"speaking" "profile"."cefr_level",
	"writing" "profile"."cefr_level",
	"counsellor_note" text,
	CONSTRAINT "language_person_id_position_pk" PRIMARY KEY("person_id","position")
);
--> statement-breakpoint
CREATE TABLE "profile"."person" (
	"id" uuid PRIMARY KEY NOT NULL,
	"duf_number" text NOT NULL,
	"name" text NOT NULL,
	"birth_date" date NOT NULL,
	"gender" "profile"."gender" NOT NULL,
	"citizenships" text[] NOT NULL,
	"registration_status" "profile"."registration_status" NOT NULL,
	"started_at" timestamp with time zone,
	"completed_at" timestamp with time zone,
	"helped_by" text,
	"registered_sections" "profile"."registration_section"[] NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "person_duf_number_unique" UNIQUE("duf_number")
);
--> statement-breakpoint
CREATE TABLE "profile"."wishes" (
	"person_id" uuid PRIMARY KEY NOT NULL,
	"education" text,
	"work" text,
	"occupation" text,
	"long_term_goal" text,
	"counsellor_note" text
);
--> statement-breakpoint
CREATE TABLE "profile"."work_experience" (
	"person_id" uuid NOT NULL,
	"position" smallint NOT NULL,
	"occupation" text NOT NULL,
	"employer" text,
	"country" text NOT NULL,
	"from_date" date NOT NULL,
	"to_date" date,
	"tasks" text,
	"counsellor_note" text,
	CONSTRAINT "work_experience_person_id_position_pk" PRIMARY KEY("person_id","position")
);
--> statement-breakpoint
CREATE INDEX "education_reached" ON "profile"."education" USING btree ("level","person_id");--> statement-breakpoint
CREATE INDEX "language_known" ON "profile"."language" USING btree ("language","speaking","person_id");--> statement-breakpoint
CREATE INDEX "person_by_update" ON "profile"."person" USING btree ("updated_at","id");--> statement-breakpoint
CREATE INDEX "person_by_birth" ON "profile"."person" USING btree ("birth_date","id");--> statement-breakpoint
CREATE INDEX "work_done" ON "profile"."work_experience" USING btree ("occupation" text_pattern_ops,"person_id");