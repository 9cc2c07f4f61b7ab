import type { Section } from './person.js';

/** A line of work: occupation by STYRK-08, the schooling it takes and what people do in it. */
export interface Work {
  /** STYRK-08, four digits. */
  readonly occupation: string;
  /** 0 none or primary, 1 lower secondary, 2 upper secondary, 3 higher. */
  readonly schooling: 0 | 1 | 2 | 3;
  /** Field of education that leads there. */
  readonly field: string;
  readonly employers: readonly string[];
  readonly tasks: readonly string[];
}

export const works: readonly Work[] = [
  {
    occupation: '2223',
    schooling: 3,
    field: 'Sykepleie',
    employers: ['Byens sentralsykehus', 'Distriktsklinikken', 'Regionsykehuset'],
    tasks: ['Pleie og medisinering på sengepost', 'Sårstell, prøvetaking og oppfølging av pasienter'],
  },
  {
    occupation: '2341',
    schooling: 3,
    field: 'Lærerutdanning',
    employers: ['Barneskole nr. 14', 'Landsbyskolen', 'Gymnas nr. 3'],
    tasks: ['Underviste 1. til 4. trinn', 'Kontaktlærer for en klasse med 28 elever'],
  },
  {
    occupation: '2512',
    schooling: 3,
    field: 'Informatikk',
    employers: ['Et programvarehus', 'Banksystemer', 'En nettbutikk'],
    tasks: ['Utviklet nettsider og grensesnitt', 'Testing og vedlikehold av et lagersystem'],
  },
  {
    occupation: '3313',
    schooling: 3,
    field: 'Økonomi og regnskap',
    employers: ['Regnskapskontoret', 'Byggfirmaet', 'Kommunekassen'],
    tasks: ['Bokføring og årsoppgjør', 'Lønn og fakturering for 60 ansatte'],
  },
  {
    occupation: '7411',
    schooling: 2,
    field: 'Elektrofag',
    employers: ['Elektroverkstedet', 'Boligbyggelaget', 'Kraftselskapet'],
    tasks: ['Installasjon i nye boliger', 'Feilsøking og vedlikehold av anlegg'],
  },
  {
    occupation: '7212',
    schooling: 2,
    field: 'Sveising',
    employers: ['Skipsverftet', 'Stålverkstedet'],
    tasks: ['Sveiset rør og plater, MIG og TIG', 'Reparasjoner på verft'],
  },
  {
    occupation: '7231',
    schooling: 2,
    field: 'Bilmekanikk',
    employers: ['Bilverkstedet', 'Busselskapet'],
    tasks: ['Service og reparasjon av personbiler', 'Motor og bremser på busser'],
  },
  {
    occupation: '5120',
    schooling: 1,
    field: 'Kokkefag',
    employers: ['Restauranten ved torget', 'Hotellkjøkkenet', 'Familiens kafé'],
    tasks: ['Lagde varmmat for 80 gjester om dagen', 'Ansvar for innkjøp og meny'],
  },
  {
    occupation: '5223',
    schooling: 1,
    field: 'Salg og service',
    employers: ['Dagligvarebutikken', 'Klesbutikken', 'Markedet'],
    tasks: ['Kasse, varepåfylling og kundeservice', 'Drev egen butikk sammen med familien'],
  },
  {
    occupation: '5311',
    schooling: 1,
    field: 'Barne- og ungdomsarbeid',
    employers: ['Barnehagen', 'Familiesenteret'],
    tasks: ['Passet barn fra ett til fem år', 'Lek, måltider og samtaler med foreldre'],
  },
  {
    occupation: '5141',
    schooling: 1,
    field: 'Frisørfag',
    employers: ['Salongen', 'Egen salong'],
    tasks: ['Klipp og farging', 'Drev salong med to ansatte'],
  },
  {
    occupation: '7531',
    schooling: 1,
    field: 'Søm',
    employers: ['Syverkstedet', 'Tekstilfabrikken'],
    tasks: ['Sydde og reparerte klær', 'Søm på maskin i fabrikk'],
  },
  {
    occupation: '7112',
    schooling: 0,
    field: 'Murerarbeid',
    employers: ['Byggeplassen', 'Onkels byggefirma'],
    tasks: ['Murte vegger og la fliser', 'Grunnarbeid og støping'],
  },
  {
    occupation: '9112',
    schooling: 0,
    field: 'Renhold',
    employers: ['Sykehuset', 'Kontorbygget', 'Hotellet'],
    tasks: ['Daglig renhold av kontorer', 'Rengjøring av hotellrom'],
  },
  {
    occupation: '6111',
    schooling: 0,
    field: 'Jordbruk',
    employers: ['Familiens gård', 'Kooperativet'],
    tasks: ['Dyrket korn og grønnsaker', 'Stell av dyr og arbeid på åkeren'],
  },
  {
    occupation: '8322',
    schooling: 1,
    field: 'Transport',
    employers: ['Taxisentralen', 'Budfirmaet'],
    tasks: ['Kjørte drosje i byen', 'Leverte varer med varebil'],
  },
];

