import { counties, type Language, municipalities } from '@kompass/schema';

const nationalBodies: Readonly<Record<string, string>> = { IMDI: 'IMDi', NAV: 'NAV' };

/** Somebody who did something, as the records name them. */
export interface Doer {
  readonly party?: string | undefined;
  readonly organisation?: string | null | undefined;
}

/** Who it was, in words for the registered person: the organisation's name, or "you". */
export function organisationName({ party, organisation }: Doer, language: Language): string {
  if (party === 'PERSON') return language === 'nb' ? 'Du' : 'You';
  const national = nationalBodies[party ?? ''];
  if (national) return national;
  const municipality = municipalities().find((each) => each.organisationNumber === organisation)?.name;
  const county = counties().find((each) => each.organisationNumber === organisation)?.name;
  if (party === 'CAREER_CENTRE')
    return language === 'nb'
      ? `Karrieresenteret i ${county ?? 'fylket'}`
      : `The career centre of ${county ?? 'the county'}`;
  return language === 'nb'
    ? `${municipality ?? 'En'} kommune`
    : `The municipality of ${municipality ?? organisation}`;
}
