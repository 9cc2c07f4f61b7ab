import {
  anyCaller,
  anyone,
  careerCentre,
  everyoneInTheCase,
  hostMunicipality,
  imdi,
  nav,
  person,
  settlementMunicipality,
} from './agencies.js';

// «… ett av flere momenter som IMDi tar hensyn til når det skal velges en passende bosettingskommune»
const matching = anyone(person, imdi);

// «Hvis du bosettes … vil kommunen der du bosettes bruke dine opplysninger til å gi deg et tilpasset
// introduksjonsprogram»
const introductionProgramme = anyone(person, imdi, careerCentre, nav, settlementMunicipality);

// «Kommunen som mottaket ligger i vil bruke opplysningene om deg til å tilpasse fulltidsprogram»
const fullTimeProgramme = anyone(person, imdi, careerCentre, hostMunicipality);

export const settlementRules = {
  // Municipalities, counties and reception centres are public.
  Query: { municipality: anyCaller, municipalities: anyCaller, counties: anyCaller },
  // «… IMDis arbeid med å finne en passende bosettingskommune til deg»
  Mutation: {
    assignToMunicipality: imdi,
    moveToReceptionCentre: imdi,
    confirmSettlement: imdi,
  },

  County: { number: anyCaller, name: anyCaller, municipalities: anyCaller },
  Municipality: {
    number: anyCaller,
    name: anyCaller,
    county: anyCaller,
    organisationNumber: anyCaller,
    receptionCentres: anyCaller,
    // Who lives there is not.
    residents: everyoneInTheCase,
    assigned: everyoneInTheCase,
  },
  ReceptionCentre: { id: anyCaller, name: anyCaller, municipality: anyCaller, places: anyCaller },

  ResidentConnection: {
    edges: everyoneInTheCase,
    pageInfo: everyoneInTheCase,
    totalCount: everyoneInTheCase,
  },
  ResidentEdge: { node: everyoneInTheCase, cursor: everyoneInTheCase },
  PageInfo: { hasNextPage: anyCaller, endCursor: anyCaller },

  Person: { id: everyoneInTheCase, settlement: everyoneInTheCase },

  Settlement: {
    status: everyoneInTheCase,
    receptionCentre: everyoneInTheCase,
    municipality: everyoneInTheCase,
    assignedAt: everyoneInTheCase,
    settledAt: everyoneInTheCase,
    matching,
    introductionProgramme,
    fullTimeProgramme,
  },

  MunicipalityMatch: { municipality: matching, score: matching, reasons: matching },

  IntroductionProgramme: {
    endGoal: introductionProgramme,
    content: introductionProgramme,
    norwegianGoal: introductionProgramme,
    from: introductionProgramme,
    to: introductionProgramme,
  },

  FullTimeProgramme: {
    content: fullTimeProgramme,
    from: fullTimeProgramme,
    to: fullTimeProgramme,
  },
};
