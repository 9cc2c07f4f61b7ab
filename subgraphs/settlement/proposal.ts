import type { Sentence } from '@kompass/runtime';
import type { Competence } from './competence.js';

// What a programme could be, proposed from the competence. The municipality decides, and its decision stands beside
// the proposal. Sources: integreringsloven §§ 13 (end goal), 14 (content) and 16 (duration) with Prop. 89 L (2019–2020)
// ch. 8.5 and 14, and integreringsforskriften ch. 6 (guiding levels of Norwegian).

export type ProgrammeElement =
  | 'NORWEGIAN'
  | 'SOCIAL_STUDIES'
  | 'LIFE_SKILLS'
  | 'PARENTAL_GUIDANCE'
  | 'WORK_PRACTICE'
  | 'EDUCATION'
  | 'RECOGNITION'
  | 'INTEGRATION_MEASURES';

export type EndGoal = 'WORK' | 'HIGHER_EDUCATION' | 'UPPER_SECONDARY' | 'BASIC_EDUCATION_OR_WORK';

/** Why something is proposed, and where the law or its guide says so. */
export type Because =
  | 'UPPER_SECONDARY_BEFORE'
  | 'UNDER_25'
  | 'ADULT_WITHOUT_UPPER_SECONDARY'
  | 'WISHED'
  | 'NORWEGIAN_ALREADY'
  | 'EVERYBODY'
  | 'MAY_BE_PARENT'
  | 'NOT_RECOGNISED'
  | 'WORKED_BEFORE'
  | 'EDUCATION_NOT_REGISTERED'
  | 'IN_RECEPTION_CENTRE';

/** A proposed programme. */
export interface Proposal {
  readonly endGoal: EndGoal;
  readonly content: readonly ProgrammeElement[];
  /** A CEFR level. */
  readonly norwegianGoal: (typeof cefr)[number];
  /** How many months, and how many more it may be extended by. */
  readonly months: number;
  readonly extendableBy: number;
  readonly because: readonly Because[];
}

/** What a proposal is made from. */
export interface Participant {
  readonly competence: Competence;
  /** Below 25 years when the programme begins. */
  readonly under25: boolean;
}

const upperSecondary = ['UPPER_SECONDARY', 'POST_SECONDARY', 'BACHELOR', 'MASTER', 'DOCTORATE'];
const higher = ['BACHELOR', 'MASTER', 'DOCTORATE'];
const cefr = ['A1', 'A2', 'B1', 'B2', 'C1', 'C2'] as const;
const norwegian = ['nob', 'nno', 'nor'];

/** STYRK-08's major groups of occupations that take higher education, and those that take a trade certificate. */
const academic = ['2'];
const trades = ['5', '6', '7'];

/** The introduction programme that a person's competence suggests. The same competence always gives the same. */
export function proposeIntroductionProgramme({ competence, under25 }: Participant): Proposal {
  const completed = competence.education.filter((taken) => taken.completed);
  const qualified = completed.some(({ level }) => upperSecondary.includes(level));
  const unrecognised = completed.some(
    ({ level, recognisedInNorway }) => upperSecondary.includes(level) && !recognisedInNorway,
  );
  const worked = competence.occupations.length > 0;
  const { endGoal, wished } = goalOf(competence, qualified, under25);
  const literate = completed.some(({ level }) => !['NONE', 'PRIMARY'].includes(level));
  const least = qualified ? 'B2' : under25 || endGoal === 'UPPER_SECONDARY' || literate ? 'B1' : 'A2';
  const spoken = spokenNorwegian(competence);
  const beyond = cefr[Math.min(spoken + 1, cefr.length - 1)] ?? least;
  const norwegianGoal = cefr.indexOf(least) > spoken ? least : beyond;
  return {
    endGoal,
    norwegianGoal,
    ...durationOf(qualified, endGoal),
    content: [
      'NORWEGIAN',
      'SOCIAL_STUDIES',
      'LIFE_SKILLS',
      ...when(endGoal === 'WORK' || endGoal === 'BASIC_EDUCATION_OR_WORK', 'WORK_PRACTICE'),
      ...when(endGoal !== 'WORK', 'EDUCATION'),
      ...when(unrecognised, 'RECOGNITION'),
    ],
    because: [
      qualified ? 'UPPER_SECONDARY_BEFORE' : under25 ? 'UNDER_25' : 'ADULT_WITHOUT_UPPER_SECONDARY',
      ...when(wished, 'WISHED'),
      'EVERYBODY',
      'MAY_BE_PARENT',
      ...when(unrecognised, 'NOT_RECOGNISED'),
      ...when(worked && endGoal === 'WORK', 'WORKED_BEFORE'),
      ...when(norwegianGoal !== least, 'NORWEGIAN_ALREADY'),
      ...when(!competence.registeredSections.includes('EDUCATION'), 'EDUCATION_NOT_REGISTERED'),
    ],
  };
}

