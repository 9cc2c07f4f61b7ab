-- What settling writes: the person's settlement, and the relations that follow from it, of these kinds only.
GRANT UPDATE ON settlement.person TO kompass_settlement;
--> statement-breakpoint
GRANT INSERT, UPDATE (valid_to) ON access.relation TO kompass_settlement;
--> statement-breakpoint
CREATE POLICY settlement_relates ON access.relation AS RESTRICTIVE FOR INSERT TO kompass_settlement WITH CHECK (
  kind IN ('HOST', 'ASSIGNED', 'SETTLED'));
