import { prepared, relatedToCaller, type Session } from '@kompass/runtime';
import { type Caller, KompassError, languageCodes, municipalities, occupations } from '@kompass/schema';
import type * as tables from './tables.js';

type ProfileSession = Session<typeof tables>;

/** What narrows a list of persons; see the SDL. */
export interface PersonFilter {
  readonly occupation?: string | null | undefined;
  readonly language?:
    | { readonly language: string; readonly atLeast?: CefrLevel | null | undefined }
    | null
    | undefined;
  readonly educationLevel?: EducationLevel | null | undefined;
  readonly registrationStatus?: RegistrationStatus | null | undefined;
  readonly municipality?: string | null | undefined;
  readonly updatedSince?: string | null | undefined;
  readonly completedSince?: string | null | undefined;
}
type CefrLevel = (typeof tables.cefrLevel.enumValues)[number];
type EducationLevel = (typeof tables.educationLevel.enumValues)[number];
type RegistrationStatus = (typeof tables.registrationStatus.enumValues)[number];

/** Values of a statement, each written as its placeholder. */
export class Parameters {
  readonly values: unknown[];

  constructor(before: readonly unknown[] = []) {
    this.values = [...before];
  }

  of(value: unknown): string {
    return `$${this.values.push(value)}`;
  }
}

/** Which persons a list means, and from where they are found: the same for its page and its count. */
export interface Narrowed {
  /** Follows the table `person`. */
  readonly join: string;
  /** Whose columns the order is of: `person`, or `found`, a word's persons in their order. */
  readonly ordered: 'person' | 'found';
  readonly conditions: readonly string[];
  /** Whether those are meant that were updated since some time. */
  readonly updatedSince: boolean;
  /** What the placeholders so far stand for. */
  readonly values: readonly unknown[];
}

export const identifierIn = (ordered: Narrowed['ordered']): string =>
  ordered === 'found' ? 'found.person_id' : 'person.id';

/**
 * A list begins at the persons whom its rarest word finds, in their order (`profile.term`, migrations `terms_in_order`
 * and `places`); a municipality's own list has a word too. Without one it begins at those related to the caller, where
 * they are few, else at everybody, in their order. What else is asked for is looked up for each: scalar subqueries are
 * looked up a row at a time, as in the policies.
 * @throws KompassError BAD_USER_INPUT when a code is in no list
 */
export async function narrow(
  session: ProfileSession,
  caller: Caller,
  filter: PersonFilter,
): Promise<Narrowed> {
  refuseUnknownCodes(filter);
  const parameters = new Parameters();
  const { registrationStatus, municipality, completedSince } = filter;
  // What is completed is updated with it (migration `completed_since`), and there is an index for that.
  const updatedSince = [filter.updatedSince, completedSince].filter((time) => typeof time === 'string');
  const terms = termsOf(filter);
  const own = await ownTerm(session, caller);
  const walked = await rarestOf(session, own ? [...terms, own] : terms);
  const conditions = [
    walked ? undefined : await relatedToCaller(session, 'person.id', caller),
    municipality && `(select true from ${placements(parameters.of(municipality))} limit 1) is true`,
    ...terms
      .filter((term) => term !== walked)
      .map(
        (term) => `(select true from profile.term as known
          where known.term = ${parameters.of(term)} and known.person_id = person.id limit 1) is true`,
      ),
    registrationStatus &&
      `person.registration_status = ${parameters.of(registrationStatus)}::profile.registration_status`,
    ...updatedSince.map(
      (time) => `${walked ? 'found' : 'person'}.updated_at >= ${parameters.of(time)}::timestamptz`,
    ),
    completedSince && `person.completed_at >= ${parameters.of(completedSince)}::timestamptz`,
  ].filter((condition): condition is string => Boolean(condition));
  return {
    join: walked
      ? `join profile.term as found on found.person_id = person.id and found.term = ${parameters.of(walked)}`
      : '',
    ordered: walked ? 'found' : 'person',
    conditions,
    updatedSince: updatedSince.length > 0,
    values: parameters.values,
  };
}

/** An empty page would say that there is nobody, where nobody can be. @throws KompassError BAD_USER_INPUT */
function refuseUnknownCodes({ occupation, language, municipality }: PersonFilter): void {
  const codes: readonly [string, string | null | undefined, (code: string) => boolean, string][] = [
    [
      'occupation',
      occupation,
      (code) => occupations().has(code),
      'a code of STYRK-08, one to four digits such as "7212" or "72"',
    ],
    [
      'language.language',
      language?.language,
      (code) => languageCodes().has(code),
      'a language of ISO 639-3 such as "ukr"',
    ],
    [
      'municipality',
      municipality,
      (code) => municipalities().some(({ number }) => number === code),
      'the number of a municipality today, four digits such as "4601"',
    ],
  ];
  for (const [argument, code, known, expected] of codes)
    if (typeof code === 'string' && !known(code))
      throw new KompassError('BAD_USER_INPUT', `"filter.${argument}" must be ${expected}.`);
}

/** The words that a filter looks for. */
function termsOf({ occupation, language, educationLevel, municipality }: PersonFilter): string[] {
  const known = language && `language:${language.language}${language.atLeast ? `:${language.atLeast}` : ''}`;
  return [
    ...(occupation ? [`work:${occupation}`] : []),
    ...(known ? [known] : []),
    ...(educationLevel ? [`education:${educationLevel}`] : []),
    ...(municipality ? [`place:${municipality}`] : []),
  ];
}

/** How the words end of those whom a municipality may see, by what it asks for (`access.kinds`). */
const ownTerms: Readonly<Partial<Record<Caller['purpose'], string>>> = {
  FULL_TIME_PROGRAMME: ':host',
  INTRODUCTION_PROGRAMME: ':introduction',
  REGISTRATION: '',
};

/** The word that finds all whom the caller may see; a municipality after a merger answers for several places. */
async function ownTerm(session: ProfileSession, { party, purpose }: Caller): Promise<string | undefined> {
  const suffix = party === 'MUNICIPALITY' ? ownTerms[purpose] : undefined;
  if (suffix === undefined) return undefined;
  const {
    rows: [found],
  } = await session.$client.query<{ places: readonly string[] }>(
    prepared('select access.places() as places'),
  );
  const { places = [] } = found ?? {};
  return places.length === 1 ? `place:${places[0]}${suffix}` : undefined;
}

async function rarestOf(session: ProfileSession, terms: readonly string[]): Promise<string | undefined> {
  if (terms.length < 2) return terms[0];
  const {
    rows: [found],
  } = await session.$client.query<{ rarest: string }>(
    prepared('select profile.rarest($1::text[]) as rarest'),
    [terms],
  );
  return found?.rarest;
}

/** A person's word for a place says that a relation is known, not that it holds today. */
const placements = (municipality: string) => `access.relation as placed
  where placed.person_id = person.id and placed.place = ${municipality}
    and placed.kind in ('HOST', 'ASSIGNED', 'SETTLED')
    and placed.valid_from <= now() and (placed.valid_to is null or placed.valid_to > now())`;