/** The end goal (§ 13), and whether it is what it is because the person wishes so. */
function goalOf(
  { education, occupations, wishedOccupation }: Competence,
  qualified: boolean,
  under25: boolean,
): { readonly endGoal: EndGoal; readonly wished: boolean } {
  const educated = education.some(({ level, completed }) => completed && higher.includes(level));
  const major = wishedOccupation?.slice(0, 1) ?? '';
  if (qualified) {
    // As a rule qualifying for higher education or for work.
    if (!educated && academic.includes(major)) return { endGoal: 'HIGHER_EDUCATION', wished: true };
    const studies = occupations.length === 0 && (educated || under25);
    return { endGoal: studies ? 'HIGHER_EDUCATION' : 'WORK', wished: false };
  }
  // As a rule completed upper secondary education.
  if (under25) return { endGoal: 'UPPER_SECONDARY', wished: false };
  // Work, or training on the way there: a trade certificate for whoever wishes for a trade and has not worked in one.
  const skilled = occupations.some(({ occupation }) => trades.includes(occupation.slice(0, 1)));
  if (trades.includes(major) && !skilled) return { endGoal: 'UPPER_SECONDARY', wished: true };
  return { endGoal: occupations.length > 0 ? 'WORK' : 'BASIC_EDUCATION_OR_WORK', wished: false };
}

/** How long (§ 16): three to six months, extended to twelve; two years and one more; for a school's end three and one. */
function durationOf(qualified: boolean, endGoal: EndGoal): Pick<Proposal, 'months' | 'extendableBy'> {
  if (qualified) return { months: 6, extendableBy: 6 };
  return endGoal === 'UPPER_SECONDARY' ? { months: 36, extendableBy: 12 } : { months: 24, extendableBy: 12 };
}

/** How well Norwegian is spoken already, a place in the CEFR; -1 for not at all. */
function spokenNorwegian({ languages }: Competence): number {
  const levels = languages
    .filter(({ language }) => norwegian.includes(language))
    .map(({ speaking }) => (cefr as readonly (string | null)[]).indexOf(speaking));
  return Math.max(-1, ...levels);
}

/** The full-time programme at the reception centre: what of the introduction programme can begin there already. */
export function proposeFullTimeProgramme(participant: Participant): Proposal {
  const later = proposeIntroductionProgramme(participant);
  return {
    ...later,
    norwegianGoal: 'A2',
    content: [
      'NORWEGIAN',
      'SOCIAL_STUDIES',
      'INTEGRATION_MEASURES',
      ...later.content.filter((element) => element === 'WORK_PRACTICE' || element === 'RECOGNITION'),
    ],
    months: 3,
    extendableBy: 0,
    because: [
      'IN_RECEPTION_CENTRE',
      ...later.because.filter((each) => each !== 'EVERYBODY' && each !== 'MAY_BE_PARENT'),
    ],
  };
}

const when = <const Item>(holds: boolean, item: Item): Item[] => (holds ? [item] : []);

