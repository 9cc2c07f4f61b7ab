CREATE SCHEMA "consent";
--> statement-breakpoint
CREATE TYPE "consent"."contact_role" AS ENUM('CONTROLLER', 'DATA_PROTECTION_OFFICER', 'SUPERVISORY_AUTHORITY');--> statement-breakpoint
CREATE TYPE "consent"."notice_language" AS ENUM('NB', 'EN');--> statement-breakpoint
CREATE TYPE "consent"."purpose" AS ENUM('REGISTRATION', 'SETTLEMENT', 'CAREER_GUIDANCE', 'EMPLOYMENT_GUIDANCE', 'FULL_TIME_PROGRAMME', 'INTRODUCTION_PROGRAMME', 'STATISTICS', 'DATA_SUBJECT_RIGHTS');--> statement-breakpoint
CREATE TYPE "consent"."right" AS ENUM('ACCESS', 'RECTIFICATION', 'ERASURE', 'RESTRICTION', 'OBJECTION', 'COMPLAINT');--> statement-breakpoint
CREATE TYPE "consent"."rights_request_status" AS ENUM('RECEIVED', 'EXTENDED', 'GRANTED', 'REFUSED');--> statement-breakpoint
CREATE TABLE "consent"."acknowledgement" (
	"person_id" uuid NOT NULL,
	"notice_version" smallint NOT NULL,
	"language" "consent"."notice_language" NOT NULL,
	"acknowledged_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "acknowledgement_person_id_notice_version_pk" PRIMARY KEY("person_id","notice_version")
);
--> statement-breakpoint
CREATE TABLE "consent"."contact_point" (
	"role" "consent"."contact_role" PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text,
	"url" text
);
--> statement-breakpoint
CREATE TABLE "consent"."notice" (
	"version" smallint NOT NULL,
	"language" "consent"."notice_language" NOT NULL,
	"valid_from" date NOT NULL,
	"text" text NOT NULL,
	CONSTRAINT "notice_version_language_pk" PRIMARY KEY("version","language")
);
--> statement-breakpoint
CREATE TABLE "consent"."person" (
	"id" uuid PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE "consent"."processing_purpose" (
	"purpose" "consent"."purpose" PRIMARY KEY NOT NULL,
	"legal_basis" text NOT NULL,
	"description" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "consent"."rights_request" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"right" "consent"."right" NOT NULL,
	"purpose" "consent"."purpose",
	"status" "consent"."rights_request_status" NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"due_at" date NOT NULL,
	"decided_at" timestamp (3) with time zone,
	"reason" text
);
--> statement-breakpoint
CREATE INDEX "rights_request_of_person" ON "consent"."rights_request" USING btree ("person_id","received_at");