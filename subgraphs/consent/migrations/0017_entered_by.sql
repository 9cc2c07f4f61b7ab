-- Who entered a demand that came by e-mail or letter, the letter's own channel. Demands from before do not say; those
-- that come have the person or a named officer of IMDi behind them.
ALTER TABLE "consent"."rights_request" ADD COLUMN "entered_by" text;
--> statement-breakpoint
CREATE POLICY made_by_whom_it_is_for ON consent.rights_request AS RESTRICTIVE FOR INSERT TO kompass_consent WITH CHECK (
  CASE (SELECT access.party())
    WHEN 'PERSON' THEN entered_by IS NULL
    WHEN 'IMDI' THEN entered_by IS NOT NULL
    ELSE false END);
