import { letter } from './letter.js';
import { anyone, callerRule, rowRule } from './shield.js';

/** The parties that may call, design § 4. */
export const parties = ['PERSON', 'IMDI', 'CAREER_CENTRE', 'NAV', 'MUNICIPALITY', 'RESEARCH'] as const;
export type Party = (typeof parties)[number];

/** What a request is for; stated in the header `kompass-purpose`. */
export const purposes = [
  'REGISTRATION',
  'SETTLEMENT',
  'CAREER_GUIDANCE',
  'EMPLOYMENT_GUIDANCE',
  'FULL_TIME_PROGRAMME',
  'INTRODUCTION_PROGRAMME',
  'STATISTICS',
  'DATA_SUBJECT_RIGHTS',
] as const;
export type Purpose = (typeof purposes)[number];

/** What an officer is cleared for beyond the party's ordinary work, granted by a token's scope. */
export const clearances = ['PRIVACY_OFFICER', 'ADDRESS_PROTECTED'] as const;
export type Clearance = (typeof clearances)[number];

/** Languages that texts for persons are written in. */
export type Language = 'nb' | 'en';

/** Who asks, and what for. */
export interface Caller {
  readonly party: Party;
  readonly purpose: Purpose;
  readonly clearances: readonly Clearance[];
  /** Organisation number of the agency, nine digits; absent for a person. */
  readonly organisation?: string;
  /** Organisation number of the processor whose system acts for the agency; absent when the agency asks itself. */
  readonly supplier?: string;
  /** The officer's identifier at the agency; absent for a person and for machine-to-machine calls. */
  readonly officer?: string;
  /** DUF number of the registered person; present only for `PERSON`. */
  readonly dufNumber?: string;
  /** The approved research project; present only for `RESEARCH`. */
  readonly project?: string;
  /** The language that texts are wanted in; bokmål when not said. */
  readonly language?: Language;
}

/**
 * All of a caller that a rule of the caller alone may look at. What is found for one caller holds for all of the same
 * kind, so decisions can be kept.
 */
export type CallerKind = Pick<Caller, 'party' | 'purpose' | 'clearances'>;

/** Names a kind of caller. */
export function kindOf({ party, purpose, clearances: held }: CallerKind): string {
  return held.length > 0 ? `${party} ${purpose} ${held.join(' ')}` : `${party} ${purpose}`;
}

/**
 * The purposes a party may state, design § 4.
 *
 * IMDi's privacy officer answers to articles 15–18, 21 and 77 and to nothing else, so that clearance
 * replaces the case officer's purposes instead of adding to them (GDPR art. 38(6): no conflict of interests).
 */
export function purposesOf(party: Party, held: readonly Clearance[]): readonly Purpose[] {
  switch (party) {
    case 'PERSON':
      return ['REGISTRATION', 'DATA_SUBJECT_RIGHTS'];
    case 'IMDI':
      return held.includes('PRIVACY_OFFICER')
        ? ['DATA_SUBJECT_RIGHTS']
        : ['REGISTRATION', 'SETTLEMENT', 'STATISTICS'];
    case 'CAREER_CENTRE':
      return ['REGISTRATION', 'CAREER_GUIDANCE'];
    case 'NAV':
      return ['EMPLOYMENT_GUIDANCE'];
    case 'MUNICIPALITY':
      return ['REGISTRATION', 'FULL_TIME_PROGRAMME', 'INTRODUCTION_PROGRAMME'];
    case 'RESEARCH':
      return ['STATISTICS'];
  }
}

// The words that the rule files are written in. Each says who is meant, which law entitles them, and which sentence of
// the letter told people so.

/** What entitles everybody who works with the registered competence. */
const competence = 'integreringsloven § 41, integreringsforskriften § 47';
const rights = 'personvernforordningen art. 15–18, 21 og 77';
const researchLaw = 'personvernforordningen art. 89';

/** The registered person, about themself. */
export const person = callerRule('person', (caller) => caller.party === 'PERSON', {
  law: `integreringsloven § 6, ${rights}`,
  letter: letter.access,
});

/** IMDi, the controller, in a person's case. Statistics need no names (GDPR art. 89(1)). */
export const imdi = callerRule(
  'imdi',
  (caller) => caller.party === 'IMDI' && caller.purpose !== 'STATISTICS',
  { law: competence, letter: letter.controller },
);

