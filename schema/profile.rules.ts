import {
  anyCaller,
  anyone,
  careerCentre,
  careerCentreCounsellor,
  everyoneInTheCase,
  hostMunicipality,
  imdi,
  imdiRegistering,
  imdiStatistics,
  municipalCounsellor,
  person,
  privacyOfficer,
  research,
  settlementMunicipality,
} from './agencies.js';

// NAV guides «om muligheten til å få arbeid i Norge»: who a person is beyond the name, what the person likes to do
// and what the counsellor wrote in free text are not needed for it.
const everyoneButNav = anyone(
  person,
  imdi,
  municipalCounsellor,
  careerCentre,
  hostMunicipality,
  settlementMunicipality,
);

// «Opplysningene kan brukes til spesifikke forsknings- og statistikkformål.» Numbers only.
const statistics = anyone(imdi, imdiStatistics, hostMunicipality, settlementMunicipality, research);

// «Du har plikt til å registrere opplysningene, og rett til å få dine opplysninger registrert»; «Den som eventuelt
// veileder deg under registreringen kan legge inn detaljer …»
const whoeverRegisters = anyone(person, municipalCounsellor, careerCentreCounsellor, imdiRegistering);

// «Du har rett til å se opplysningene som blir registrert om deg», those from before they were corrected too. Whoever
// uses the registration uses what it says now: what was wrong is not used any more (GDPR art. 5(1)(d), 16).
const whoMaySeeWhatChanged = anyone(person, privacyOfficer);

// «Statsborgerskap, kjønn og alder»: whoever uses the registration is told the age. The day that it follows from is
// stored, and so for the person to see (GDPR art. 15), and for whoever answers the person's demands.
const whoMaySeeTheBirthDate = anyone(person, privacyOfficer);

