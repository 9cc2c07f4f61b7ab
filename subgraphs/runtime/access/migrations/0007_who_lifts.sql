-- Who shows a person again. A restriction or objection is the person's own, and ends with their demand: taken back by
-- the person, or decided by IMDi's privacy officer. Address protection is lifted by an officer cleared for it.
CREATE FUNCTION access.cleared() RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  RETURN coalesce(
    'ADDRESS_PROTECTED' = ANY (string_to_array(current_setting('kompass.clearances', true), ',')), false);
END $$;
--> statement-breakpoint
CREATE POLICY lifted_by_whom_it_is_for ON access.restriction AS RESTRICTIVE FOR UPDATE TO kompass_consent USING (
  CASE kind
    WHEN 'PROTECTION' THEN (SELECT access.party()) = 'IMDI' AND (SELECT access.cleared())
    ELSE (SELECT access.party()) = 'PERSON'
      OR (SELECT access.party()) = 'IMDI' AND (SELECT access.purpose()) = 'DATA_SUBJECT_RIGHTS' END);
