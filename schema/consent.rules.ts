import {
  anyCaller,
  anyone,
  careerCentre,
  everyoneInTheCase,
  imdi,
  municipalCounsellor,
  person,
  privacyOfficer,
} from './agencies.js';

// «Dersom du ønsker å benytte deg av rettigheter … ber vi deg ta kontakt med IMDi»
const personAndController = anyone(person, imdi);

// «Dette er informasjon til deg som skal registrere opplysninger om din kompetanse.» Whoever helps with that gives it.
const personAndCounsellor = anyone(person, municipalCounsellor, careerCentre);
const whoSeesWhetherInformed = anyone(person, imdi, municipalCounsellor, careerCentre);

// «Du har rett til å se opplysningene …» Who looked is for the person, and for IMDi's privacy officer.
const whoMaySeeWhoLooked = anyone(person, privacyOfficer);

// «Opplysningene som du gir, vil bli lagret i inntil 15 år.» Why they are kept longer is for the person, and for whoever
// can end it.
const whoMaySeeWhyItIsKept = anyone(person, privacyOfficer);

export const consentRules = {
  // The letter, its purposes and where to turn are public.
  Query: {
    notice: anyCaller,
    processingPurposes: anyCaller,
    contactPoints: anyCaller,
    // Whoever decides on demands.
    rightsWorkList: privacyOfficer,
    heldBack: privacyOfficer,
    erasures: privacyOfficer,
    retentionRuns: privacyOfficer,
  },
  Mutation: {
    acknowledgeNotice: personAndCounsellor,
    // «Du har rett til å se opplysningene … kreve at opplysninger som er feil blir rettet eller slettet … rett til å klage»
    requestAccess: personAndController,
    requestRectification: personAndController,
    requestErasure: personAndController,
    complain: personAndController,
    // What the person demands, only the person takes back; IMDi decides, with a reason.
    withdrawRequest: person,
    // «Du har rett til å kreve at opplysningene om deg ikke brukes … rett til å protestere mot behandling»
    restrictProcessing: personAndController,
    objectToProcessing: personAndController,
    // Whoever decides on demands.
    extendTimeLimit: privacyOfficer,
    decideRequest: privacyOfficer,
    liftRestrictions: privacyOfficer,
    // Only whoever is cleared sees a protected person, and can lift it: the rows decide that.
    protectAddress: imdi,
    liftAddressProtection: imdi,
  },

  AcknowledgeNoticePayload: { person: personAndCounsellor, problems: personAndCounsellor },
  RightsRequestPayload: { person: personAndController, problems: personAndController },
  ComplaintPayload: {
    person: personAndController,
    problems: personAndController,
    supervisoryAuthority: personAndController,
  },
  Problem: { path: anyCaller, code: anyCaller, message: anyCaller },

  Notice: { version: anyCaller, language: anyCaller, validFrom: anyCaller, text: anyCaller },
  ProcessingPurpose: { purpose: anyCaller, legalBasis: anyCaller, description: anyCaller },
  ContactPoint: { name: anyCaller, role: anyCaller, email: anyCaller, url: anyCaller, how: anyCaller },

  Person: {
    id: everyoneInTheCase,
    processing: everyoneInTheCase,
    disclosures: whoMaySeeWhoLooked,
  },

  DisclosureConnection: {
    edges: whoMaySeeWhoLooked,
    pageInfo: whoMaySeeWhoLooked,
    totalCount: whoMaySeeWhoLooked,
  },
  DisclosureEdge: { node: whoMaySeeWhoLooked, cursor: whoMaySeeWhoLooked },
  PageInfo: { hasNextPage: anyCaller, endCursor: anyCaller },
  Disclosure: {
    at: whoMaySeeWhoLooked,
    text: whoMaySeeWhoLooked,
    organisation: whoMaySeeWhoLooked,
    organisationNumber: whoMaySeeWhoLooked,
    supplier: whoMaySeeWhoLooked,
    supplierNumber: whoMaySeeWhoLooked,
    purpose: whoMaySeeWhoLooked,
    fields: whoMaySeeWhoLooked,
    policyVersion: whoMaySeeWhoLooked,
  },

  Processing: {
    // «Du har rett til å kreve at opplysningene om deg ikke brukes … rett til å protestere mot behandling»
    restricted: everyoneInTheCase,
    objectedPurposes: everyoneInTheCase,
    noticeToAcknowledge: whoSeesWhetherInformed,
    acknowledgements: personAndController,
    rightsRequests: personAndController,
    heldBack: whoMaySeeWhyItIsKept,
    // Of IMDi, the officers who are cleared: the rows decide that.
    addressProtections: personAndController,
  },

  AddressProtection: {
    protectedAt: personAndController,
    protectedBy: personAndController,
    reason: personAndController,
    liftedAt: personAndController,
    liftedBy: personAndController,
    liftingReason: personAndController,
  },

  HeldBack: { reason: whoMaySeeWhyItIsKept, since: whoMaySeeWhyItIsKept },

  Acknowledgement: {
    noticeVersion: personAndController,
    language: personAndController,
    acknowledgedAt: personAndController,
    givenBy: personAndController,
  },

  RightsRequest: {
    id: personAndController,
    right: personAndController,
    purpose: personAndController,
    rectification: personAndController,
    grounds: personAndController,
    status: personAndController,
    receivedAt: personAndController,
    enteredBy: personAndController,
    dueAt: personAndController,
    extensionReason: personAndController,
    extendedBy: personAndController,
    decidedAt: personAndController,
    decidedBy: personAndController,
    reason: personAndController,
    supervisoryAuthority: personAndController,
    liftedAt: personAndController,
    liftedBy: personAndController,
    liftingReason: personAndController,
    execution: personAndController,
    reminders: personAndController,
  },
  Rectification: {
    field: personAndController,
    entry: personAndController,
    correction: personAndController,
    registered: personAndController,
  },
  Execution: {
    decidedAt: personAndController,
    completedAt: personAndController,
    steps: personAndController,
    recipients: personAndController,
  },
  ExecutionStep: {
    subgraph: personAndController,
    confirmedAt: personAndController,
    outcome: personAndController,
  },
  Reminder: { kind: personAndController, at: personAndController },

  // IMDi answers for what becomes of demands and of data kept too long (GDPR art. 5(2)).
  RightsWorkListConnection: { edges: privacyOfficer, pageInfo: privacyOfficer, totalCount: privacyOfficer },
  RightsWorkListEdge: { node: privacyOfficer, cursor: privacyOfficer },
  HeldBackConnection: { edges: privacyOfficer, pageInfo: privacyOfficer, totalCount: privacyOfficer },
  HeldBackEdge: { node: privacyOfficer, cursor: privacyOfficer },
  ErasureConnection: { edges: privacyOfficer, pageInfo: privacyOfficer, totalCount: privacyOfficer },
  ErasureEdge: { node: privacyOfficer, cursor: privacyOfficer },
  Erasure: {
    id: privacyOfficer,
    ground: privacyOfficer,
    decidedBy: privacyOfficer,
    execution: privacyOfficer,
  },
  RetentionRun: {
    ranAt: privacyOfficer,
    registeredUntil: privacyOfficer,
    due: privacyOfficer,
    begun: privacyOfficer,
    heldForDemand: privacyOfficer,
    heldForRestriction: privacyOfficer,
    outcome: privacyOfficer,
  },
};
