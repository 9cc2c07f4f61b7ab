import {
  anyCaller,
  anyone,
  everyoneInTheCase,
  guidingCareerCentre,
  hostMunicipality,
  imdi,
  imdiSettling,
  municipalCounsellor,
  nav,
  ownCareerCentre,
  person,
  settlementMunicipality,
} from './agencies.js';

// «Karriereveilederen vil dele resultatet av veiledningen med kommunen, IMDi og NAV.» A career centre that helps to
// register does not guide by that: whoever objects to guidance is then not met with it under another name.
const everyoneTheResultIsSharedWith = anyone(
  person,
  imdi,
  guidingCareerCentre,
  nav,
  hostMunicipality,
  settlementMunicipality,
);

// The same but for NAV, which may not see the age that right and duty are worked out from.
const whoSeesRightAndDuty = anyone(
  person,
  imdi,
  guidingCareerCentre,
  hostMunicipality,
  settlementMunicipality,
);

// «Karrieresentre tilknyttet fylkeskommunen vil tilby karriereveiledning …»
const whoFollowsTheGuidance = anyone(person, imdi, guidingCareerCentre);

// Until it is shared, the result is the counsellor's and the person's: «Du har rett til å se opplysningene …»
const whoSeesADraft = anyone(person, guidingCareerCentre);

// Whoever settles a person, or receives or helps one, sends the person to guidance; nobody does who only decides on rights.
const whoRefers = anyone(imdiSettling, municipalCounsellor, hostMunicipality, settlementMunicipality);

// And ends it who may see it.
const whoEndsReferrals = anyone(imdiSettling, hostMunicipality, settlementMunicipality, guidingCareerCentre);
const whoRefersOrEnds = anyone(
  imdiSettling,
  municipalCounsellor,
  hostMunicipality,
  settlementMunicipality,
  guidingCareerCentre,
);

// The person can say that they cannot come.
const whoCallsOff = anyone(person, guidingCareerCentre);

// «Arbeids- og velferdsetaten (NAV) kan bruke opplysningene om deg til å gi deg veiledning om muligheten til å få arbeid i
// Norge.» The municipality that settles the person builds the introduction programme on it.
const whoFollowsNavsGuidance = anyone(person, nav, settlementMunicipality);

// What is suggested from the work experience is for whoever guides on work, and for the person it is about.
const navAndThePerson = anyone(person, nav);

