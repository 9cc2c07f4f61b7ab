import type { Party, Purpose } from './agencies.js';

/** A sentence in the two languages that the letter is written in. */
export interface Sentence {
  readonly nb: string;
  readonly en: string;
}

/**
 * The sentences of the information letter that access rests on, word for word as people are given them
 * (`subgraphs/consent/notices`). `npm run policy -- check` refuses a sentence that is not in the letter.
 */
export const letter = {
  information: {
    nb: 'Dette er informasjon til deg som skal registrere opplysninger om din kompetanse.',
    en: 'This is information for you who are to register information about your competence.',
  },
  dutyAndRight: {
    nb: 'Du har plikt til å registrere opplysningene, og rett til å få dine opplysninger registrert, jf. integreringsloven § 6.',
    en: 'You have a duty to register the information, and a right to have your information registered, see the Integration Act § 6.',
  },
  missing: {
    nb: 'Manglende registrering vil få betydning for tilpasningen av veiledningen du får i forbindelse med utdanning og arbeid i Norge, og for innholdet i introduksjonsprogrammet ditt.',
    en: 'Missing registration will matter for how the guidance that you are given on education and work in Norway is adapted, and for the content of your introduction programme.',
  },
  offices: {
    nb: 'De trenger informasjon om din kompetanse for å veilede deg på best mulig måte.',
    en: 'They need information about your competence to guide you in the best possible way.',
  },
  settlement: {
    nb: 'Dersom du skal bosettes med offentlig hjelp, er opplysninger om din kompetanse ett av flere momenter som IMDi tar hensyn til når det skal velges en passende bosettingskommune til deg.',
    en: 'If you are to be settled with public help, information about your competence is one of several things that IMDi takes into account when a suitable settlement municipality is to be chosen for you.',
  },
  laterUse: {
    nb: 'Opplysningene om din kompetanse vil senere benyttes til å gi deg tilpasset karriereveiledning, sluttmål og innhold i ditt introduksjonsprogram.',
    en: 'Later the information about your competence will be used to give you adapted career guidance, and the end goal and content of your introduction programme.',
  },
  counsellor: {
    nb: 'Den som eventuelt veileder deg under registreringen kan legge inn detaljer i egne fritekstfelter for å supplere informasjonen du registrerer i Kompass.',
    en: 'Whoever guides you during the registration may enter details in free text fields of their own, to supplement the information that you register in Kompass.',
  },
  controller: {
    nb: 'Integrerings- og mangfoldsdirektoratet (IMDi) har ansvar for kompetanseopplysningene dine.',
    en: 'The Directorate of Integration and Diversity (IMDi) is responsible for your competence information.',
  },
  identity: {
    nb: 'IMDi har også lagret ditt navn og DUF-nummer, slik at vi kan identifisere dine opplysninger.',
    en: 'IMDi has also stored your name and DUF number, so that we can identify your information.',
  },
  careerCentres: {
    nb: 'Karrieresentre tilknyttet fylkeskommunen vil tilby karriereveiledning basert på opplysningene om din kompetanse.',
    en: 'Career centres connected to the county will offer career guidance based on the information about your competence.',
  },
  rightToGuidance: {
    nb: 'Når du er i målgruppen for introduksjonsprogrammet, vil du ha rett og plikt til å gjennomføre karriereveiledning.',
    en: 'When you are in the target group of the introduction programme, you will have a right and a duty to go through career guidance.',
  },
  careerCounsellor: {
    nb: 'En karriereveileder vil bruke opplysningene om deg for å gi deg best mulig veiledning om utdanning og arbeid i Norge.',
    en: 'A career counsellor will use the information about you to give you the best possible guidance on education and work in Norway.',
  },
  sharedResult: {
    nb: 'Karriereveilederen vil dele resultatet av veiledningen med kommunen, IMDi og NAV.',
    en: 'The career counsellor will share the result of the guidance with the municipality, IMDi and NAV.',
  },
  nav: {
    nb: 'Arbeids- og velferdsetaten (NAV) kan bruke opplysningene om deg til å gi deg veiledning om muligheten til å få arbeid i Norge.',
    en: 'The Labour and Welfare Administration (NAV) can use the information about you to guide you on the possibility of getting work in Norway.',
  },
  hostMunicipality: {
    nb: 'Kommunen som mottaket ligger i vil bruke opplysningene om deg til å tilpasse fulltidsprogram eller integreringsfremmende tiltak.',
    en: 'The municipality that the reception centre lies in will use the information about you to adapt a full-time programme or integration-promoting measures.',
  },
  settlementMunicipality: {
    nb: 'Hvis du bosettes med offentlig hjelp vil kommunen der du bosettes bruke dine opplysninger til å gi deg et tilpasset introduksjonsprogram, opplæring i norsk og samfunnskunnskap eller annet relevant tilbud om opplæring.',
    en: 'If you are settled with public help, the municipality where you are settled will use your information to give you an adapted introduction programme, training in Norwegian and social studies, or another relevant offer of training.',
  },
  statistics: {
    nb: 'Opplysningene kan brukes til spesifikke forsknings- og statistikkformål.',
    en: 'The information can be used for specific research and statistics purposes.',
  },
  access: {
    nb: 'Du har rett til å se opplysningene som blir registrert om deg.',
    en: 'You have the right to see the information that is registered about you.',
  },
  rectificationAndErasure: {
    nb: 'Du kan kreve at opplysninger som er feil blir rettet eller slettet.',
    en: 'You can demand that wrong information is corrected or erased.',
  },
  restriction: {
    nb: 'Du har rett til å kreve at opplysningene om deg ikke brukes, blant annet hvis du mener at de ikke stemmer.',
    en: 'You have the right to demand that the information about you is not used, among other things if you think that it is not right.',
  },
  objection: {
    nb: 'Du har rett til å protestere mot behandling av opplysningene, hvis du har særlige grunner til det.',
    en: 'You have the right to object to the processing of the information, if you have special reasons for it.',
  },
  complaint: {
    nb: 'Du har rett til å klage på behandlingen av opplysningene.',
    en: 'You have the right to complain about the processing of the information.',
  },
  contact: {
    nb: 'Dersom du ønsker å benytte deg av rettigheter som knytter seg til behandlingen av dine opplysninger, ber vi deg ta kontakt med IMDi på følgende e-postadresse: post@imdi.no, eller direkte med IMDis personvernombud på e-postadresse: personvernombud@imdi.no.',
    en: "If you wish to use rights that have to do with the processing of your information, please contact IMDi at the e-mail address post@imdi.no, or IMDi's data protection officer directly at the e-mail address personvernombud@imdi.no.",
  },
  storage: {
    nb: 'Opplysningene som du gir, vil bli lagret i inntil 15 år.',
    en: 'The information that you give will be stored for up to 15 years.',
  },
} satisfies Record<string, Sentence>;

