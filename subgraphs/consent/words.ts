import { organisationName, type Sentence, supplierName } from '@kompass/runtime';
import { type Language, municipalities } from '@kompass/schema';
import type { DisclosureRow } from './rows.js';

const rightAndDuty: Sentence = {
  nb: 'om du har rett og plikt til karriereveiledning',
  en: 'whether you have a right and a duty to career guidance',
};
const sharing: Sentence = {
  nb: 'hvem resultatet av veiledningen deles med',
  en: 'whom the result of the guidance is shared with',
};
const demands: Sentence = {
  nb: 'kravene dine etter personvernreglene',
  en: 'your demands under data protection law',
};

const read: Sentence = {
  nb: 'om du har lest informasjonsbrevet',
  en: 'whether you have read the information letter',
};

const outcome: Sentence = {
  nb: 'svaret på noe som ble gjort i saken din',
  en: 'the answer to something that was done in your case',
};
const family: Sentence = { nb: 'familien din', en: 'your family' };

/**
 * What a field is about, in the letter's words: by coordinate, by `*.field` for a field of any type, or by type, the
 * first of these that is here.
 */
const categories: Readonly<Record<string, Sentence>> = {
  '*.counsellorNote': {
    nb: 'det veilederen har skrevet i fritekst',
    en: 'what your counsellor wrote in free text',
  },
  '*.internalNote': {
    nb: 'karriereveilederens egne notater',
    en: 'the career counsellor’s own notes',
  },
  'Person.name': { nb: 'navnet ditt', en: 'your name' },
  'Person.dufNumber': { nb: 'DUF-nummeret ditt', en: 'your DUF number' },
  'Person.citizenships': { nb: 'statsborgerskap', en: 'citizenship' },
  'Person.gender': { nb: 'kjønn', en: 'gender' },
  'Person.age': { nb: 'alder', en: 'age' },
  'Person.birthDate': { nb: 'fødselsdatoen din', en: 'your date of birth' },
  Person: { nb: 'at du er registrert', en: 'that you are registered' },
  Registration: { nb: 'hvor langt registreringen er kommet', en: 'how far the registration has come' },
  MissingSection: { nb: 'hvor langt registreringen er kommet', en: 'how far the registration has come' },
  Language: { nb: 'språkene du kan', en: 'the languages you know' },
  Education: { nb: 'skolegang og utdanning', en: 'schooling and education' },
  WorkExperience: { nb: 'arbeidserfaring', en: 'work experience' },
  Activity: { nb: 'aktiviteter', en: 'activities' },
  Interest: { nb: 'interessene dine', en: 'your interests' },
  Wishes: { nb: 'dine ønsker om utdanning og arbeid', en: 'your wishes for education and work' },
  SectionVersion: { nb: 'hvor langt registreringen er kommet', en: 'how far the registration has come' },
  ChangeConnection: { nb: 'endringene i registreringen din', en: 'the changes of your registration' },
  ChangeEdge: { nb: 'endringene i registreringen din', en: 'the changes of your registration' },
  Change: { nb: 'endringene i registreringen din', en: 'the changes of your registration' },
  LeftOutSection: { nb: 'endringene i registreringen din', en: 'the changes of your registration' },
  SectionContent: { nb: 'endringene i registreringen din', en: 'the changes of your registration' },
  Processing: { nb: 'om opplysningene kan brukes', en: 'whether your data may be used' },
  Acknowledgement: read,
  'Processing.noticeToAcknowledge': read,
  AddressProtection: {
    nb: 'at adressen din er eller har vært beskyttet',
    en: 'that your address is or has been protected',
  },
  HeldBack: {
    nb: 'om noe holder opplysningene tilbake etter at lagringstiden er ute',
    en: 'whether anything keeps your data past the storage limit',
  },
  RightsRequest: demands,
  Rectification: demands,
  Execution: demands,
  ExecutionStep: demands,
  Reminder: demands,
  Disclosure: { nb: 'hvem som har sett opplysninger om deg', en: 'who has seen your data' },
  DisclosureConnection: { nb: 'hvem som har sett opplysninger om deg', en: 'who has seen your data' },
  DisclosureEdge: { nb: 'hvem som har sett opplysninger om deg', en: 'who has seen your data' },
  Guidance: { nb: 'karriereveiledningen din', en: 'your career guidance' },
  'Guidance.careerCentre': { nb: 'hvilket karrieresenter du er henvist til', en: 'your career centre' },
  Appointment: { nb: 'avtaler om veiledning', en: 'appointments for guidance' },
  GuidanceSession: { nb: 'veiledningssamtaler', en: 'guidance sessions' },
  'Guidance.entitlement': rightAndDuty,
  'Guidance.entitlementReason': rightAndDuty,
  Referral: { nb: 'henvisningene dine til karriereveiledning', en: 'your referrals to career guidance' },
  GuidanceResultDraft: {
    nb: 'utkast til resultat av veiledningen',
    en: 'a draft of the result of the guidance',
  },
  SharingPreview: sharing,
  SharingRecipient: sharing,
  GuidanceResult: { nb: 'resultatet av veiledningen', en: 'the result of the guidance' },
  OccupationSuggestion: {
    nb: 'yrker som ligner det du har arbeidet med',
    en: 'occupations close to what you have worked with',
  },
  EmploymentGuidance: { nb: 'NAVs veiledning om arbeid', en: 'NAV’s guidance on work' },
  MunicipalityMatch: { nb: 'hvilke kommuner som passer for deg', en: 'which municipalities suit you' },
  MatchCriterion: { nb: 'hvilke kommuner som passer for deg', en: 'which municipalities suit you' },
  MatchingBasis: { nb: 'hvilke kommuner som passer for deg', en: 'which municipalities suit you' },
  MissingGround: { nb: 'hvilke kommuner som passer for deg', en: 'which municipalities suit you' },
  BatchAdvice: { nb: 'hvilke kommuner som passer for deg', en: 'which municipalities suit you' },
  SettlementEvent: {
    nb: 'hva som er bestemt om bosettingen din',
    en: 'what was decided on your settlement',
  },
  FamilyGroup: family,
  'Settlement.familyGroup': family,
  NetworkTie: { nb: 'hvem du kjenner i Norge', en: 'whom you know in Norway' },
  'Settlement.needs': { nb: 'behovene dine', en: 'your needs' },
  ProgrammeProposal: { nb: 'forslag til program for deg', en: 'what programme is proposed for you' },
  ProposalReason: { nb: 'forslag til program for deg', en: 'what programme is proposed for you' },
  IntroductionProgramme: { nb: 'introduksjonsprogrammet ditt', en: 'your introduction programme' },
  FullTimeProgramme: { nb: 'fulltidsprogrammet ditt', en: 'your full-time programme' },
  Problem: outcome,
  SaveSectionPayload: outcome,
  AdmitPersonPayload: outcome,
  ComplaintPayload: outcome,
};
const otherwise: Sentence = { nb: 'bosettingen din', en: 'your settlement' };

