import { counties, type Language, municipalities, nationalBodies } from '@kompass/schema';

const namesOfNationalBodies: Readonly<Record<string, string>> = { IMDI: 'IMDi', NAV: 'NAV' };

const municipalityOf = (organisation: string | null | undefined): string | undefined =>
  municipalities().find((each) => each.organisationNumber === organisation)?.name;
const countyOf = (organisation: string | null | undefined): string | undefined =>
  counties().find((each) => each.organisationNumber === organisation)?.name;

/** Somebody who did something, as the records name them. */
export interface Doer {
  readonly party?: string | undefined;
  readonly organisation?: string | null | undefined;
}

/** Who it was, in words for the registered person: the organisation's name, or "you". */
export function organisationName({ party, organisation }: Doer, language: Language): string {
  if (party === 'PERSON') return language === 'nb' ? 'Du' : 'You';
  const national = namesOfNationalBodies[party ?? ''];
  if (national) return national;
  const county = countyOf(organisation);
  if (party === 'CAREER_CENTRE')
    return language === 'nb'
      ? `Karrieresenteret i ${county ?? 'fylket'}`
      : `The career centre of ${county ?? 'the county'}`;
  const municipality = municipalityOf(organisation);
  return language === 'nb'
    ? `${municipality ?? 'En'} kommune`
    : `The municipality of ${municipality ?? organisation}`;
}

/**
 * A supplier, in words that fit into a sentence: suppliers of municipalities and counties are often others of them, and
 * companies, which no list here names, are looked up in Enhetsregisteret by their number.
 */
export function supplierName(organisation: string, language: Language): string {
  const national = Object.entries(nationalBodies).find(([, number]) => number === organisation)?.[0];
  if (national) return namesOfNationalBodies[national] ?? national;
  const municipality = municipalityOf(organisation);
  if (municipality)
    return language === 'nb' ? `${municipality} kommune` : `the municipality of ${municipality}`;
  const county = countyOf(organisation);
  if (county) return language === 'nb' ? `${county} fylkeskommune` : `the county of ${county}`;
  return language === 'nb'
    ? `virksomheten med organisasjonsnummer ${organisation}`
    : `the organisation with the number ${organisation}`;
}