/** IMDi, finding a municipality for a person to settle in. */
export const imdiSettling = callerRule(
  'imdiSettling',
  (caller) => caller.party === 'IMDI' && caller.purpose === 'SETTLEMENT',
  { law: competence, letter: letter.settlement },
);

/** IMDi when it makes statistics. */
export const imdiStatistics = callerRule(
  'imdiStatistics',
  (caller) => caller.party === 'IMDI' && caller.purpose === 'STATISTICS',
  { law: `${competence}, ${researchLaw}`, letter: letter.statistics },
);

/** IMDi's privacy officer, handling a person's rights. */
export const privacyOfficer = callerRule(
  'privacyOfficer',
  (caller) =>
    caller.party === 'IMDI' &&
    caller.purpose === 'DATA_SUBJECT_RIGHTS' &&
    caller.clearances.includes('PRIVACY_OFFICER'),
  { law: rights, letter: letter.contact },
);

/** A career centre, guiding or helping to register. */
export const careerCentre = callerRule('careerCentre', (caller) => caller.party === 'CAREER_CENTRE', {
  law: `integreringsloven § 11, ${competence}`,
  letter: letter.careerCounsellor,
});

/** A career centre, guiding: what it records is its own. */
export const guidingCareerCentre = callerRule(
  'guidingCareerCentre',
  (caller) => caller.party === 'CAREER_CENTRE' && caller.purpose === 'CAREER_GUIDANCE',
  { law: `integreringsloven § 11, ${competence}`, letter: letter.careerCounsellor },
);

/** The very career centre that a guidance session belongs to. Looks at the row. */
export const ownCareerCentre = rowRule(
  'ownCareerCentre',
  (caller) => caller.party === 'CAREER_CENTRE' && caller.purpose === 'CAREER_GUIDANCE',
  (caller, row) => row['careerCentre'] === caller.organisation,
  { law: `integreringsloven § 11, ${competence}`, letter: letter.careerCounsellor },
);

/** NAV, guiding on the chance of work. */
export const nav = callerRule('nav', (caller) => caller.party === 'NAV', {
  law: competence,
  letter: letter.nav,
});

/** The municipality where the person's reception centre lies, under the full-time programme. */
export const hostMunicipality = callerRule(
  'hostMunicipality',
  (caller) => caller.party === 'MUNICIPALITY' && caller.purpose === 'FULL_TIME_PROGRAMME',
  { law: competence, letter: letter.hostMunicipality },
);

/** The municipality that settles the person, under the introduction programme. */
export const settlementMunicipality = callerRule(
  'settlementMunicipality',
  (caller) => caller.party === 'MUNICIPALITY' && caller.purpose === 'INTRODUCTION_PROGRAMME',
  { law: competence, letter: letter.settlementMunicipality },
);

/** The *veileder* of a municipality, who helps a person to register. */
export const municipalCounsellor = callerRule(
  'municipalCounsellor',
  (caller) => caller.party === 'MUNICIPALITY' && caller.purpose === 'REGISTRATION',
  { law: `integreringsloven § 6, ${competence}`, letter: letter.counsellor },
);

/** A career centre whose *veileder* helps a person to register. */
export const careerCentreCounsellor = callerRule(
  'careerCentreCounsellor',
  (caller) => caller.party === 'CAREER_CENTRE' && caller.purpose === 'REGISTRATION',
  { law: `integreringsloven § 6, ${competence}`, letter: letter.counsellor },
);

/** IMDi, registering. */
export const imdiRegistering = callerRule(
  'imdiRegistering',
  (caller) => caller.party === 'IMDI' && caller.purpose === 'REGISTRATION',
  { law: `integreringsloven § 6, ${competence}`, letter: letter.controller },
);

/** An approved research project. */
export const research = callerRule('research', (caller) => caller.party === 'RESEARCH', {
  law: `${competence}, ${researchLaw}`,
  letter: letter.statistics,
});

/** Any verified caller: for what is public anyway, such as the name of a municipality. */
export const anyCaller = callerRule('anyCaller', () => true, {
  law: 'about nobody: not personal data, personvernforordningen art. 4(1)',
});

// Groups that more than one rule file needs.

/** Everybody who has a part in a person's case: «De trenger informasjon om din kompetanse for å veilede deg …» */
export const everyoneInTheCase = anyone(
  person,
  imdi,
  municipalCounsellor,
  careerCentre,
  nav,
  hostMunicipality,
  settlementMunicipality,
);

export { anyone };
