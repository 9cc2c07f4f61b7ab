import type { Sentence } from '@kompass/runtime';
import { countryName, type Language, languageName } from '@kompass/schema';
import { type GraphQLEnumType, type GraphQLField, getNamedType, isEnumType } from 'graphql';

const both = (nb: string, en: string): Sentence => ({ nb, en });

/** What fields are called, where the schema's own description does not say it well; by coordinate, or by name alone. */
const names: Readonly<Record<string, Sentence>> = {
  id: both('Kompass’ eget kjennetegn', 'Kompass’ own identifier'),
  name: both('Navn', 'Name'),
  dufNumber: both('DUF-nummer', 'DUF number'),
  citizenships: both('Statsborgerskap', 'Citizenships'),
  birthDate: both('Fødselsdato', 'Date of birth'),
  age: both('Alder', 'Age'),
  updatedAt: both('Sist endret', 'Last changed'),
  registration: both('Kompetansekartleggingen', 'The competence registration'),
  status: both('Status', 'Status'),
  startedAt: both('Begynt', 'Started'),
  completedAt: both('Fullført', 'Completed'),
  helpedBy: both('Hjulpet av', 'Helped by'),
  missingSections: both('Deler som mangler', 'Missing sections'),
  section: both('Del', 'Section'),
  affects: both('Får betydning for', 'Affects'),
  languages: both('Språk', 'Languages'),
  education: both('Utdanning', 'Education'),
  workExperience: both('Arbeidserfaring', 'Work experience'),
  activities: both('Aktiviteter', 'Activities'),
  interests: both('Interesser', 'Interests'),
  wishes: both('Ønsker', 'Wishes'),
  language: both('Språk', 'Language'),
  motherTongue: both('Morsmål', 'Mother tongue'),
  listening: both('Forstår', 'Understands'),
  reading: both('Leser', 'Reads'),
  speaking: both('Snakker', 'Speaks'),
  writing: both('Skriver', 'Writes'),
  counsellorNote: both('Veileders merknad', 'Counsellor’s note'),
  level: both('Nivå', 'Level'),
  field: both('Fag', 'Field'),
  'Rectification.field': both('Felt', 'Field'),
  country: both('Land', 'Country'),
  years: both('Antall år', 'Years'),
  endYear: both('Avsluttet', 'Ended'),
  completed: both('Fullført', 'Completed'),
  recognisedInNorway: both('Godkjent i Norge', 'Recognised in Norway'),
  occupation: both('Yrke', 'Occupation'),
  code: both('Kode', 'Code'),
  label: both('Betegnelse', 'Label'),
  employer: both('Arbeidsgiver', 'Employer'),
  from: both('Fra', 'From'),
  to: both('Til', 'To'),
  tasks: both('Oppgaver', 'Tasks'),
  description: both('Beskrivelse', 'Description'),
  work: both('Arbeid', 'Work'),
  longTermGoal: both('Langsiktig mål', 'Long-term goal'),
  processing: both('Hvordan opplysningene kan brukes', 'How the information may be used'),
  restricted: both('Bruken er begrenset', 'Use is restricted'),
  objectedPurposes: both('Formål du har protestert mot', 'Purposes you have objected to'),
  noticeToAcknowledge: both('Informasjonsbrev du ikke har bekreftet', 'Letter you have not acknowledged'),
  acknowledgements: both('Informasjonsbrev du har bekreftet', 'Letters you have acknowledged'),
  noticeVersion: both('Versjon', 'Version'),
  validFrom: both('Gjelder fra', 'In force from'),
  acknowledgedAt: both('Bekreftet', 'Acknowledged'),
  givenBy: both('Gjennomgått med', 'Gone through with'),
  rightsRequests: both('Krav og klager', 'Demands and complaints'),
  right: both('Rettighet', 'Right'),
  purpose: both('Formål', 'Purpose'),
  rectification: both('Retting', 'Rectification'),
  entry: both('Oppføring', 'Entry'),
  correction: both('Riktig', 'Correct'),
  registered: both('Slik sto det da du krevde det rettet', 'What it said when you demanded it'),
  grounds: both('Begrunnelsen din', 'Your grounds'),
  receivedAt: both('Mottatt', 'Received'),
  enteredBy: both('Ført inn for deg av', 'Entered for you by'),
  dueAt: both('Frist', 'Due'),
  extensionReason: both('Hvorfor fristen er forlenget', 'Why the time limit is extended'),
  extendedBy: both('Fristen forlenget av', 'Time limit extended by'),
  decidedAt: both('Avgjort', 'Decided'),
  'RightsRequest.decidedAt': both('Avgjort eller trukket tilbake', 'Decided or taken back'),
  supervisoryAuthority: both('Hvor du kan klage på avgjørelsen', 'Where you can complain of the decision'),
  role: both('Rolle', 'Role'),
  how: both('Slik gjør du', 'How'),
  decidedBy: both('Avgjort av', 'Decided by'),
  reason: both('Begrunnelse', 'Reason'),
  liftedAt: both('Opphevet', 'Lifted'),
  liftedBy: both('Opphevet av', 'Lifted by'),
  liftingReason: both('Hvorfor den er opphevet', 'Why it was lifted'),
  heldBack: both(
    'Hvorfor opplysningene er lagret i mer enn 15 år',
    'Why the information is stored for more than 15 years',
  ),
  since: both('Siden', 'Since'),
  addressProtections: both('Beskyttelse av adressen din', 'Protection of your address'),
  protectedAt: both('Beskyttet fra', 'Protected from'),
  protectedBy: both('Beskyttet av', 'Protected by'),
  reasons: both('Begrunnelse', 'Reasons'),
  execution: both('Gjennomføring', 'Carrying out'),
  steps: both('Hvor langt den er kommet', 'How far it has come'),
  subgraph: both('Del av Kompass', 'Part of Kompass'),
  confirmedAt: both('Bekreftet', 'Confirmed'),
  outcome: both('Resultat', 'Outcome'),
  recipients: both('Mottakere som får beskjed', 'Recipients who are told'),
  reminders: both('Påminnelser', 'Reminders'),
  kind: both('Slag', 'Kind'),
  at: both('Tidspunkt', 'Time'),
  disclosures: both('Hvem som har sett opplysninger om deg', 'Who has seen your information'),
  text: both('Med ord', 'In words'),
  organisation: both('Virksomhet', 'Organisation'),
  supplier: both('Gjennom datasystemet til', 'Through the computer system of'),
  supplierNumber: both('Leverandørens organisasjonsnummer', 'The supplier’s organisation number'),
  totalCount: both('Antall', 'How many'),
  guidance: both('Karriereveiledning', 'Career guidance'),
  careerCentre: both('Karrieresenter', 'Career centre'),
  county: both('Fylke', 'County'),
  number: both('Nummer', 'Number'),
  appointments: both('Avtaler', 'Appointments'),
  startsAt: both('Begynner', 'Starts'),
  sessions: both('Samtaler', 'Sessions'),
  heldAt: both('Holdt', 'Held'),
  interpreter: both('Tolk', 'Interpreter'),
  internalNote: both('Veilederens notat', 'The counsellor’s note'),
  result: both('Resultat av veiledningen', 'Result of the guidance'),
  sharedAt: both('Delt', 'Shared'),
  goals: both('Mål', 'Goals'),
  recommendedPath: both('Anbefalt vei', 'Recommended path'),
  employmentGuidance: both('NAVs veiledning om arbeid', 'NAV’s guidance on work'),
  givenAt: both('Gitt', 'Given'),
  assessment: both('Vurdering', 'Assessment'),
  measures: both('Tiltak', 'Measures'),
  settlement: both('Bosetting', 'Settlement'),
  receptionCentre: both('Mottak', 'Reception centre'),
  municipality: both('Kommune', 'Municipality'),
  waitingSince: both('Ventet på kommune siden', 'Waited for a municipality since'),
  assignedAt: both('Tildelt', 'Assigned'),
  settledAt: both('Bosatt', 'Settled'),
  matching: both('Hvilke kommuner som passer, og hvorfor', 'Which municipalities suit you, and why'),
  score: both('Poeng', 'Score'),
  introductionProgramme: both('Introduksjonsprogram', 'Introduction programme'),
  endGoal: both('Sluttmål', 'End goal'),
  content: both('Innhold', 'Content'),
  norwegianGoal: both('Mål for norsk', 'Goal for Norwegian'),
  fullTimeProgramme: both('Fulltidsprogram', 'Full-time programme'),
  places: both('Plasser', 'Places'),
  'Notice.text': both('Tekst', 'Text'),
  entitlementReason: both('Hvorfor', 'Why'),
  referredBy: both('Henvist av', 'Referred by'),
  referredAt: both('Henvist', 'Referred'),
  endedAt: both('Avsluttet', 'Ended'),
  endedBecause: both('Hvorfor den er avsluttet', 'Why it ended'),
  mode: both('Hvordan', 'How'),
  savedAt: both('Lagret', 'Saved'),
  parts: both('Deler som ses', 'Parts that are seen'),
  sharedWith: both('Delt med', 'Shared with'),
  sharedResults: both('Alle resultater som er delt', 'All results that were shared'),
  resultDrafts: both('Utkast til resultat', 'Drafts of a result'),
  'SharingPreview.recipients': both('Mottakere', 'Recipients'),
  clearedOnly: both(
    'Bare de som er klarert for adressebeskyttelse',
    'Only those cleared for address protection',
  ),
  suggestedOccupations: both(
    'Yrker som ligner arbeidserfaringen din',
    'Occupations close to your experience',
  ),
  closeness: both('Nærhet', 'Closeness'),
  movingDate: both('Avtalt flyttedag', 'Agreed moving day'),
  familyGroup: both('Familiegruppe', 'Family group'),
  children: both('Barn som ikke er registrert selv', 'Children not registered themselves'),
  size: both('Plasser i alt', 'Places in all'),
  criteria: both('Grunn for grunn', 'Ground by ground'),
  ground: both('Grunn', 'Ground'),
  points: both('Poeng', 'Points'),
  outOf: both('Av', 'Out of'),
  matchingBasis: both('Hva forslagene bygger på', 'What the suggestions rest on'),
  madeAt: both('Laget', 'Made'),
  madeBy: both('Laget av', 'Made by'),
  weightsVersion: both('Vekter', 'Weights'),
  dataVersion: both('Data om kommunene', 'Data on the municipalities'),
  quality: both('Kvalitet, av 100', 'Quality, of 100'),
  missing: both('Hva som mangler', 'What is missing'),
  cost: both('Trekk', 'Deduction'),
  batchAdvice: both('Bosettingspulje', 'Settlement batch'),
  match: both('Forslag', 'Suggestion'),
  history: both('Hva som er bestemt og gjort', 'What was decided and done'),
  officer: both('Saksbehandler', 'Officer'),
  day: both('Dag', 'Day'),
  advisedRank: both('Plass i forslagene', 'Rank among the suggestions'),
  advisedScore: both('Poeng i forslagene', 'Score among the suggestions'),
  proposedIntroductionProgramme: both('Forslag til introduksjonsprogram', 'Proposed introduction programme'),
  proposedFullTimeProgramme: both('Forslag til fulltidsprogram', 'Proposed full-time programme'),
  proposal: both('Hva kompetansen tilsa', 'What the competence suggested'),
  months: both('Måneder', 'Months'),
  extendableBy: both('Kan forlenges med', 'Extendable by'),
  source: both('Kilde', 'Source'),
  'Registration.sections': both('Delene av kartleggingen', 'The sections of the registration'),
  before: both('Før', 'Before'),
  after: both('Etter', 'After'),
  leftOut: both('Deler som er utelatt', 'Sections left out'),
  acknowledged: both('Advarsler som er bekreftet', 'Warnings that were acknowledged'),
  outdatedSince: both('Bygger på noe som er rettet', 'Rests on something corrected'),
  url: both('Nettside', 'Web page'),
  email: both('E-post', 'E-mail'),
};

