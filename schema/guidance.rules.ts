import {
  anyCaller,
  anyone,
  careerCentre,
  everyoneInTheCase,
  hostMunicipality,
  imdi,
  nav,
  ownCareerCentre,
  person,
  settlementMunicipality,
} from './agencies.js';

// «Karriereveilederen vil dele resultatet av veiledningen med kommunen, IMDi og NAV.»
const everyoneTheResultIsSharedWith = anyone(
  person,
  imdi,
  careerCentre,
  nav,
  hostMunicipality,
  settlementMunicipality,
);

// «Karrieresentre tilknyttet fylkeskommunen vil tilby karriereveiledning …»
const whoFollowsTheGuidance = anyone(person, imdi, careerCentre);

// «NAV kan bruke opplysningene om deg til å gi deg veiledning om muligheten til å få arbeid i Norge.» The
// municipality that settles the person builds the introduction programme on it.
const whoFollowsNavsGuidance = anyone(person, nav, settlementMunicipality);

export const guidanceRules = {
  Query: { careerCentres: anyCaller },
  CareerCentre: { name: anyCaller, county: anyCaller, organisationNumber: anyCaller },

  Person: {
    id: everyoneInTheCase,
    guidance: everyoneTheResultIsSharedWith,
  },

  Guidance: {
    // «Når du er i målgruppen for introduksjonsprogrammet, vil du ha rett og plikt til …»
    entitlement: everyoneTheResultIsSharedWith,
    careerCentre: everyoneTheResultIsSharedWith,
    result: everyoneTheResultIsSharedWith,
    appointments: whoFollowsTheGuidance,
    sessions: whoFollowsTheGuidance,
    employmentGuidance: whoFollowsNavsGuidance,
  },

  Appointment: {
    startsAt: whoFollowsTheGuidance,
    mode: whoFollowsTheGuidance,
    status: whoFollowsTheGuidance,
  },

  GuidanceSession: {
    heldAt: whoFollowsTheGuidance,
    interpreter: whoFollowsTheGuidance,
    internalNote: anyone(person, ownCareerCentre), // free text
  },

  GuidanceResult: {
    sharedAt: everyoneTheResultIsSharedWith,
    goals: everyoneTheResultIsSharedWith,
    recommendedPath: everyoneTheResultIsSharedWith,
  },

  EmploymentGuidance: {
    givenAt: whoFollowsNavsGuidance,
    assessment: whoFollowsNavsGuidance, // free text
    measures: whoFollowsNavsGuidance,
  },
};
