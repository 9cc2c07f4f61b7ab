import { createHash } from 'node:crypto';
import type { Competence } from './competence.js';
import { weights } from './weights.js';

/** What the advice looks at. */
export type Ground = keyof typeof weights.points;

export type NetworkKind = keyof typeof weights.network;
export type Need = 'HOSPITAL_NEARBY' | 'ACCESSIBLE_HOUSING' | 'KINDERGARTEN' | 'SPECIAL_EDUCATION';
export type EducationOffer = 'PRIMARY_FOR_ADULTS' | 'UPPER_SECONDARY' | 'VOCATIONAL' | 'HIGHER_EDUCATION';

/** A municipality with what it offers and how many places it has left this year. */
export interface Offer {
  readonly number: string;
  readonly county: string;
  /** Places agreed to for the year (vedtak om bosetting), and those of them that nobody has been assigned to. */
  readonly places: number;
  readonly placesLeft: number;
  /** 0 to 3 by STYRK-08's first two digits. */
  readonly labourDemand: Readonly<Record<string, number>>;
  readonly education: readonly EducationOffer[];
  /** ISO 639-3. */
  readonly languages: readonly string[];
  readonly meets: readonly Need[];
}

/** A person to be settled: what is registered of the competence, and what is registered of family and needs. */
export interface Newcomer {
  readonly competence: Competence;
  readonly network: readonly { readonly municipalityNumber: string; readonly kind: NetworkKind }[];
  readonly needs: readonly Need[];
  /** All who are to be settled together, the person among them. */
  readonly familySize: number;
}

/** The points that one ground gives a municipality, and the facts that the reason is worded from. */
export interface Criterion {
  readonly ground: Ground;
  readonly points: number;
  /** What the reason says. */
  readonly says: Saying;
  /** What it says it of: codes and numbers, never text. */
  readonly of: Readonly<Record<string, string | number>>;
}

export type Saying =
  | 'DEMAND'
  | 'NO_DEMAND'
  | 'OFFERED'
  | 'OFFERED_IN_COUNTY'
  | 'NOT_OFFERED'
  | 'KNOWN'
  | 'KNOWN_IN_COUNTY'
  | 'NOBODY_KNOWN'
  | 'SPOKEN'
  | 'NOT_SPOKEN'
  | 'PLACES'
  | 'NEEDS_MET'
  | 'NEEDS_PARTLY_MET'
  | 'NO_NEEDS'
  | 'NOT_REGISTERED';

/** How well a municipality suits a person. */
export interface Match {
  readonly number: string;
  /** 0 to 100: the sum of the criteria's points. */
  readonly score: number;
  readonly criteria: readonly Criterion[];
}

/** A section that is not registered, and what that costs of the advice's quality. */
export interface MissingGround {
  readonly section: keyof typeof weights.cost;
  readonly cost: number;
}

/** What an advice is worth, 0 to 100, and what is missing to 100. */
export interface Quality {
  readonly quality: number;
  readonly missing: readonly MissingGround[];
}

/** How good an advice can be that is made from what is registered: a missing section costs what it would tell. */
export function qualityOf({ registeredSections }: Competence): Quality {
  const missing = (Object.keys(weights.cost) as MissingGround['section'][])
    .filter((section) => !registeredSections.includes(section))
    .map((section) => ({ section, cost: weights.cost[section] }));
  return { quality: missing.reduce((left, { cost }) => left - cost, 100), missing };
}

/**
 * The municipalities that have room for a family, or for somebody alone, the one that suits best first: all of them
 * together, and of those that suit equally the lower number. Each gets the same order, with scores and reasons of their
 * own. The same persons and offers always give the same.
 * @returns for each of the family, in the order given, the municipalities that are shown
 */
export function ranked(
  family: readonly Newcomer[],
  offers: readonly Offer[],
  county: CountyOffers,
): Match[][] {
  const size = Math.max(...family.map(({ familySize }) => familySize));
  const best = offers
    .filter(({ placesLeft }) => placesLeft >= size)
    .map((offer) => family.map((each) => match(each, offer, county)))
    .map((matches) => ({ matches, together: matches.reduce((sum, { score }) => sum + score, 0) }))
    .sort(
      (one, other) =>
        other.together - one.together ||
        ((one.matches[0]?.number ?? '') < (other.matches[0]?.number ?? '') ? -1 : 1),
    )
    .slice(0, weights.shown);
  return family.map((_, at) => best.flatMap(({ matches }) => matches[at] ?? []));
}

/** How well one municipality suits a person, and why. */
export function match(newcomer: Newcomer, offer: Offer, county: CountyOffers): Match {
  const criteria = [
    labourDemand(newcomer.competence, offer),
    education(newcomer.competence, offer, county),
    network(newcomer, offer),
    languages(newcomer.competence, offer),
    capacity(offer),
    needs(newcomer.needs, offer, county),
  ];
  return { number: offer.number, score: criteria.reduce((sum, { points }) => sum + points, 0), criteria };
}

/** What there is in each county, in whichever municipality. */
export type CountyOffers = ReadonlyMap<
  string,
  { readonly education: ReadonlySet<EducationOffer>; readonly meets: ReadonlySet<Need> }
>;

/** Gathers what there is in each county. */
export function countyOffers(offers: readonly Offer[]): CountyOffers {
  const counties = new Map<string, { education: Set<EducationOffer>; meets: Set<Need> }>();
  for (const { county, education, meets } of offers) {
    const known = counties.get(county) ?? { education: new Set(), meets: new Set() };
    for (const each of education) known.education.add(each);
    for (const each of meets) known.meets.add(each);
    counties.set(county, known);
  }
  return counties;
}

