-- Matchings made before weights and data were noted with them cannot be explained: none is kept.
TRUNCATE settlement.municipality_match;
--> statement-breakpoint
CREATE TYPE "settlement"."education_offer" AS ENUM('PRIMARY_FOR_ADULTS', 'UPPER_SECONDARY', 'VOCATIONAL', 'HIGHER_EDUCATION');--> statement-breakpoint
CREATE TYPE "settlement"."event_kind" AS ENUM('ASSIGNED', 'ACCEPTED', 'REFUSED', 'MOVING_DATE', 'SETTLED', 'MOVED', 'INTRODUCTION_PROGRAMME', 'FULL_TIME_PROGRAMME');--> statement-breakpoint
CREATE TYPE "settlement"."network_kind" AS ENUM('CLOSE_FAMILY', 'RELATIVE', 'FRIEND');--> statement-breakpoint
CREATE TYPE "settlement"."settlement_need" AS ENUM('HOSPITAL_NEARBY', 'ACCESSIBLE_HOUSING', 'KINDERGARTEN', 'SPECIAL_EDUCATION');--> statement-breakpoint
CREATE TABLE "settlement"."batch" (
	"id" uuid PRIMARY KEY NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	"made_by" text NOT NULL,
	"weights_version" text NOT NULL,
	"data_version" text NOT NULL,
	"score" integer NOT NULL,
	"bound" double precision NOT NULL
);
--> statement-breakpoint
CREATE TABLE "settlement"."batch_advice" (
	"person_id" uuid NOT NULL,
	"batch_id" uuid NOT NULL,
	"municipality_number" text,
	"score" smallint NOT NULL,
	"criteria" jsonb NOT NULL,
	CONSTRAINT "batch_advice_person_id_batch_id_pk" PRIMARY KEY("person_id","batch_id")
);
--> statement-breakpoint
CREATE TABLE "settlement"."event" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"kind" "settlement"."event_kind" NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"officer" text NOT NULL,
	"organisation" text,
	"municipality_number" text,
	"day" date,
	"reason" text,
	"advised_rank" smallint,
	"advised_score" smallint
);
--> statement-breakpoint
CREATE TABLE "settlement"."family_member" (
	"person_id" uuid PRIMARY KEY NOT NULL,
	"family_id" uuid NOT NULL,
	"children" smallint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "settlement"."matching" (
	"person_id" uuid PRIMARY KEY NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	"made_by" text NOT NULL,
	"weights_version" text NOT NULL,
	"data_version" text NOT NULL,
	"quality" smallint NOT NULL,
	"missing" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "settlement"."municipality_offer" (
	"municipality_number" text PRIMARY KEY NOT NULL,
	"places" smallint NOT NULL,
	"labour_demand" jsonb NOT NULL,
	"education" "settlement"."education_offer"[] NOT NULL,
	"languages" text[] NOT NULL,
	"meets" "settlement"."settlement_need"[] NOT NULL,
	"synthetic" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "settlement"."need" (
	"person_id" uuid NOT NULL,
	"need" "settlement"."settlement_need" NOT NULL,
	CONSTRAINT "need_person_id_need_pk" PRIMARY KEY("person_id","need")
);
--> statement-breakpoint
CREATE TABLE "settlement"."network_tie" (
	"person_id" uuid NOT NULL,
	"municipality_number" text NOT NULL,
	"kind" "settlement"."network_kind" NOT NULL,
	CONSTRAINT "network_tie_person_id_municipality_number_kind_pk" PRIMARY KEY("person_id","municipality_number","kind")
);
--> statement-breakpoint
ALTER TABLE "settlement"."full_time_programme" ADD COLUMN "end_goal" text;--> statement-breakpoint
ALTER TABLE "settlement"."full_time_programme" ADD COLUMN "proposal" jsonb;--> statement-breakpoint
ALTER TABLE "settlement"."introduction_programme" ADD COLUMN "proposal" jsonb;--> statement-breakpoint
ALTER TABLE "settlement"."municipality_match" ADD COLUMN "criteria" jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "settlement"."person" ADD COLUMN "moving_date" date;--> statement-breakpoint
ALTER TABLE "settlement"."person" ADD COLUMN "waiting_since" date DEFAULT current_date NOT NULL;--> statement-breakpoint
ALTER TABLE "settlement"."person" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "settlement"."batch_advice" ADD CONSTRAINT "batch_advice_batch_id_batch_id_fk" FOREIGN KEY ("batch_id") REFERENCES "settlement"."batch"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settlement"."batch_advice" ADD CONSTRAINT "batch_advice_municipality_number_municipality_number_fk" FOREIGN KEY ("municipality_number") REFERENCES "settlement"."municipality"("number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settlement"."event" ADD CONSTRAINT "event_municipality_number_municipality_number_fk" FOREIGN KEY ("municipality_number") REFERENCES "settlement"."municipality"("number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settlement"."municipality_offer" ADD CONSTRAINT "municipality_offer_municipality_number_municipality_number_fk" FOREIGN KEY ("municipality_number") REFERENCES "settlement"."municipality"("number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settlement"."network_tie" ADD CONSTRAINT "network_tie_municipality_number_municipality_number_fk" FOREIGN KEY ("municipality_number") REFERENCES "settlement"."municipality"("number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "batch_advice_of_batch" ON "settlement"."batch_advice" USING btree ("batch_id","person_id");--> statement-breakpoint
CREATE INDEX "event_of_person" ON "settlement"."event" USING btree ("person_id","at");--> statement-breakpoint
CREATE INDEX "family_member_of_family" ON "settlement"."family_member" USING btree ("family_id");--> statement-breakpoint
CREATE INDEX "person_waiting" ON "settlement"."person" USING btree ("waiting_since","id") WHERE status = 'AT_RECEPTION_CENTRE';--> statement-breakpoint
CREATE INDEX "person_by_assignment" ON "settlement"."person" USING btree ("assigned_at");