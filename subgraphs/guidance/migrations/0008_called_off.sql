-- A referral that ends calls off what is still to come at its centre. Whoever ends it is often not that centre: of the one
-- person whom an act refers (kompass.referring), it may cancel appointments, and change nothing else of them.
DROP POLICY changed_by_own_centre ON guidance.appointment;
--> statement-breakpoint
CREATE POLICY changed_by_own_centre ON guidance.appointment AS RESTRICTIVE FOR UPDATE TO kompass_guidance
  USING (guidance.own(career_centre) OR access.party() = 'PERSON'
    OR person_id = (SELECT nullif(current_setting('kompass.referring', true), '')::uuid))
  WITH CHECK (guidance.own(career_centre) OR status = 'CANCELLED' AND (access.party() = 'PERSON'
    OR person_id = (SELECT nullif(current_setting('kompass.referring', true), '')::uuid)));
--> statement-breakpoint
-- Whoever helps to register sees no referral, and ends none.
DROP POLICY ended_by ON guidance.referral;
--> statement-breakpoint
CREATE POLICY ended_by ON guidance.referral AS RESTRICTIVE FOR UPDATE TO kompass_guidance
  USING (access.party() IN ('IMDI', 'MUNICIPALITY', 'CAREER_CENTRE') AND access.purpose() <> 'REGISTRATION')
  WITH CHECK (access.party() IN ('IMDI', 'MUNICIPALITY') OR guidance.own(career_centre) OR ended_because = 'REPLACED');