export const activities = [
  'Frivillig i en organisasjon for flyktninger',
  'Trente et fotballag for barn',
  'Hjalp naboer med å fylle ut skjemaer',
  'Passet besteforeldre i hjemmet',
  'Reparerte mobiltelefoner for venner',
  'Sang i kor',
  'Bygde hus sammen med familien',
  'Underviste barn i nabolaget',
  'Drev kjøkkenhage og solgte grønnsaker',
  'Var tillitsvalgt for studenter',
  'Tolket for andre på reisen',
];
export const interests = [
  'Matlaging',
  'Fotball',
  'Musikk',
  'Lesing',
  'Håndarbeid',
  'Friluftsliv',
  'Datamaskiner og programmering',
  'Hagearbeid',
  'Foto',
  'Biler og motorer',
  'Dans',
  'Sjakk',
];
/** What counsellors add, by section. */
export const notes: Readonly<Record<Section, readonly string[]>> = {
  LANGUAGES: [
    'Trenger tolk i samtaler, men leser enkel norsk.',
    'Forstår mer norsk enn det testen viser.',
    'Snakker flere dialekter; foretrekker tolk på morsmålet.',
    'Skriver helst på mobil, uvant med tastatur.',
  ],
  EDUCATION: [
    'Har vitnemål med seg, men ikke oversatt ennå.',
    'Motivert, spurte selv om godkjenning.',
    'Usikker på årstallene, sjekk mot dokumenter.',
    'Avbrudd på grunn av krigen, ønsker å fullføre.',
    'Papirene ble igjen hjemme; søsken prøver å sende bilder.',
  ],
  WORK_EXPERIENCE: [
    'Viste bilder fra arbeidsplassen; virker trygg på faget.',
    'Fortalte at arbeidet var uformelt og uten kontrakt.',
    'Har attest på e-post, bør oversettes.',
    'Opplært av onkelen; ingen papirer, men lang erfaring.',
  ],
  ACTIVITIES: [
    'Snakket varmt om dette og vil gjerne fortsette i Norge.',
    'Har hatt ansvar for andre her; kan brukes som referanse.',
    'Ser ikke selv at dette er erfaring, snakk mer om det.',
  ],
  INTERESTS: [
    'Har allerede tatt kontakt med et lag i nærheten.',
    'Ønsker å treffe andre med samme interesse.',
    'Kan være en vei inn i arbeid, ta opp i veiledningen.',
  ],
  WISHES: [
    'Realistisk plan, men må ha norsk først.',
    'Usikker på hva som finnes her; bør få møte noen i yrket.',
    'Er åpen for annet arbeid i mellomtiden.',
    'Familien kommer senere; vil ikke binde seg til lang utdanning.',
  ],
};