/** What the letter calls a party. */
export const partyNames: Readonly<Record<Party, Sentence>> = {
  PERSON: { nb: 'Du selv', en: 'You yourself' },
  IMDI: {
    nb: 'Integrerings- og mangfoldsdirektoratet (IMDi)',
    en: 'The Directorate of Integration and Diversity (IMDi)',
  },
  CAREER_CENTRE: {
    nb: 'Karrieresentre tilknyttet fylkeskommunen',
    en: 'Career centres connected to the county',
  },
  NAV: { nb: 'Arbeids- og velferdsetaten (NAV)', en: 'The Labour and Welfare Administration (NAV)' },
  MUNICIPALITY: { nb: 'Kommunen', en: 'The municipality' },
  RESEARCH: { nb: 'Godkjente forskningsprosjekter', en: 'Approved research projects' },
};

/** What a party does for a purpose, as the letter tells the person; to stand behind "for". */
export const purposeNames: Readonly<Record<Purpose, Sentence>> = {
  REGISTRATION: { nb: 'å registrere kompetansen din', en: 'to register your competence' },
  SETTLEMENT: {
    nb: 'å finne en passende bosettingskommune til deg',
    en: 'to find a suitable municipality for you to settle in',
  },
  CAREER_GUIDANCE: { nb: 'å gi deg karriereveiledning', en: 'to give you career guidance' },
  EMPLOYMENT_GUIDANCE: {
    nb: 'å gi deg veiledning om muligheten til å få arbeid i Norge',
    en: 'to guide you on the possibility of getting work in Norway',
  },
  FULL_TIME_PROGRAMME: {
    nb: 'å tilpasse fulltidsprogram eller integreringsfremmende tiltak, når mottaket ligger i kommunen',
    en: 'to adapt a full-time programme or integration-promoting measures, where the reception centre lies',
  },
  INTRODUCTION_PROGRAMME: {
    nb: 'å gi deg et tilpasset introduksjonsprogram, når du bosettes i kommunen',
    en: 'to give you an adapted introduction programme, where you are settled',
  },
  STATISTICS: { nb: 'forskning og statistikk', en: 'research and statistics' },
  DATA_SUBJECT_RIGHTS: {
    nb: 'å ivareta rettighetene dine etter personvernreglene',
    en: 'to attend to your rights under data protection law',
  },
};