/** Twelve hexadecimal digits over the weights, and over the offers: what a matching notes that it was made from. */
export function versionsOf(offers: readonly Offer[]): {
  readonly weightsVersion: string;
  readonly dataVersion: string;
} {
  return { weightsVersion: contentHash(weights), dataVersion: contentHash(offers) };
}

function contentHash(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 12);
}

function criterion(ground: Ground, share: number, says: Saying, of: Criterion['of'] = {}): Criterion {
  return { ground, points: Math.round(weights.points[ground] * share), says, of };
}

const notRegistered = (ground: Ground, section: string) =>
  criterion(ground, weights.unknown, 'NOT_REGISTERED', { section });

function labourDemand({ occupations, wishedOccupation }: Competence, offer: Offer): Criterion {
  const known = [
    ...(wishedOccupation ? [{ occupation: wishedOccupation, share: weights.occupation.wished }] : []),
    ...occupations.map(({ occupation }, at) => ({
      occupation,
      share: at === 0 ? weights.occupation.latest : weights.occupation.earlier,
    })),
  ];
  if (known.length === 0) return notRegistered('LABOUR_DEMAND', 'WORK_EXPERIENCE');
  let best = { occupation: '', level: 0, share: 0 };
  for (const { occupation, share } of known) {
    const level = offer.labourDemand[occupation.slice(0, 2)] ?? 0;
    const counts = share * (weights.demand[level] ?? 0);
    if (counts > best.share) best = { occupation, level, share: counts };
  }
  return best.share > 0
    ? criterion('LABOUR_DEMAND', best.share, 'DEMAND', { occupation: best.occupation, level: best.level })
    : criterion('LABOUR_DEMAND', 0, 'NO_DEMAND', { occupation: known[0]?.occupation ?? '' });
}

const secondary = ['UPPER_SECONDARY', 'POST_SECONDARY'];
const higher = ['BACHELOR', 'MASTER', 'DOCTORATE'];

/** The training that comes next: what was completed decides, not what was begun. */
export function nextEducation({ education }: Pick<Competence, 'education'>): EducationOffer {
  const completed = education.filter((taken) => taken.completed).map(({ level }) => level);
  if (completed.some((level) => higher.includes(level))) return 'HIGHER_EDUCATION';
  if (completed.some((level) => secondary.includes(level))) return 'VOCATIONAL';
  if (completed.some((level) => ['LOWER_SECONDARY', 'UPPER_SECONDARY_BASIC'].includes(level)))
    return 'UPPER_SECONDARY';
  return 'PRIMARY_FOR_ADULTS';
}

function education(competence: Competence, offer: Offer, counties: CountyOffers): Criterion {
  if (!competence.registeredSections.includes('EDUCATION')) return notRegistered('EDUCATION', 'EDUCATION');
  const next = nextEducation(competence);
  if (offer.education.includes(next)) return criterion('EDUCATION', 1, 'OFFERED', { offer: next });
  return counties.get(offer.county)?.education.has(next)
    ? criterion('EDUCATION', weights.elsewhereInTheCounty, 'OFFERED_IN_COUNTY', { offer: next })
    : criterion('EDUCATION', 0, 'NOT_OFFERED', { offer: next });
}

function network({ network: ties }: Newcomer, offer: Offer): Criterion {
  let best = criterion('NETWORK', 0, 'NOBODY_KNOWN');
  for (const { municipalityNumber, kind } of ties) {
    const here = municipalityNumber === offer.number;
    if (!here && municipalityNumber.slice(0, 2) !== offer.county) continue;
    const share = weights.network[kind] * (here ? 1 : weights.elsewhereInTheCounty);
    const found = criterion('NETWORK', share, here ? 'KNOWN' : 'KNOWN_IN_COUNTY', {
      kind,
      municipality: municipalityNumber,
    });
    if (found.points > best.points) best = found;
  }
  return best;
}

const conversational = ['B1', 'B2', 'C1', 'C2'];

function languages({ languages: known, registeredSections }: Competence, offer: Offer): Criterion {
  if (!registeredSections.includes('LANGUAGES')) return notRegistered('LANGUAGES', 'LANGUAGES');
  const spoken = known.filter(({ language }) => offer.languages.includes(language));
  const mother = spoken.find(({ motherTongue }) => motherTongue);
  if (mother)
    return criterion('LANGUAGES', weights.language.motherTongue, 'SPOKEN', { language: mother.language });
  const other = spoken.find(({ speaking }) => speaking && conversational.includes(speaking));
  return other
    ? criterion('LANGUAGES', weights.language.other, 'SPOKEN', { language: other.language })
    : criterion('LANGUAGES', 0, 'NOT_SPOKEN');
}

function capacity({ places, placesLeft }: Offer): Criterion {
  return criterion('CAPACITY', places > 0 ? placesLeft / places : 0, 'PLACES', { places, left: placesLeft });
}

function needs(registered: readonly Need[], offer: Offer, counties: CountyOffers): Criterion {
  if (registered.length === 0) return criterion('NEEDS', 1, 'NO_NEEDS');
  const met = registered.reduce((sum, need) => {
    if (offer.meets.includes(need)) return sum + 1;
    return counties.get(offer.county)?.meets.has(need) ? sum + weights.elsewhereInTheCounty : sum;
  }, 0);
  const share = met / registered.length;
  return criterion('NEEDS', share, share === 1 ? 'NEEDS_MET' : 'NEEDS_PARTLY_MET');
}
