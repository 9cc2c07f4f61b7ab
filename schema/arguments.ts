/**
 * What each field of a filter and each order reads. To filter or sort by a field is to learn of it, so whoever may not
 * see the field may not do that either; otherwise the argument would be an oracle.
 */
export const reads: Readonly<Record<string, string>> = {
  'PersonFilter.occupation': 'WorkExperience.occupation',
  'PersonFilter.language': 'Person.languages',
  'PersonFilter.educationLevel': 'Education.level',
  'PersonFilter.registrationStatus': 'Registration.status',
  'PersonFilter.municipality': 'Settlement.municipality',
  'PersonFilter.completedSince': 'Registration.completedAt',
  'PersonFilter.updatedSince': 'Person.updatedAt',
  'SettlementWorkListFilter.status': 'Settlement.status',
  'LanguageFilter.language': 'Language.language',
  'LanguageFilter.atLeast': 'Language.speaking',
  'PersonOrder.UPDATED_DESC': 'Person.updatedAt',
  'PersonOrder.UPDATED_ASC': 'Person.updatedAt',
  'PersonOrder.NAME_ASC': 'Person.name',
  'PersonOrder.AGE_ASC': 'Person.age',
  'PersonOrder.AGE_DESC': 'Person.age',
};

/** What the other arguments pick by; `first` and `after` count and read nothing. */
export const picks: Readonly<Record<string, string>> = {
  'Query.person(id)': 'Person.id',
  'Query.personByDufNumber(dufNumber)': 'Person.dufNumber',
  'Query.statistics(by)': 'Statistics.dimension',
  'Query.occupations(search)': 'Occupation.label',
  'Query.occupations(digits)': 'Occupation.code',
  'Query.languages(search)': 'IsoLanguage.label',
  'Query.notice(language)': 'Notice.language',
  'Query.rightsWorkList(dueBy)': 'RightsRequest.dueAt',
  'Query.municipality(number)': 'Municipality.number',
  'Query.municipalities(county)': 'County.number',
  'Query.settlementBatch(id)': 'SettlementBatch.id',
  'Person.disclosures(since)': 'Disclosure.at',
  'Processing.noticeToAcknowledge(language)': 'Notice.language',
  'Processing.rightsRequests(undecided)': 'RightsRequest.status',
};

/**
 * What a list of persons tells of each of them by itself: who is in it lives there, demands something, or has a family.
 * The list of all persons tells nothing, nor do those who acted.
 */
export const lists: Readonly<Record<string, string>> = {
  'Municipality.residents': 'Settlement.receptionCentre',
  'Municipality.assigned': 'Settlement.municipality',
  'SettlementBatch.advised': 'BatchAdvice.batchId',
  'FamilyGroup.members': 'Settlement.familyGroup',
  'Query.rightsWorkList': 'RightsRequest.status',
  'Query.settlementWorkList': 'Settlement.status',
  'Query.heldBack': 'Processing.heldBack',
};