export const guidanceRules = {
  Query: { careerCentres: anyCaller },
  CareerCentre: { name: anyCaller, county: anyCaller, organisationNumber: anyCaller },

  Mutation: {
    referToCareerCentre: whoRefers,
    takeSelfReferral: guidingCareerCentre,
    endReferral: whoEndsReferrals,
    // «En karriereveileder vil bruke opplysningene om deg for å gi deg best mulig veiledning»
    bookAppointment: guidingCareerCentre,
    moveAppointment: guidingCareerCentre,
    cancelAppointment: whoCallsOff,
    recordAttendance: guidingCareerCentre,
    recordSession: guidingCareerCentre,
    amendSession: guidingCareerCentre,
    saveResultDraft: guidingCareerCentre,
    shareResult: guidingCareerCentre,
    // «Arbeids- og velferdsetaten (NAV) kan bruke opplysningene om deg til å gi deg veiledning …»
    recordEmploymentGuidance: nav,
    amendEmploymentGuidance: nav,
  },
  // Whoever acts is told what came of it.
  // Whoever helps to register refers, and sees no referrals.
  ReferralPayload: { person: whoRefersOrEnds, problems: whoRefersOrEnds, referral: whoEndsReferrals },
  AppointmentPayload: { person: whoCallsOff, problems: whoCallsOff, appointment: whoCallsOff },
  SessionPayload: {
    person: guidingCareerCentre,
    problems: guidingCareerCentre,
    warnings: guidingCareerCentre,
    session: guidingCareerCentre,
  },
  ResultDraftPayload: {
    person: guidingCareerCentre,
    problems: guidingCareerCentre,
    warnings: guidingCareerCentre,
    version: guidingCareerCentre,
  },
  ShareResultPayload: {
    person: guidingCareerCentre,
    problems: guidingCareerCentre,
    version: guidingCareerCentre,
  },
  EmploymentGuidancePayload: { person: nav, problems: nav, warnings: nav, employmentGuidance: nav },
  Problem: { path: anyCaller, code: anyCaller, message: anyCaller },

  Person: {
    id: everyoneInTheCase,
    guidance: everyoneTheResultIsSharedWith,
  },

  Guidance: {
    // «Når du er i målgruppen for introduksjonsprogrammet, vil du ha rett og plikt til …»
    entitlement: whoSeesRightAndDuty,
    entitlementReason: whoSeesRightAndDuty,
    careerCentre: everyoneTheResultIsSharedWith,
    referrals: whoSeesRightAndDuty,
    resultDrafts: whoSeesADraft,
    result: everyoneTheResultIsSharedWith,
    sharedResults: whoFollowsTheGuidance,
    appointments: whoFollowsTheGuidance,
    sessions: whoFollowsTheGuidance,
    employmentGuidance: whoFollowsNavsGuidance,
    suggestedOccupations: navAndThePerson,
  },

  Referral: {
    id: whoSeesRightAndDuty,
    careerCentre: whoSeesRightAndDuty,
    referredBy: whoSeesRightAndDuty,
    referredAt: whoSeesRightAndDuty,
    endedAt: whoSeesRightAndDuty,
    endedBecause: whoSeesRightAndDuty,
  },

  Appointment: {
    id: whoFollowsTheGuidance,
    careerCentre: whoFollowsTheGuidance,
    startsAt: whoFollowsTheGuidance,
    mode: whoFollowsTheGuidance,
    status: whoFollowsTheGuidance,
    version: whoFollowsTheGuidance,
  },

  GuidanceSession: {
    id: whoFollowsTheGuidance,
    careerCentre: whoFollowsTheGuidance,
    heldAt: whoFollowsTheGuidance,
    interpreter: whoFollowsTheGuidance,
    internalNote: anyone(person, ownCareerCentre), // free text
    version: whoFollowsTheGuidance,
  },

  GuidanceResultDraft: {
    careerCentre: whoSeesADraft,
    goals: whoSeesADraft,
    recommendedPath: whoSeesADraft,
    version: whoSeesADraft,
    savedAt: whoSeesADraft,
    sharing: whoSeesADraft,
  },
  SharingPreview: { shown: whoSeesADraft, recipients: whoSeesADraft },
  SharingRecipient: {
    organisation: whoFollowsTheGuidance,
    organisationNumber: whoFollowsTheGuidance,
    purpose: whoFollowsTheGuidance,
    parts: whoFollowsTheGuidance,
    clearedOnly: whoFollowsTheGuidance,
    text: whoFollowsTheGuidance,
  },

  GuidanceResult: {
    version: everyoneTheResultIsSharedWith,
    careerCentre: everyoneTheResultIsSharedWith,
    sharedAt: everyoneTheResultIsSharedWith,
    goals: everyoneTheResultIsSharedWith,
    recommendedPath: everyoneTheResultIsSharedWith,
    outdatedSince: everyoneTheResultIsSharedWith,
    sharedWith: whoFollowsTheGuidance,
  },

  EmploymentGuidance: {
    id: whoFollowsNavsGuidance,
    givenAt: whoFollowsNavsGuidance,
    assessment: whoFollowsNavsGuidance, // free text
    measures: whoFollowsNavsGuidance,
    version: whoFollowsNavsGuidance,
  },

  OccupationSuggestion: {
    code: navAndThePerson,
    label: navAndThePerson,
    closeness: navAndThePerson,
    reasons: navAndThePerson,
  },
};
