-- Partitioned by month, which drizzle-kit cannot say: the clause is written by hand.
CREATE TABLE "consent"."disclosure" (
	"seq" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"person_id" uuid NOT NULL,
	"party" text NOT NULL,
	"organisation" text,
	"officer" text,
	"purpose" "consent"."purpose" NOT NULL,
	"operation" text,
	"coordinates" text[] NOT NULL,
	"policy_version" text NOT NULL,
	"trace" text NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "disclosure_at_seq_pk" PRIMARY KEY("at","seq")
) PARTITION BY RANGE ("at");
--> statement-breakpoint
CREATE INDEX "disclosure_of_person" ON "consent"."disclosure" USING btree ("person_id","seq");--> statement-breakpoint
CREATE INDEX "disclosure_in_order" ON "consent"."disclosure" USING btree ("seq");