import type { Party, Purpose } from '../agencies.js';
import type { Category } from '../categories.js';
import type { Sentence } from '../letter.js';
import type { Decision } from '../shield.js';
import type { WrittenPolicy } from '../written-policy.js';

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

/** What a purpose is called, to stand behind "for" and "å". */
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

/** What the rules give a party for a purpose, category by category, from the ordinary to the most sensitive. */
export interface Given {
  readonly party: Party;
  readonly purpose: Purpose;
  /** Categories of data about persons that are seen, wholly or in part. */
  readonly sees: readonly string[];
  /** Those that are seen on some rows only. */
  readonly seesSomeRows: readonly string[];
  /** Those that nothing is seen of. */
  readonly doesNotSee: readonly string[];
  /** Acts that may be carried out. */
  readonly does: readonly string[];
  /** Data that tells of no single person. */
  readonly counts: readonly string[];
}

/** What the enforced rules give, told by category; what is public is left out. */
export function given(policy: WrittenPolicy): readonly Given[] {
  return policy.callerKinds.map((caller) => {
    const named = (wanted: (decisions: readonly Decision[], category: Category) => boolean) =>
      [...policy.categories]
        .reverse()
        .filter(([name, category]) => {
          const coordinates = [...policy.categoriesOf].filter(([, found]) => found.includes(name));
          const decisions = coordinates.map(([coordinate]) => policy.decide(coordinate, caller));
          return !category.public && wanted(decisions, category);
        })
        .map(([name]) => name);
    const personal = ({ act, anonymous }: Category) => !act && !anonymous;
    return {
      party: caller.party,
      purpose: caller.purpose,
      sees: named((all, category) => personal(category) && all.includes('allow')),
      seesSomeRows: named(
        (all, category) => personal(category) && all.includes('row') && !all.includes('allow'),
      ),
      doesNotSee: named((all, category) => personal(category) && all.every((each) => each === 'deny')),
      does: named((all, { act }) => act === true && all.includes('allow')),
      counts: named((all, { anonymous }) => anonymous === true && all.includes('allow')),
    };
  });
}
