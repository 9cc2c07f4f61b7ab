-- What is read of one person by identifier, and nothing else.
GRANT USAGE ON SCHEMA guidance TO kompass_guidance_of_one;
--> statement-breakpoint
GRANT SELECT ON guidance.person, guidance.referral, guidance.career_centre, guidance.appointment, guidance.session,
  guidance.result, guidance.result_draft, guidance.employment_guidance TO kompass_guidance_of_one;
--> statement-breakpoint
ALTER POLICY seen_by_own_centre ON guidance.result_draft TO kompass_guidance, kompass_guidance_of_one;