/** What a field is called: by its own line, or by the Norwegian term in its description, or by its name in words. */
export function nameOf(type: string, field: GraphQLField<unknown, unknown>, language: Language): string {
  const own = names[`${type}.${field.name}`] ?? names[field.name];
  if (own) return own[language];
  const term = language === 'nb' ? norwegianTerm(field.description) : undefined;
  return capitalised(term ?? field.name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`));
}

/** A value as it is read in a language. */
export function readable(field: GraphQLField<unknown, unknown>, value: unknown, language: Language): string {
  const type = getNamedType(field.type);
  const locale = language === 'nb' ? 'nb-NO' : 'en-GB';
  if (typeof value === 'boolean') return value ? yes[language] : no[language];
  if (isEnumType(type)) return enumValue(type, String(value), language);
  switch (type.name) {
    case 'Date':
      return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(
        new Date(String(value)),
      );
    case 'DateTime':
      return new Intl.DateTimeFormat(locale, {
        dateStyle: 'long',
        timeStyle: 'short',
        timeZone: 'Europe/Oslo',
      }).format(new Date(String(value)));
    case 'CountryCode':
      return countryName(String(value), language);
    case 'LanguageCode':
      return languageName(String(value), language);
    default:
      return String(value);
  }
}

const yes = both('Ja', 'Yes');
const no = both('Nei', 'No');

/** The first sentence of the value's description, or the Norwegian term in it. */
function enumValue(type: GraphQLEnumType, value: string, language: Language): string {
  const description = type.getValue(value)?.description ?? value;
  if (language === 'nb') {
    const known = enumNames[`${type.name}.${value}`] ?? enumNames[value] ?? norwegianTerm(description);
    if (known) return capitalised(known);
  }
  return description.replace(/ \([^)]*\)/g, '').replace(/\.$/, '');
}

/** Values whose description holds no Norwegian term. */
const enumNames: Readonly<Record<string, string>> = {
  NOT_STARTED: 'ikke begynt',
  IN_PROGRESS: 'påbegynt',
  COMPLETED: 'fullført',
  REGISTRATION: 'registrere kompetansen din',
  SETTLEMENT: 'finne en passende bosettingskommune',
  CAREER_GUIDANCE: 'karriereveiledning',
  EMPLOYMENT_GUIDANCE: 'veiledning om arbeid i Norge',
  FULL_TIME_PROGRAMME: 'fulltidsprogram',
  INTRODUCTION_PROGRAMME: 'introduksjonsprogram',
  STATISTICS: 'forskning og statistikk',
  DATA_SUBJECT_RIGHTS: 'rettighetene dine etter personvernreglene',
  UNDECIDED_DEMAND: 'et krav er ikke avgjort',
  'HeldBackReason.RESTRICTION': 'bruken er begrenset: du kan trenge dem i et rettskrav',
  RECEIVED: 'mottatt, ikke avgjort',
  EXTENDED: 'fristen er forlenget',
  CARRYING_OUT: 'tatt til følge, gjennomføres',
  GRANTED: 'tatt til følge og gjennomført',
  REFUSED: 'ikke tatt til følge',
  WITHDRAWN: 'trukket tilbake',
  DUE_SOON: 'fristen nærmer seg',
  OVERDUE: 'fristen er ute',
  ERASED: 'slettet',
  CORRECTED: 'rettet',
  MARKED: 'merket',
  NOTHING_HELD: 'hadde ingenting det gjelder',
  DOES_NOT_FIT: 'passer ikke med det som er registrert nå: må ses på av en saksbehandler',
  'RightsRequestStatus.DOES_NOT_FIT': 'tatt til følge, men kunne ikke rettes slik: avgjøres på nytt',
  ADMITTED: 'IMDi registrerte deg',
  SECTION_SAVED: 'en del ble lagret',
  REOPENED: 'kartleggingen ble tatt opp igjen',
  IDENTIFYING_NUMBER: 'ligner et nummer som identifiserer noen',
  HEALTH_INFORMATION: 'ligner helseopplysninger',
  NOTE_REMOVED: 'en merknad fra veilederen ble borte',
  RIGHT_AND_DUTY: 'i målgruppen for introduksjonsprogrammet: rett og plikt',
  OFFERED: 'utenfor målgruppen: tilbud om veiledning',
  GUIDED: 'veiledningen er gjennomført',
  MOVED: 'flyttet',
  DECLINED: 'ønsker ikke veiledning som ikke er plikt',
  MISTAKE: 'det var en feil',
  REPLACED: 'en annen henvisning kom i stedet',
  IN_PERSON: 'på karrieresenteret',
  VIDEO: 'på video',
  TELEPHONE: 'på telefon',
  BOOKED: 'avtalt',
  HELD: 'holdt',
  CANCELLED: 'avlyst',
  MISSED: 'møtte ikke',
  AT_RECEPTION_CENTRE: 'bor på mottak, kommune er ikke funnet ennå',
  ASSIGNED: 'en kommune er funnet og spurt',
  ACCEPTED: 'kommunen har takket ja',
  SETTLED: 'bosatt',
  'SettlementEventKind.REFUSED': 'kommunen takket nei',
  'SettlementEventKind.SETTLED': 'flyttet inn',
  RECEPTION_CENTRE: 'flyttet til mottak',
  MOVING_DATE: 'flyttedag avtalt',
  GROUNDS: 'familie, nettverk eller behov ble registrert eller endret',
  'SettlementEventKind.INTRODUCTION_PROGRAMME': 'introduksjonsprogrammet ble satt opp eller endret',
  'SettlementEventKind.FULL_TIME_PROGRAMME': 'fulltidsprogrammet ble satt opp eller endret',
  NB: 'bokmål',
  EN: 'engelsk',
  A1: 'A1',
  A2: 'A2',
  B1: 'B1',
  B2: 'B2',
  C1: 'C1',
  C2: 'C2',
};

/** `karrieresenter` of "The career centre (karrieresenter), by county." */
function norwegianTerm(description: string | null | undefined): string | undefined {
  return /\(([a-zæøå][^);,]*)/i.exec(description ?? '')?.[1];
}

function capitalised(text: string): string {
  return text.charAt(0).toLocaleUpperCase('nb') + text.slice(1);
}
