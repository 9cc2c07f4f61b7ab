import {
  anyCaller,
  anyone,
  everyoneInTheCase,
  guidingCareerCentre,
  hostMunicipality,
  imdi,
  imdiSettling,
  nav,
  person,
  privacyOfficer,
  settlementMunicipality,
} from './agencies.js';

// «… ett av flere momenter som IMDi tar hensyn til når det skal velges en passende bosettingskommune» Whoever objects to
// that objects to all of it: IMDi reads none of it for another purpose, but to answer the person's demands.
const matching = anyone(person, imdiSettling, privacyOfficer);

// «Hvis du bosettes … vil kommunen der du bosettes bruke dine opplysninger til å gi deg et tilpasset
// introduksjonsprogram»
const introductionProgramme = anyone(person, imdi, guidingCareerCentre, nav, settlementMunicipality);

// «Kommunen som mottaket ligger i vil bruke opplysningene om deg til å tilpasse fulltidsprogram»
const fullTimeProgramme = anyone(person, imdi, guidingCareerCentre, hostMunicipality);

// What the municipality that decides on a programme has to go by.
const introductionProposal = anyone(person, imdi, settlementMunicipality);
const fullTimeProposal = anyone(person, imdi, hostMunicipality);
const proposal = anyone(person, imdi, settlementMunicipality, hostMunicipality);

// «… IMDis arbeid med å finne en passende bosettingskommune til deg», and «kommunen der du bosettes»
const whoeverSettles = anyone(imdiSettling, settlementMunicipality);

// Family, network, needs of health: registered to find a suitable municipality, and for nothing else.
const settlementGrounds = anyone(person, imdiSettling, privacyOfficer);

export const settlementRules = {
  // Municipalities, counties and reception centres are public.
  Query: {
    municipality: anyCaller,
    municipalities: anyCaller,
    counties: anyCaller,
    settlementBatch: imdiSettling,
    settlementWorkList: whoeverSettles,
  },
  Mutation: {
    // «… IMDis arbeid med å finne en passende bosettingskommune til deg»
    adviseSettlement: imdiSettling,
    planSettlementBatch: imdiSettling,
    registerSettlementGrounds: imdiSettling,
    assignToMunicipality: imdiSettling,
    confirmSettlement: imdiSettling,
    moveToAnotherMunicipality: imdiSettling,
    moveToReceptionCentre: imdiSettling,
    // «Hvis du bosettes med offentlig hjelp vil kommunen der du bosettes …»
    answerAssignment: settlementMunicipality,
    agreeMovingDate: settlementMunicipality,
    saveIntroductionProgramme: settlementMunicipality,
    // «Kommunen som mottaket ligger i …»
    saveFullTimeProgramme: hostMunicipality,
  },
  // What is in them has rules of its own.
  SettlementPayload: { person: anyCaller, problems: anyCaller, warnings: anyCaller },
  Problem: { path: anyCaller, code: anyCaller, message: anyCaller },

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
    waitingSince: matching,
    version: everyoneInTheCase,
    movingDate: everyoneInTheCase,
    familyGroup: settlementGrounds,
    network: settlementGrounds,
    needs: settlementGrounds,
    matching,
    matchingBasis: matching,
    batchAdvice: matching,
    history: matching,
    proposedIntroductionProgramme: introductionProposal,
    proposedFullTimeProgramme: fullTimeProposal,
    introductionProgramme,
    fullTimeProgramme,
  },

  MunicipalityMatch: { municipality: matching, score: matching, reasons: matching, criteria: matching },
  MatchCriterion: { ground: matching, points: matching, outOf: matching, reason: matching },
  MatchingBasis: {
    madeAt: matching,
    madeBy: matching,
    weightsVersion: matching,
    dataVersion: matching,
    quality: matching,
    missing: matching,
    outdatedSince: matching,
  },
  MissingGround: { section: matching, cost: matching, text: matching },
  BatchAdvice: { batchId: matching, madeAt: matching, quality: matching, match: matching },
  // Whoever a decision is about reads it, its reason, and who made it.
  SettlementEvent: {
    kind: matching,
    at: matching,
    officer: matching,
    organisation: matching,
    municipality: matching,
    receptionCentre: matching,
    day: matching,
    reason: matching,
    advisedRank: matching,
    advisedScore: matching,
  },

  FamilyGroup: { members: settlementGrounds, children: settlementGrounds, size: settlementGrounds },
  NetworkTie: { municipality: settlementGrounds, kind: settlementGrounds },

  SettlementBatch: {
    id: imdiSettling,
    madeAt: imdiSettling,
    madeBy: imdiSettling,
    weightsVersion: imdiSettling,
    dataVersion: imdiSettling,
    persons: imdiSettling,
    placed: imdiSettling,
    score: imdiSettling,
    bound: imdiSettling,
    municipalities: imdiSettling,
    advised: imdiSettling,
  },
  BatchMunicipality: { municipality: imdiSettling, placed: imdiSettling },

  IntroductionProgramme: {
    endGoal: introductionProgramme,
    content: introductionProgramme,
    norwegianGoal: introductionProgramme,
    from: introductionProgramme,
    to: introductionProgramme,
    proposal: introductionProposal,
  },

  FullTimeProgramme: {
    endGoal: fullTimeProgramme,
    content: fullTimeProgramme,
    from: fullTimeProgramme,
    to: fullTimeProgramme,
    proposal: fullTimeProposal,
  },

  ProgrammeProposal: {
    endGoal: proposal,
    content: proposal,
    norwegianGoal: proposal,
    months: proposal,
    extendableBy: proposal,
    reasons: proposal,
  },
  ProposalReason: { text: proposal, source: proposal },
};