export const profileRules = {
  Mutation: {
    admitPerson: imdiRegistering,
    saveLanguages: whoeverRegisters,
    saveEducation: whoeverRegisters,
    saveWorkExperience: whoeverRegisters,
    saveActivities: whoeverRegisters,
    saveInterests: whoeverRegisters,
    saveWishes: whoeverRegisters,
    completeRegistration: whoeverRegisters,
    reopenRegistration: whoeverRegisters,
  },
  AdmitPersonPayload: {
    person: imdiRegistering,
    problems: imdiRegistering,
    warnings: imdiRegistering,
    acknowledgement: imdiRegistering,
  },
  SaveSectionPayload: {
    person: whoeverRegisters,
    version: whoeverRegisters,
    problems: whoeverRegisters,
    warnings: whoeverRegisters,
    acknowledgement: whoeverRegisters,
  },
  RegistrationPayload: { person: whoeverRegisters, problems: whoeverRegisters },
  Problem: { path: anyCaller, code: anyCaller, message: anyCaller },

  Query: {
    me: person,
    person: everyoneInTheCase,
    personByDufNumber: everyoneInTheCase,
    persons: everyoneInTheCase,
    statistics,
    // Published code lists.
    occupations: anyCaller,
    languages: anyCaller,
    countries: anyCaller,
  },

  PersonConnection: {
    edges: everyoneInTheCase,
    pageInfo: everyoneInTheCase,
    totalCount: everyoneInTheCase,
  },
  PersonEdge: { node: everyoneInTheCase, cursor: everyoneInTheCase },
  PageInfo: { hasNextPage: anyCaller, endCursor: anyCaller },

  Person: {
    // «IMDi har også lagret ditt navn og DUF-nummer, slik at vi kan identifisere dine opplysninger.»
    id: everyoneInTheCase,
    name: everyoneInTheCase,
    dufNumber: everyoneInTheCase,
    updatedAt: everyoneInTheCase,
    registration: everyoneInTheCase,

    // «Statsborgerskap, kjønn og alder»
    citizenships: everyoneButNav,
    gender: everyoneButNav,
    age: everyoneButNav,
    birthDate: whoMaySeeTheBirthDate,

    // «Språkene du kan», «Skolegang/utdanning», «Arbeidserfaring», «Hvilke aktiviteter du har pleid å gjøre …»,
    // «Dine ønsker om utdanning og arbeid»
    languages: everyoneInTheCase,
    education: everyoneInTheCase,
    workExperience: everyoneInTheCase,
    activities: everyoneInTheCase,
    wishes: everyoneInTheCase,

    // «Interessene dine»
    interests: everyoneButNav,

    history: whoMaySeeWhatChanged,
  },

  ChangeConnection: {
    edges: whoMaySeeWhatChanged,
    pageInfo: whoMaySeeWhatChanged,
    totalCount: whoMaySeeWhatChanged,
  },
  ChangeEdge: { node: whoMaySeeWhatChanged, cursor: whoMaySeeWhatChanged },
  Change: {
    at: whoMaySeeWhatChanged,
    kind: whoMaySeeWhatChanged,
    text: whoMaySeeWhatChanged,
    organisation: whoMaySeeWhatChanged,
    organisationNumber: whoMaySeeWhatChanged,
    officer: privacyOfficer, // the organisation answers to the person, not its officers
    section: whoMaySeeWhatChanged,
    version: whoMaySeeWhatChanged,
    before: whoMaySeeWhatChanged,
    after: whoMaySeeWhatChanged,
    leftOut: whoMaySeeWhatChanged,
    acknowledged: whoMaySeeWhatChanged,
  },
  LeftOutSection: { section: whoMaySeeWhatChanged, reason: whoMaySeeWhatChanged },
  SectionContent: {
    name: whoMaySeeWhatChanged,
    birthDate: whoMaySeeWhatChanged,
    gender: whoMaySeeWhatChanged,
    citizenships: whoMaySeeWhatChanged,
    languages: whoMaySeeWhatChanged,
    education: whoMaySeeWhatChanged,
    workExperience: whoMaySeeWhatChanged,
    activities: whoMaySeeWhatChanged,
    interests: whoMaySeeWhatChanged,
    wishes: whoMaySeeWhatChanged,
  },

  // «Manglende registrering vil få betydning for tilpasningen av veiledningen …»
  Registration: {
    status: everyoneInTheCase,
    startedAt: everyoneInTheCase,
    completedAt: everyoneInTheCase,
    helpedBy: everyoneInTheCase,
    missingSections: everyoneInTheCase,
    sections: whoeverRegisters,
  },
  MissingSection: { section: everyoneInTheCase, affects: everyoneInTheCase, reason: everyoneInTheCase },
  SectionVersion: { section: whoeverRegisters, version: whoeverRegisters, savedAt: whoeverRegisters },

  Language: {
    language: everyoneInTheCase,
    name: everyoneInTheCase,
    motherTongue: everyoneInTheCase,
    listening: everyoneInTheCase,
    reading: everyoneInTheCase,
    speaking: everyoneInTheCase,
    writing: everyoneInTheCase,
    counsellorNote: everyoneButNav, // free text
  },

  Education: {
    level: everyoneInTheCase,
    field: everyoneInTheCase,
    country: everyoneInTheCase,
    years: everyoneInTheCase,
    endYear: everyoneInTheCase,
    completed: everyoneInTheCase,
    recognisedInNorway: everyoneInTheCase,
    counsellorNote: everyoneButNav, // free text
  },

  WorkExperience: {
    occupation: everyoneInTheCase,
    employer: everyoneInTheCase,
    country: everyoneInTheCase,
    from: everyoneInTheCase,
    to: everyoneInTheCase,
    tasks: everyoneInTheCase,
    counsellorNote: everyoneButNav, // free text
  },
  Occupation: { code: anyCaller, label: anyCaller },
  OccupationConnection: { edges: anyCaller, pageInfo: anyCaller, totalCount: anyCaller },
  OccupationEdge: { node: anyCaller, cursor: anyCaller },
  IsoLanguage: { code: anyCaller, label: anyCaller },
  IsoLanguageConnection: { edges: anyCaller, pageInfo: anyCaller, totalCount: anyCaller },
  IsoLanguageEdge: { node: anyCaller, cursor: anyCaller },
  Country: { code: anyCaller, label: anyCaller },

  Activity: {
    description: everyoneInTheCase,
    years: everyoneInTheCase,
    counsellorNote: everyoneButNav, // free text
  },

  Interest: {
    description: everyoneButNav,
    counsellorNote: everyoneButNav, // free text
  },

  Wishes: {
    education: everyoneInTheCase,
    work: everyoneInTheCase,
    occupation: everyoneInTheCase,
    longTermGoal: everyoneInTheCase,
    counsellorNote: everyoneButNav, // free text
  },

  Statistics: { dimension: statistics, cells: statistics, withheldCells: statistics },
  StatisticsCell: { value: statistics, count: statistics },
};
