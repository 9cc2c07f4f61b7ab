import type { Session } from '@kompass/runtime';
import { sql } from 'drizzle-orm';
import type * as tables from './tables.js';

/** What a person has registered, as far as finding a municipality or proposing a programme needs it: codes only. */
export interface Competence {
  readonly personId: string;
  /** The sections that are registered, `RegistrationSection`s. */
  readonly registeredSections: readonly string[];
  /** STYRK-08 codes, the latest work first. */
  readonly occupations: readonly {
    readonly occupation: string;
    readonly from: string;
    readonly to: string | null;
  }[];
  /** ISO 639-3 codes, each with how well it is spoken (CEFR). */
  readonly languages: readonly {
    readonly language: string;
    readonly motherTongue: boolean;
    readonly speaking: string | null;
  }[];
  /** `EducationLevel`s, the latest first. */
  readonly education: readonly {
    readonly level: string;
    readonly completed: boolean;
    readonly recognisedInNorway: boolean;
  }[];
  /** The STYRK-08 code that the wished work comes closest to. */
  readonly wishedOccupation: string | null;
}

/** The competence of those of the persons whom the caller may see, by person, in one statement. */
export async function competenceOf(
  session: Session<typeof tables>,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, Competence>> {
  const { rows } = await session.execute<Competence & Record<string, unknown>>(sql`
    select person_id as "personId", registered_sections as "registeredSections", occupations, languages, education,
      wished_occupation as "wishedOccupation"
    from profile.competence(${sql.param(personIds)}::uuid[])`);
  return new Map(rows.map((row) => [row.personId, row]));
}
