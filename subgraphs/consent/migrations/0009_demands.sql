CREATE TYPE "consent"."erasure_ground" AS ENUM('REQUEST', 'STORAGE_LIMIT');--> statement-breakpoint
CREATE TYPE "consent"."execution_kind" AS ENUM('ERASURE', 'RECTIFICATION');--> statement-breakpoint
CREATE TYPE "consent"."execution_outcome" AS ENUM('ERASED', 'CORRECTED', 'MARKED', 'NOTHING_HELD', 'DOES_NOT_FIT');--> statement-breakpoint
CREATE TYPE "consent"."reminder_kind" AS ENUM('DUE_SOON', 'OVERDUE');--> statement-breakpoint
CREATE TYPE "consent"."retention_outcome" AS ENUM('DRY_RUN', 'BEGUN', 'HELD');--> statement-breakpoint
ALTER TYPE "consent"."rights_request_status" ADD VALUE 'CARRYING_OUT' BEFORE 'GRANTED';--> statement-breakpoint
ALTER TYPE "consent"."rights_request_status" ADD VALUE 'WITHDRAWN';--> statement-breakpoint
CREATE TABLE "consent"."execution" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"kind" "consent"."execution_kind" NOT NULL,
	"ground" "consent"."erasure_ground",
	"request_id" uuid,
	"decided_at" timestamp (3) with time zone NOT NULL,
	"decided_by" text,
	"recipients" text[] NOT NULL,
	"completed_at" timestamp (3) with time zone,
	"decided_in" "xid8" DEFAULT pg_current_xact_id() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "consent"."execution_step" (
	"execution_id" uuid NOT NULL,
	"room" text NOT NULL,
	"confirmed_at" timestamp (3) with time zone,
	"outcome" "consent"."execution_outcome",
	CONSTRAINT "execution_step_execution_id_room_pk" PRIMARY KEY("execution_id","room")
);
--> statement-breakpoint
CREATE TABLE "consent"."reminder" (
	"request_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"kind" "consent"."reminder_kind" NOT NULL,
	"due_at" date NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "reminder_request_id_kind_due_at_pk" PRIMARY KEY("request_id","kind","due_at")
);
--> statement-breakpoint
CREATE TABLE "consent"."retention_run" (
	"id" uuid PRIMARY KEY NOT NULL,
	"ran_at" timestamp (3) with time zone NOT NULL,
	"registered_until" date NOT NULL,
	"due" integer NOT NULL,
	"begun" integer NOT NULL,
	"outcome" "consent"."retention_outcome" NOT NULL
);
--> statement-breakpoint
ALTER TABLE "consent"."contact_point" ADD COLUMN "how_nb" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "consent"."contact_point" ADD COLUMN "how_en" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "consent"."rights_request" ADD COLUMN "field" text;--> statement-breakpoint
ALTER TABLE "consent"."rights_request" ADD COLUMN "entry" smallint;--> statement-breakpoint
ALTER TABLE "consent"."rights_request" ADD COLUMN "correction" text;--> statement-breakpoint
ALTER TABLE "consent"."rights_request" ADD COLUMN "grounds" text;--> statement-breakpoint
ALTER TABLE "consent"."rights_request" ADD COLUMN "extension_reason" text;--> statement-breakpoint
ALTER TABLE "consent"."rights_request" ADD COLUMN "decided_by" text;--> statement-breakpoint
ALTER TABLE "consent"."execution_step" ADD CONSTRAINT "execution_step_execution_id_execution_id_fk" FOREIGN KEY ("execution_id") REFERENCES "consent"."execution"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent"."reminder" ADD CONSTRAINT "reminder_request_id_rights_request_id_fk" FOREIGN KEY ("request_id") REFERENCES "consent"."rights_request"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "execution_of_person" ON "consent"."execution" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "execution_of_request" ON "consent"."execution" USING btree ("request_id");--> statement-breakpoint
CREATE INDEX "execution_by_time" ON "consent"."execution" USING btree ("kind","decided_at","id");--> statement-breakpoint
CREATE INDEX "reminder_of_person" ON "consent"."reminder" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "rights_request_undecided" ON "consent"."rights_request" USING btree ("due_at","person_id") WHERE decided_at is null;