/** Why, by purpose, so that it fits behind "to". */
const reasons: Readonly<Record<string, Sentence>> = {
  REGISTRATION: { nb: 'registrere kompetansen din', en: 'register your competence' },
  SETTLEMENT: {
    nb: 'finne en passende bosettingskommune til deg',
    en: 'find a suitable municipality for you to settle in',
  },
  CAREER_GUIDANCE: { nb: 'gi deg karriereveiledning', en: 'give you career guidance' },
  EMPLOYMENT_GUIDANCE: {
    nb: 'gi deg veiledning om muligheten til å få arbeid i Norge',
    en: 'guide you on the chance of work in Norway',
  },
  FULL_TIME_PROGRAMME: {
    nb: 'tilpasse fulltidsprogram eller integreringsfremmende tiltak',
    en: 'adapt a full-time programme or integration-promoting measures',
  },
  INTRODUCTION_PROGRAMME: {
    nb: 'gi deg et tilpasset introduksjonsprogram',
    en: 'give you an adapted introduction programme',
  },
  STATISTICS: { nb: 'lage statistikk', en: 'make statistics' },
  DATA_SUBJECT_RIGHTS: {
    nb: 'ivareta rettighetene dine etter personvernreglene',
    en: 'attend to your rights under data protection law',
  },
};

/** The organisation whose counsellor it was: a municipality, or a county's career centre. */
export function counsellorName(organisation: string, language: Language): string {
  const municipal = municipalities().some(({ organisationNumber }) => organisationNumber === organisation);
  return organisationName({ party: municipal ? 'MUNICIPALITY' : 'CAREER_CENTRE', organisation }, language);
}

/** A recipient as an execution keeps it: the party and the organisation number. */
export function recipientName(recipient: string, language: Language): string {
  const [party = '', organisation = ''] = recipient.split(' ');
  return organisationName({ party, organisation }, language);
}

/** One entry of the log in sentences that need no explanation: who saw what, when, why and through whose system. */
export function inPlainWords(row: DisclosureRow, language: Language): string {
  const locale = language === 'nb' ? 'nb-NO' : 'en-GB';
  const time = new Intl.DateTimeFormat(locale, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'Europe/Oslo',
  }).format(row.at);
  const what = new Intl.ListFormat(locale).format(categoriesOf(row.coordinates ?? [], language));
  const who = organisationName(row, language);
  const why = reasons[row.purpose ?? '']?.[language];
  const saw =
    language === 'nb'
      ? `${who} så ${what} ${time} for å ${why}.`
      : `${who} saw ${what} on ${time} to ${why}.`;
  return row.supplier ? `${saw} ${through(supplierName(row.supplier, language), language)}` : saw;
}

function through(supplier: string, language: Language): string {
  return language === 'nb'
    ? `Opplysningene gikk gjennom datasystemet til ${supplier}.`
    : `Your data went through the computer system of ${supplier}.`;
}

function categoriesOf(coordinates: readonly string[], language: Language): string[] {
  const found = coordinates.map((coordinate) => {
    const [type = '', field] = coordinate.split('.');
    return (categories[coordinate] ?? categories[`*.${field}`] ?? categories[type] ?? otherwise)[language];
  });
  const distinct = [...new Set(found)];
  const bare = categories['Person']?.[language];
  return distinct.length > 1 ? distinct.filter((each) => each !== bare) : distinct;
}
