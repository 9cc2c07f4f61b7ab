-- What the advice needs to know is registered by a named officer and stands in the history, as settlement's other acts do:
-- that it was registered, and not what, so that nothing on health is kept twice.
ALTER TYPE "settlement"."event_kind" ADD VALUE 'GROUNDS' BEFORE 'ASSIGNED';