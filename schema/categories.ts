import type { Sentence } from './letter.js';

/** A kind of data, or of act, that the letter speaks of. */
export interface Category {
  /** What it is, in the person's words. */
  readonly name: Sentence;
  /**
   * The fields that it holds: `Type.field`; `*.field` for a field of any type; `Type` for what is left of a type. Of
   * several that fit, the first of these forms counts. What is public or anonymous is named field by field.
   */
  readonly holds: readonly string[];
  /** True where it is open to anybody, so that the letter has nothing to say of it. */
  readonly public?: true;
  /** True where it tells of no single person, though not everybody may have it. */
  readonly anonymous?: true;
  /** True for what is done; the others are read. */
  readonly act?: true;
}

/**
 * Which category every field of the schema is in, the most sensitive first: a comparison of two policies is told in
 * this order. A new field needs a line here only if no line fits it yet; `npm run policy -- check` says so.
 */
export const categories = {
  freeText: {
    name: { nb: 'det veilederen har skrevet i fritekst', en: 'what the counsellor wrote in free text' },
    holds: ['*.counsellorNote'],
  },
  guidanceNotes: {
    name: { nb: 'karriereveilederens egne notater', en: 'the career counsellor’s own notes' },
    holds: ['*.internalNote'],
  },
  resultDraft: {
    name: {
      nb: 'utkastet til resultat av karriereveiledningen, før det er delt',
      en: 'the draft of the result of the career guidance, before it is shared',
    },
    holds: ['Guidance.resultDrafts', 'GuidanceResultDraft', 'SharingPreview'],
  },
  employmentGuidance: {
    name: { nb: 'NAVs veiledning og vurdering', en: 'NAV’s guidance and assessment' },
    holds: ['Guidance.employmentGuidance', 'EmploymentGuidance'],
  },
  settlementGrounds: {
    name: {
      nb: 'familie, nettverk og behov, også helse, der det er registrert',
      en: 'family, network and needs, health among them, where registered',
    },
    holds: ['Settlement.familyGroup', 'Settlement.network', 'Settlement.needs', 'FamilyGroup', 'NetworkTie'],
  },
  suggestions: {
    name: {
      nb: 'yrker som ligner det du har arbeidet med',
      en: 'occupations close to what you have worked with',
    },
    holds: ['Guidance.suggestedOccupations', 'OccupationSuggestion'],
  },
  identity: {
    name: { nb: 'navn og DUF-nummer', en: 'name and DUF number' },
    holds: ['Person.name', 'Person.dufNumber'],
  },
  background: {
    name: { nb: 'statsborgerskap, kjønn og alder', en: 'citizenship, gender and age' },
    holds: ['Person.citizenships', 'Person.gender', 'Person.age'],
  },
  birthDate: {
    name: { nb: 'fødselsdato', en: 'date of birth' },
    holds: ['Person.birthDate'],
  },
  log: {
    name: { nb: 'hvem som har sett opplysningene', en: 'who has seen the information' },
    holds: ['Person.disclosures', 'DisclosureConnection', 'DisclosureEdge', 'Disclosure'],
  },
  corrections: {
    name: { nb: 'hva som er endret i registreringen', en: 'what has been changed in the registration' },
    holds: ['Person.history', 'ChangeConnection', 'ChangeEdge', 'Change', 'SectionContent', 'LeftOutSection'],
  },
  rights: {
    name: { nb: 'krav og klager', en: 'demands and complaints' },
    holds: [
      'Processing.rightsRequests',
      'Processing.heldBack',
      'HeldBack',
      'RightsRequest',
      'Rectification',
      'Execution',
      'ExecutionStep',
      'Reminder',
    ],
  },
  addressProtection: {
    name: {
      nb: 'når og hvorfor adressen din ble beskyttet',
      en: 'when and why your address was protected',
    },
    holds: ['Processing.addressProtections', 'AddressProtection'],
  },
  demandsAnsweredFor: {
    name: {
      nb: 'arbeidslisten over krav, og registeret over slettinger',
      en: 'the work list of demands, and the register of erasures',
    },
    holds: [
      'Query.rightsWorkList',
      'RightsWorkListConnection',
      'RightsWorkListEdge',
      'Query.heldBack',
      'HeldBackConnection',
      'HeldBackEdge',
      'Query.erasures',
      'ErasureConnection',
      'ErasureEdge',
      'Erasure',
      'Query.retentionRuns',
      'RetentionRun',
    ],
  },
  matching: {
    name: {
      nb: 'hvilke kommuner som passer og hvorfor',
      en: 'which municipalities are suitable and why',
    },
    holds: [
      'Settlement.waitingSince',
      'Settlement.matching',
      'Settlement.matchingBasis',
      'Settlement.batchAdvice',
      'Settlement.history',
      'MunicipalityMatch',
      'MatchCriterion',
      'MatchingBasis',
      'MissingGround',
      'BatchAdvice',
      'SettlementEvent',
      'Query.settlementBatch',
      'SettlementBatch',
      'BatchMunicipality',
    ],
  },
  wishes: {
    name: { nb: 'ønsker om utdanning og arbeid', en: 'wishes for education and work' },
    holds: ['Person.wishes', 'Wishes'],
  },
  interests: {
    name: { nb: 'interesser', en: 'interests' },
    holds: ['Person.interests', 'Interest'],
  },
  activities: {
    name: { nb: 'aktiviteter', en: 'activities' },
    holds: ['Person.activities', 'Activity'],
  },
  work: {
    name: { nb: 'arbeidserfaring', en: 'work experience' },
    holds: ['Person.workExperience', 'WorkExperience'],
  },
  education: {
    name: { nb: 'skolegang og utdanning', en: 'schooling and education' },
    holds: ['Person.education', 'Education'],
  },
  languages: {
    name: { nb: 'språk', en: 'languages' },
    holds: ['Person.languages', 'Language'],
  },
  guidance: {
    name: {
      nb: 'avtaler og samtaler om karriereveiledning',
      en: 'appointments and sessions of career guidance',
    },
    holds: [
      'Guidance.appointments',
      'Guidance.sessions',
      'Appointment',
      'GuidanceSession',
      'Guidance.sharedResults',
      'GuidanceResult.sharedWith',
      'SharingRecipient',
    ],
  },
  rightAndDuty: {
    name: {
      nb: 'rett og plikt til karriereveiledning, og hvor du er henvist',
      en: 'the right and duty to career guidance, and where you are referred to',
    },
    holds: ['Guidance.entitlement', 'Guidance.entitlementReason', 'Guidance.referrals', 'Referral'],
  },
  guidanceResult: {
    name: { nb: 'resultatet av karriereveiledningen', en: 'the result of the career guidance' },
    holds: ['Person.guidance', 'Guidance', 'GuidanceResult'],
  },
  proposedProgrammes: {
    name: { nb: 'forslag til program', en: 'what programme is proposed' },
    holds: [
      'Settlement.proposedIntroductionProgramme',
      'Settlement.proposedFullTimeProgramme',
      'IntroductionProgramme.proposal',
      'FullTimeProgramme.proposal',
      'ProgrammeProposal',
      'ProposalReason',
    ],
  },
  introductionProgramme: {
    name: { nb: 'introduksjonsprogrammet', en: 'the introduction programme' },
    holds: ['Settlement.introductionProgramme', 'IntroductionProgramme'],
  },
  fullTimeProgramme: {
    name: { nb: 'fulltidsprogrammet', en: 'the full-time programme' },
    holds: ['Settlement.fullTimeProgramme', 'FullTimeProgramme'],
  },
  settlement: {
    name: { nb: 'hvor du bor og bosettes', en: 'where you live and are settled' },
    holds: [
      'Person.settlement',
      'Settlement',
      'Municipality.residents',
      'Municipality.assigned',
      'Query.settlementWorkList',
      'ResidentConnection',
      'ResidentEdge',
    ],
  },
  restrictions: {
    name: { nb: 'om opplysningene kan brukes', en: 'whether the information may be used' },
    holds: ['Person.processing', 'Processing'],
  },
  informed: {
    name: { nb: 'om informasjonsbrevet er lest', en: 'whether the information letter has been read' },
    holds: ['Processing.noticeToAcknowledge', 'Processing.acknowledgements', 'Acknowledgement'],
  },
  registration: {
    name: {
      nb: 'at du er registrert og hvor langt registreringen er kommet',
      en: 'that you are registered and how far the registration has come',
    },
    holds: [
      'Query.me',
      'Query.person',
      'Query.personByDufNumber',
      'Query.persons',
      'PersonConnection',
      'PersonEdge',
      'Person.id',
      'Person.updatedAt',
      'Person.registration',
      'Registration',
      'MissingSection',
      'SectionVersion',
    ],
  },

  // What is done, each act by its name.
  decidingOnRights: {
    name: { nb: 'avgjøre krav', en: 'deciding on demands' },
    holds: ['Mutation.extendTimeLimit', 'Mutation.decideRequest', 'Mutation.liftRestrictions'],
    act: true,
  },
  claimingRights: {
    name: { nb: 'bruke rettighetene', en: 'using the rights' },
    holds: [
      'Mutation.requestAccess',
      'Mutation.requestRectification',
      'Mutation.requestErasure',
      'Mutation.restrictProcessing',
      'Mutation.objectToProcessing',
      'Mutation.complain',
      'Mutation.withdrawRequest',
    ],
    act: true,
  },
  informing: {
    name: { nb: 'bekrefte at informasjonsbrevet er lest', en: 'acknowledging the information letter' },
    holds: ['Mutation.acknowledgeNotice'],
    act: true,
  },
  referring: {
    name: { nb: 'å henvise til karriereveiledning', en: 'referring to career guidance' },
    holds: ['Mutation.referToCareerCentre', 'Mutation.endReferral'],
    act: true,
  },
  guiding: {
    name: {
      nb: 'å gi karriereveiledning og dele resultatet',
      en: 'giving career guidance and sharing the result',
    },
    holds: [
      'Mutation.takeSelfReferral',
      'Mutation.bookAppointment',
      'Mutation.moveAppointment',
      'Mutation.recordAttendance',
      'Mutation.recordSession',
      'Mutation.amendSession',
      'Mutation.saveResultDraft',
      'Mutation.shareResult',
    ],
    act: true,
  },
  callingOff: {
    name: { nb: 'å avlyse en avtale om veiledning', en: 'calling off an appointment for guidance' },
    holds: ['Mutation.cancelAppointment'],
    act: true,
  },
  guidingOnWork: {
    name: { nb: 'å gi veiledning om arbeid', en: 'giving guidance on work' },
    holds: ['Mutation.recordEmploymentGuidance', 'Mutation.amendEmploymentGuidance'],
    act: true,
  },
  admitting: {
    name: { nb: 'å ta imot den som kommer, i Kompass', en: 'admitting whoever arrives to Kompass' },
    holds: ['Mutation.admitPerson'],
    act: true,
  },
  registering: {
    name: { nb: 'å registrere og rette', en: 'registering and correcting' },
    holds: [
      'Mutation.saveLanguages',
      'Mutation.saveEducation',
      'Mutation.saveWorkExperience',
      'Mutation.saveActivities',
      'Mutation.saveInterests',
      'Mutation.saveWishes',
      'Mutation.completeRegistration',
      'Mutation.reopenRegistration',
    ],
    act: true,
  },
  settling: {
    name: { nb: 'finne bosettingskommune og bosette', en: 'finding a municipality and settling' },
    holds: [
      'Mutation.adviseSettlement',
      'Mutation.planSettlementBatch',
      'Mutation.registerSettlementGrounds',
      'Mutation.assignToMunicipality',
      'Mutation.moveToAnotherMunicipality',
      'Mutation.moveToReceptionCentre',
      'Mutation.confirmSettlement',
    ],
    act: true,
  },
  protecting: {
    name: { nb: 'å merke adressebeskyttelse', en: 'noting that an address is protected' },
    holds: ['Mutation.protectAddress', 'Mutation.liftAddressProtection'],
    act: true,
  },
  receiving: {
    name: {
      nb: 'å ta imot og gi introduksjonsprogram',
      en: 'receiving people and giving an introduction programme',
    },
    holds: ['Mutation.answerAssignment', 'Mutation.agreeMovingDate', 'Mutation.saveIntroductionProgramme'],
    act: true,
  },
  hosting: {
    name: { nb: 'å gi fulltidsprogram', en: 'giving a full-time programme' },
    holds: ['Mutation.saveFullTimeProgramme'],
    act: true,
  },

  // What is about nobody.
  statistics: {
    name: { nb: 'tall uten navn, til statistikk', en: 'numbers without names, for statistics' },
    holds: [
      'Query.statistics',
      'Statistics.dimension',
      'Statistics.cells',
      'Statistics.withheldCells',
      'StatisticsCell.value',
      'StatisticsCell.count',
    ],
    anonymous: true,
  },
  answers: {
    name: { nb: 'svar på det en selv har gjort', en: 'answers to what one has done oneself' },
    holds: [
      'Problem.path',
      'Problem.code',
      'Problem.message',
      'RightsRequestPayload.person',
      'RightsRequestPayload.problems',
      'ComplaintPayload.person',
      'ComplaintPayload.problems',
      'ComplaintPayload.supervisoryAuthority',
      'AcknowledgeNoticePayload.person',
      'AcknowledgeNoticePayload.problems',
      'ReferralPayload.person',
      'ReferralPayload.problems',
      'ReferralPayload.referral',
      'AppointmentPayload.person',
      'AppointmentPayload.problems',
      'AppointmentPayload.appointment',
      'SessionPayload.person',
      'SessionPayload.problems',
      'SessionPayload.warnings',
      'SessionPayload.session',
      'ResultDraftPayload.person',
      'ResultDraftPayload.problems',
      'ResultDraftPayload.warnings',
      'ResultDraftPayload.version',
      'ShareResultPayload.person',
      'ShareResultPayload.problems',
      'ShareResultPayload.version',
      'EmploymentGuidancePayload.person',
      'EmploymentGuidancePayload.problems',
      'EmploymentGuidancePayload.warnings',
      'EmploymentGuidancePayload.employmentGuidance',
      'AdmitPersonPayload.person',
      'AdmitPersonPayload.problems',
      'AdmitPersonPayload.warnings',
      'AdmitPersonPayload.acknowledgement',
      'SaveSectionPayload.person',
      'SaveSectionPayload.version',
      'SaveSectionPayload.problems',
      'SaveSectionPayload.warnings',
      'SaveSectionPayload.acknowledgement',
      'RegistrationPayload.person',
      'RegistrationPayload.problems',
      'SettlementPayload.person',
      'SettlementPayload.problems',
      'SettlementPayload.warnings',
    ],
    public: true,
  },
  published: {
    name: { nb: 'det som er offentlig', en: 'what is public' },
    holds: [
      'Query.municipality',
      'Query.municipalities',
      'Query.counties',
      'Query.careerCentres',
      'Query.notice',
      'Query.processingPurposes',
      'Query.contactPoints',
      'Notice.version',
      'Notice.language',
      'Notice.validFrom',
      'Notice.text',
      'ProcessingPurpose.purpose',
      'ProcessingPurpose.legalBasis',
      'ProcessingPurpose.description',
      'ContactPoint.name',
      'ContactPoint.role',
      'ContactPoint.email',
      'ContactPoint.url',
      'ContactPoint.how',
      'CareerCentre.name',
      'CareerCentre.county',
      'CareerCentre.organisationNumber',
      'County.number',
      'County.name',
      'County.municipalities',
      'Municipality.number',
      'Municipality.name',
      'Municipality.county',
      'Municipality.organisationNumber',
      'Municipality.receptionCentres',
      'ReceptionCentre.id',
      'ReceptionCentre.name',
      'ReceptionCentre.municipality',
      'ReceptionCentre.places',
      'Occupation.code',
      'Occupation.label',
      'Query.occupations',
      'OccupationConnection.edges',
      'OccupationConnection.pageInfo',
      'OccupationConnection.totalCount',
      'OccupationEdge.node',
      'OccupationEdge.cursor',
      'Query.languages',
      'IsoLanguage.code',
      'IsoLanguage.label',
      'IsoLanguageConnection.edges',
      'IsoLanguageConnection.pageInfo',
      'IsoLanguageConnection.totalCount',
      'IsoLanguageEdge.node',
      'IsoLanguageEdge.cursor',
      'Query.countries',
      'Country.code',
      'Country.label',
      'PageInfo.hasNextPage',
      'PageInfo.endCursor',
    ],
    public: true,
  },
} as const satisfies Record<string, Category>;

export type CategoryName = keyof typeof categories;
