import type { Purpose } from '@kompass/schema';

/**
 * The design's field matrix (§ 5) as data of the test, written by hand and not derived from the rules: for each group
 * of coordinates, the columns that see it. What is not granted is denied.
 */
export const columns = [
  'PERSON',
  'IMDI_REGISTRATION',
  'IMDI_SETTLEMENT',
  'IMDI_STATISTICS',
  'IMDI_PRIVACY',
  'CENTRE_GUIDANCE',
  'CENTRE_REGISTRATION',
  'NAV',
  'HOST',
  'SETTLE',
  'COUNSELLOR',
  'RESEARCH',
] as const;
export type Column = (typeof columns)[number];

/** The demo caller and purposes that stand for each column. */
export const callersOf: Readonly<Record<Column, { caller: string; purposes: readonly Purpose[] }>> = {
  PERSON: { caller: 'person', purposes: ['REGISTRATION', 'DATA_SUBJECT_RIGHTS'] },
  IMDI_REGISTRATION: { caller: 'imdi', purposes: ['REGISTRATION'] },
  IMDI_SETTLEMENT: { caller: 'imdi', purposes: ['SETTLEMENT'] },
  IMDI_STATISTICS: { caller: 'imdi', purposes: ['STATISTICS'] },
  IMDI_PRIVACY: { caller: 'imdi-privacy', purposes: ['DATA_SUBJECT_RIGHTS'] },
  CENTRE_GUIDANCE: { caller: 'career-centre', purposes: ['CAREER_GUIDANCE'] },
  CENTRE_REGISTRATION: { caller: 'career-centre', purposes: ['REGISTRATION'] },
  NAV: { caller: 'nav', purposes: ['EMPLOYMENT_GUIDANCE'] },
  HOST: { caller: 'municipality', purposes: ['FULL_TIME_PROGRAMME'] },
  SETTLE: { caller: 'municipality', purposes: ['INTRODUCTION_PROGRAMME'] },
  COUNSELLOR: { caller: 'municipality', purposes: ['REGISTRATION'] },
  RESEARCH: { caller: 'research', purposes: ['STATISTICS'] },
};

/** As the rows below are written: `IMDI` is a case officer, registering or settling; a centre guides or helps. */
const several = {
  IMDI: ['IMDI_REGISTRATION', 'IMDI_SETTLEMENT'],
  CAREER_CENTRE: ['CENTRE_GUIDANCE', 'CENTRE_REGISTRATION'],
} as const;
type Written = Column | keyof typeof several;
const opened = (who: readonly Written[]): readonly Column[] =>
  who.flatMap((each) => (each in several ? several[each as keyof typeof several] : [each as Column]));

const inTheCase: readonly Written[] = [
  'PERSON',
  'IMDI',
  'IMDI_PRIVACY',
  'CENTRE_GUIDANCE',
  'CENTRE_REGISTRATION',
  'NAV',
  'HOST',
  'SETTLE',
  'COUNSELLOR',
];
const without = (...left: Written[]): readonly Written[] => inTheCase.filter((each) => !left.includes(each));

const fields = (type: string, names: string): string[] => names.split(' ').map((name) => `${type}.${name}`);