/** What an end goal is called. */
export const endGoals: Readonly<Record<EndGoal, Sentence>> = {
  WORK: { nb: 'Ordinært arbeid', en: 'Ordinary work' },
  HIGHER_EDUCATION: { nb: 'Høyere utdanning', en: 'Higher education' },
  UPPER_SECONDARY: {
    nb: 'Fullført videregående opplæring',
    en: 'Completed upper secondary education',
  },
  BASIC_EDUCATION_OR_WORK: {
    nb: 'Grunnskoleopplæring eller arbeid med opplæring',
    en: 'Basic education, or work with training',
  },
};

/** Why, in words, with the source. */
export const reasons: Readonly<Record<Because, Sentence & { readonly source: string }>> = {
  UPPER_SECONDARY_BEFORE: {
    nb: 'Har fullført minst videregående opplæring: kvalifisering til høyere utdanning eller arbeid, tre til seks måneder, kan utvides til tolv.',
    en: 'Has completed at least upper secondary education: qualifying for higher education or work, three to six months, at most twelve.',
    source: 'integreringsloven §§ 13 og 16',
  },
  UNDER_25: {
    nb: 'Er under 25 år uten videregående opplæring: fullført videregående opplæring, inntil tre år, kan utvides med ett.',
    en: 'Is under 25 without upper secondary education: completing it, up to three years, and at most one more.',
    source: 'integreringsloven §§ 13 og 16',
  },
  ADULT_WITHOUT_UPPER_SECONDARY: {
    nb: 'Er 25 år eller eldre uten videregående opplæring: arbeid eller opplæring, inntil to år, kan utvides med ett.',
    en: 'Is 25 or older without upper secondary education: work or training, up to two years, and at most one more.',
    source: 'integreringsloven §§ 13 og 16',
  },
  WISHED: {
    nb: 'Ønsker et yrke som krever denne utdanningen.',
    en: 'Wishes for an occupation that takes this education.',
    source: 'integreringsloven § 13',
  },
  NORWEGIAN_ALREADY: {
    nb: 'Snakker alt norsk så godt at målet settes høyere.',
    en: 'Speaks Norwegian so well already that the aim is set higher.',
    source: 'integreringsforskriften kap. 6',
  },
  EVERYBODY: {
    nb: 'Alle får opplæring i norsk og samfunnskunnskap, livsmestring, og noe som retter seg mot arbeid eller utdanning.',
    en: 'Everybody gets training in Norwegian and social studies, life skills, and something aimed at work or education.',
    source: 'integreringsloven § 14',
  },
  MAY_BE_PARENT: {
    nb: 'Den som har barn under 18 år, får også foreldreveiledning. Forslaget vet ikke om barn; kommunen spør.',
    en: 'Whoever has children under 18 also gets guidance for parents. The proposal knows of no children; the municipality asks.',
    source: 'integreringsloven § 14',
  },
  NOT_RECOGNISED: {
    nb: 'Har utdanning som ikke er godkjent i Norge: søke om godkjenning.',
    en: 'Has education that is not recognised in Norway: apply for recognition.',
    source: 'Prop. 89 L (2019–2020) kap. 14',
  },
  WORKED_BEFORE: {
    nb: 'Har arbeidserfaring som kan brukes.',
    en: 'Has work experience to build on.',
    source: 'Prop. 89 L (2019–2020) kap. 8.5',
  },
  EDUCATION_NOT_REGISTERED: {
    nb: 'Utdanning er ikke registrert, så forslaget går ut fra at det ikke er noen. Registrer den først.',
    en: 'Education is not registered, so the proposal takes it that there is none. Register it first.',
    source: 'integreringsloven § 6',
  },
  IN_RECEPTION_CENTRE: {
    nb: 'Bor i mottak: opplæring og tiltak på fulltid til bosetting.',
    en: 'Lives at a reception centre: training and measures full time until settlement.',
    source: 'integreringsloven kap. 6',
  },
};
