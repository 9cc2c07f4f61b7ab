import {
  anyCaller,
  anyone,
  careerCentre,
  everyoneInTheCase,
  hostMunicipality,
  imdi,
  imdiStatistics,
  municipalCounsellor,
  person,
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

export const profileRules = {
  Query: {
    me: person,
    person: everyoneInTheCase,
    personByDufNumber: everyoneInTheCase,
    persons: everyoneInTheCase,
    statistics,
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

    // «Språkene du kan», «Skolegang/utdanning», «Arbeidserfaring», «Hvilke aktiviteter du har pleid å gjøre …»,
    // «Dine ønsker om utdanning og arbeid»
    languages: everyoneInTheCase,
    education: everyoneInTheCase,
    workExperience: everyoneInTheCase,
    activities: everyoneInTheCase,
    wishes: everyoneInTheCase,

    // «Interessene dine»
    interests: everyoneButNav,
  },

  // «Manglende registrering vil få betydning for tilpasningen av veiledningen …»
  Registration: {
    status: everyoneInTheCase,
    startedAt: everyoneInTheCase,
    completedAt: everyoneInTheCase,
    helpedBy: everyoneInTheCase,
    missingSections: everyoneInTheCase,
  },
  MissingSection: { section: everyoneInTheCase, affects: everyoneInTheCase },

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