/** Each row of the design's table, with the coordinates it stands for. */
const rows: readonly { readonly coordinates: readonly string[]; readonly seenBy: readonly Written[] }[] = [
  {
    // id, registration status and missing sections; name, dufNumber; and the ways that lead there
    coordinates: [
      ...fields('Query', 'person personByDufNumber persons'),
      ...fields('PersonConnection', 'edges pageInfo totalCount'),
      ...fields('PersonEdge', 'node cursor'),
      ...fields('Person', 'id name dufNumber updatedAt registration'),
      ...fields('Registration', 'status startedAt completedAt helpedBy missingSections'),
      ...fields('MissingSection', 'section affects reason'),
    ],
    seenBy: inTheCase,
  },
  { coordinates: ['Query.me'], seenBy: ['PERSON'] },
  { coordinates: fields('Person', 'citizenships gender age'), seenBy: without('NAV') },
  // Others are told the age
  { coordinates: ['Person.birthDate'], seenBy: ['PERSON', 'IMDI_PRIVACY'] },
  {
    coordinates: [
      ...fields('Person', 'languages education workExperience activities wishes'),
      ...fields('Language', 'language name motherTongue listening reading speaking writing'),
      ...fields('Education', 'level field country years endYear completed recognisedInNorway'),
      ...fields('WorkExperience', 'occupation employer country from to tasks'),
      ...fields('Activity', 'description years'),
      ...fields('Wishes', 'education work occupation longTermGoal'),
    ],
    seenBy: inTheCase,
  },
  { coordinates: ['Person.interests', 'Interest.description'], seenBy: without('NAV') },
  {
    coordinates: ['Language', 'Education', 'WorkExperience', 'Activity', 'Interest', 'Wishes'].map(
      (section) => `${section}.counsellorNote`,
    ),
    seenBy: without('NAV'),
  },
  {
    coordinates: [
      ...fields('Guidance', 'appointments sessions sharedResults'),
      ...fields('Appointment', 'id careerCentre startsAt mode status version'),
      ...fields('GuidanceSession', 'id careerCentre heldAt interpreter version'),
      // Whom the result was shared with
      'GuidanceResult.sharedWith',
      ...fields('SharingRecipient', 'organisation organisationNumber purpose parts clearedOnly text'),
    ],
    seenBy: ['PERSON', 'IMDI', 'IMDI_PRIVACY', 'CENTRE_GUIDANCE'],
  },
  {
    // A draft of the result: its centre, and the person whom it is about
    coordinates: [
      'Guidance.resultDrafts',
      ...fields('GuidanceResultDraft', 'careerCentre goals recommendedPath version savedAt sharing'),
      ...fields('SharingPreview', 'shown recipients'),
    ],
    seenBy: ['PERSON', 'CENTRE_GUIDANCE'],
  },
  {
    coordinates: [
      'Person.guidance',
      ...fields('Guidance', 'careerCentre result'),
      ...fields('GuidanceResult', 'version careerCentre sharedAt goals recommendedPath outdatedSince'),
    ],
    seenBy: without('COUNSELLOR', 'CENTRE_REGISTRATION'),
  },
  {
    // Right and duty follow from the age, which NAV does not see; who referred where is for who may refer
    coordinates: [
      ...fields('Guidance', 'entitlement entitlementReason referrals'),
      ...fields('Referral', 'id careerCentre referredBy referredAt endedAt endedBecause'),
    ],
    seenBy: without('COUNSELLOR', 'CENTRE_REGISTRATION', 'NAV'),
  },
  {
    coordinates: [
      'Guidance.employmentGuidance',
      ...fields('EmploymentGuidance', 'id givenAt assessment measures version'),
    ],
    seenBy: ['PERSON', 'NAV', 'SETTLE'],
  },
  {
    // What is suggested from the work experience: whoever guides on work, and the person
    coordinates: [
      'Guidance.suggestedOccupations',
      ...fields('OccupationSuggestion', 'code label closeness reasons'),
    ],
    seenBy: ['PERSON', 'NAV'],
  },
  {
    coordinates: [
      'Person.settlement',
      ...fields('Settlement', 'status receptionCentre municipality assignedAt settledAt version movingDate'),
      ...fields('Municipality', 'residents assigned'),
      ...fields('ResidentConnection', 'edges pageInfo totalCount'),
      ...fields('ResidentEdge', 'node cursor'),
    ],
    seenBy: inTheCase,
  },
  {
    // The matching's scores and reasons, what it was made from, and who decided what and why
    coordinates: [
      ...fields('Settlement', 'waitingSince matching matchingBasis batchAdvice history'),
      ...fields('MunicipalityMatch', 'municipality score reasons criteria'),
      ...fields('MatchCriterion', 'ground points outOf reason'),
      ...fields('MatchingBasis', 'madeAt madeBy weightsVersion dataVersion quality missing outdatedSince'),
      ...fields('MissingGround', 'section cost text'),
      ...fields('BatchAdvice', 'batchId madeAt quality match'),
      ...fields('SettlementEvent', 'kind at officer organisation municipality day reason'),
      ...fields('SettlementEvent', 'receptionCentre advisedRank advisedScore'),
      ...fields('Settlement', 'familyGroup network needs'),
      ...fields('FamilyGroup', 'members children size'),
      ...fields('NetworkTie', 'municipality kind'),
    ],
    seenBy: ['PERSON', 'IMDI_SETTLEMENT', 'IMDI_PRIVACY'],
  },
  {
    coordinates: [
      'Query.settlementBatch',
      ...fields('SettlementBatch', 'id madeAt madeBy weightsVersion dataVersion persons placed score'),
      ...fields('SettlementBatch', 'bound municipalities advised'),
      ...fields('BatchMunicipality', 'municipality placed'),
    ],
    seenBy: ['IMDI_SETTLEMENT'],
  },
  { coordinates: ['Query.settlementWorkList'], seenBy: ['IMDI_SETTLEMENT', 'SETTLE'] },
  {
    coordinates: ['Settlement.proposedIntroductionProgramme', 'IntroductionProgramme.proposal'],
    seenBy: ['PERSON', 'IMDI', 'IMDI_PRIVACY', 'SETTLE'],
  },
  {
    coordinates: ['Settlement.proposedFullTimeProgramme', 'FullTimeProgramme.proposal'],
    seenBy: ['PERSON', 'IMDI', 'IMDI_PRIVACY', 'HOST'],
  },
  {
    coordinates: [
      ...fields('ProgrammeProposal', 'endGoal content norwegianGoal months extendableBy reasons'),
      ...fields('ProposalReason', 'text source'),
    ],
    seenBy: ['PERSON', 'IMDI', 'IMDI_PRIVACY', 'HOST', 'SETTLE'],
  },
  {
    coordinates: [
      'Settlement.introductionProgramme',
      ...fields('IntroductionProgramme', 'endGoal content norwegianGoal from to'),
    ],
    seenBy: ['PERSON', 'IMDI', 'IMDI_PRIVACY', 'CENTRE_GUIDANCE', 'NAV', 'SETTLE'],
  },
  {
    coordinates: ['Settlement.fullTimeProgramme', ...fields('FullTimeProgramme', 'endGoal content from to')],
    seenBy: ['PERSON', 'IMDI', 'IMDI_PRIVACY', 'CENTRE_GUIDANCE', 'HOST'],
  },
  {
    coordinates: [
      ...fields('Processing', 'acknowledgements rightsRequests addressProtections'),
      ...fields('AddressProtection', 'protectedAt protectedBy reason liftedAt liftedBy liftingReason'),
      ...fields('Acknowledgement', 'noticeVersion language acknowledgedAt givenBy'),
      ...fields('RightsRequest', 'id right purpose rectification grounds status receivedAt enteredBy dueAt'),
      ...fields('RightsRequest', 'extensionReason extendedBy decidedAt decidedBy reason execution reminders'),
      ...fields('RightsRequest', 'liftedAt liftedBy liftingReason supervisoryAuthority'),
      ...fields('Rectification', 'field entry correction registered'),
      ...fields('Execution', 'decidedAt completedAt steps recipients'),
      ...fields('ExecutionStep', 'subgraph confirmedAt outcome'),
      ...fields('Reminder', 'kind at'),
    ],
    seenBy: ['PERSON', 'IMDI', 'IMDI_PRIVACY'],
  },
  {
    // The person and whoever helps register, and correct
    coordinates: [
      ...fields('Mutation', 'saveLanguages saveEducation saveWorkExperience'),
      ...fields('Mutation', 'saveActivities saveInterests saveWishes'),
      ...fields('Mutation', 'completeRegistration reopenRegistration'),
      ...fields('SaveSectionPayload', 'person version problems warnings acknowledgement'),
      ...fields('RegistrationPayload', 'person problems'),
      'Registration.sections',
      ...fields('SectionVersion', 'section version savedAt'),
    ],
    seenBy: ['PERSON', 'IMDI_REGISTRATION', 'CENTRE_REGISTRATION', 'COUNSELLOR'],
  },
  {
    coordinates: [
      'Mutation.admitPerson',
      ...fields('AdmitPersonPayload', 'person problems warnings acknowledgement'),
    ],
    seenBy: ['IMDI_REGISTRATION'],
  },
  {
    // What was corrected: as who saw what
    coordinates: [
      'Person.history',
      ...fields('ChangeConnection', 'edges pageInfo totalCount'),
      ...fields('ChangeEdge', 'node cursor'),
      ...fields(
        'Change',
        'at kind text organisation organisationNumber section version before after leftOut acknowledged',
      ),
      ...fields('LeftOutSection', 'section reason'),
      ...fields('SectionContent', 'name birthDate gender citizenships'),
      ...fields('SectionContent', 'languages education workExperience activities interests wishes'),
    ],
    seenBy: ['PERSON', 'IMDI_PRIVACY'],
  },
  { coordinates: ['Change.officer'], seenBy: ['IMDI_PRIVACY'] },
  {
    coordinates: [
      'Person.disclosures',
      ...fields('DisclosureConnection', 'edges pageInfo totalCount'),
      ...fields('DisclosureEdge', 'node cursor'),
      ...fields(
        'Disclosure',
        'at text organisation organisationNumber supplier supplierNumber purpose fields policyVersion',
      ),
    ],
    seenBy: ['PERSON', 'IMDI_PRIVACY'],
  },
  {
    // Kept past the storage limit: the person is told why, and who can end it
    coordinates: ['Processing.heldBack', ...fields('HeldBack', 'reason since')],
    seenBy: ['PERSON', 'IMDI_PRIVACY'],
  },
  {
    // The letter: whoever may help with the registration gives it, and sees whether it was given
    coordinates: ['Mutation.acknowledgeNotice', ...fields('AcknowledgeNoticePayload', 'person problems')],
    seenBy: ['PERSON', 'CAREER_CENTRE', 'COUNSELLOR'],
  },
  {
    coordinates: ['Processing.noticeToAcknowledge'],
    seenBy: ['PERSON', 'IMDI', 'IMDI_PRIVACY', 'CAREER_CENTRE', 'COUNSELLOR'],
  },
  {
    coordinates: ['Person.processing', ...fields('Processing', 'restricted objectedPurposes')],
    seenBy: inTheCase,
  },
  {
    coordinates: [
      'Query.statistics',
      ...fields('Statistics', 'dimension cells withheldCells'),
      ...fields('StatisticsCell', 'value count'),
    ],
    seenBy: ['IMDI', 'IMDI_PRIVACY', 'IMDI_STATISTICS', 'HOST', 'SETTLE', 'RESEARCH'],
  },
  {
    // Writes follow the owner: IMDi settles; the person and IMDi demand; the privacy officer decides.
    coordinates: fields('Mutation', 'protectAddress liftAddressProtection'),
    seenBy: ['IMDI', 'IMDI_PRIVACY'],
  },
  {
    coordinates: [
      ...fields('Mutation', 'adviseSettlement planSettlementBatch registerSettlementGrounds'),
      ...fields('Mutation', 'assignToMunicipality confirmSettlement moveToAnotherMunicipality'),
      'Mutation.moveToReceptionCentre',
    ],
    seenBy: ['IMDI_SETTLEMENT'],
  },
  {
    // The municipalities answer, and decide on their programmes.
    coordinates: fields('Mutation', 'answerAssignment agreeMovingDate saveIntroductionProgramme'),
    seenBy: ['SETTLE'],
  },
  { coordinates: ['Mutation.saveFullTimeProgramme'], seenBy: ['HOST'] },
  // Only the person takes back what the person demands.
  { coordinates: ['Mutation.withdrawRequest'], seenBy: ['PERSON'] },
  {
    coordinates: [
      ...fields('Mutation', 'requestAccess requestRectification requestErasure complain'),
      ...fields('Mutation', 'restrictProcessing objectToProcessing'),
      ...fields('RightsRequestPayload', 'person problems'),
      ...fields('ComplaintPayload', 'person problems supervisoryAuthority'),
    ],
    seenBy: ['PERSON', 'IMDI', 'IMDI_PRIVACY'],
  },
  {
    coordinates: [
      ...fields('Mutation', 'extendTimeLimit decideRequest liftRestrictions'),
      ...fields('Query', 'rightsWorkList heldBack erasures retentionRuns'),
      ...fields('RightsWorkListConnection', 'edges pageInfo totalCount'),
      ...fields('RightsWorkListEdge', 'node cursor'),
      ...fields('HeldBackConnection', 'edges pageInfo totalCount'),
      ...fields('HeldBackEdge', 'node cursor'),
      ...fields('ErasureConnection', 'edges pageInfo totalCount'),
      ...fields('ErasureEdge', 'node cursor'),
      ...fields('Erasure', 'id ground decidedBy execution'),
      ...fields('RetentionRun', 'ranAt registeredUntil due begun heldForDemand heldForRestriction outcome'),
    ],
    seenBy: ['IMDI_PRIVACY'],
  },
  {
    // IMDi and the municipalities refer; a centre takes who turned to it, and guides
    coordinates: ['Mutation.referToCareerCentre'],
    seenBy: ['IMDI_SETTLEMENT', 'COUNSELLOR', 'HOST', 'SETTLE'],
  },
  {
    // and ends it who sees it
    coordinates: ['Mutation.endReferral'],
    seenBy: ['IMDI_SETTLEMENT', 'HOST', 'SETTLE', 'CENTRE_GUIDANCE'],
  },
  {
    coordinates: fields('ReferralPayload', 'person problems'),
    seenBy: ['IMDI_SETTLEMENT', 'COUNSELLOR', 'HOST', 'SETTLE', 'CENTRE_GUIDANCE'],
  },
  {
    // Which referral it was is for whoever sees referrals
    coordinates: ['ReferralPayload.referral'],
    seenBy: ['IMDI_SETTLEMENT', 'HOST', 'SETTLE', 'CENTRE_GUIDANCE'],
  },
  {
    coordinates: [
      ...fields('Mutation', 'takeSelfReferral bookAppointment moveAppointment recordAttendance'),
      ...fields('Mutation', 'recordSession amendSession saveResultDraft shareResult'),
      ...fields('SessionPayload', 'person problems warnings session'),
      ...fields('ResultDraftPayload', 'person problems warnings version'),
      ...fields('ShareResultPayload', 'person problems version'),
    ],
    seenBy: ['CENTRE_GUIDANCE'],
  },
  {
    coordinates: [
      'Mutation.cancelAppointment',
      ...fields('AppointmentPayload', 'person problems appointment'),
    ],
    seenBy: ['PERSON', 'CENTRE_GUIDANCE'],
  },
  {
    // NAV its own guidance
    coordinates: [
      ...fields('Mutation', 'recordEmploymentGuidance amendEmploymentGuidance'),
      ...fields('EmploymentGuidancePayload', 'person problems warnings employmentGuidance'),
    ],
    seenBy: ['NAV'],
  },
  {
    // Public: the letter, code lists, places
    coordinates: [
      ...fields('Query', 'notice processingPurposes contactPoints careerCentres'),
      ...fields('Query', 'municipality municipalities counties occupations languages countries'),
      ...fields('Notice', 'version language validFrom text'),
      ...fields('ProcessingPurpose', 'purpose legalBasis description'),
      ...fields('ContactPoint', 'name role email url how'),
      ...fields('CareerCentre', 'name county organisationNumber'),
      ...fields('County', 'number name municipalities'),
      ...fields('Municipality', 'number name county organisationNumber receptionCentres'),
      ...fields('ReceptionCentre', 'id name municipality places'),
      ...fields('Occupation', 'code label'),
      ...fields('OccupationConnection', 'edges pageInfo totalCount'),
      ...fields('OccupationEdge', 'node cursor'),
      ...fields('IsoLanguage', 'code label'),
      ...fields('IsoLanguageConnection', 'edges pageInfo totalCount'),
      ...fields('IsoLanguageEdge', 'node cursor'),
      ...fields('Country', 'code label'),
      ...fields('Problem', 'path code message'),
      ...fields('PageInfo', 'hasNextPage endCursor'),
      ...fields('SettlementPayload', 'person problems warnings'),
    ],
    seenBy: columns,
  },
];

/** A session's internal note: the person, and the career centre that held the session. The row decides. */
export const ownCentreOnly = 'GuidanceSession.internalNote';

/** Who sees a coordinate; `undefined` when the table forgot it. */
export const seenBy: ReadonlyMap<string, readonly Column[]> = new Map([
  ...rows.flatMap(({ coordinates, seenBy: who }) => coordinates.map((each) => [each, opened(who)] as const)),
  [ownCentreOnly, ['PERSON', 'CENTRE_GUIDANCE'] as const],
]);
