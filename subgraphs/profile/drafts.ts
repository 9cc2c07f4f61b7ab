import type {
  ActivityInput,
  EducationInput,
  InterestInput,
  LanguageInput,
  WishesInput,
  WorkExperienceInput,
} from './generated/resolver-types.js';
import type { Section } from './section.js';
import type { Items } from './tables.js';

/** An item as a client sends it: what is to be kept, apart from the note, which may be left as it is. */
export interface Draft<S extends Section> {
  readonly item: Omit<Items[S], 'counsellorNote'>;
  /** The item of the version built on that this one corrects. */
  readonly corrects: number | undefined;
  /** `undefined` leaves the note as it is, an empty one removes it. */
  readonly note: string | undefined;
}

interface Given {
  readonly corrects?: number | null | undefined;
  readonly counsellorNote?: string | null | undefined;
}

const drafted = <S extends Section>(given: Given, item: Draft<S>['item']): Draft<S> => ({
  item,
  corrects: given.corrects ?? undefined,
  note: given.counsellorNote === null ? undefined : given.counsellorNote && plain(given.counsellorNote),
});

/** Texts are kept without the space around them, and without characters that are none. */
export const plain = (given: string): string => given.replace(/\p{Cs}|[^\P{Cc}\n\t]/gu, '').trim();

/** A text that is only space is none. */
const text = (given: string | null | undefined): string | null => (given ? plain(given) || null : null);

export const draftLanguage = (given: LanguageInput): Draft<'LANGUAGES'> =>
  drafted<'LANGUAGES'>(given, {
    language: given.language,
    motherTongue: given.motherTongue,
    listening: given.listening ?? null,
    reading: given.reading ?? null,
    speaking: given.speaking ?? null,
    writing: given.writing ?? null,
  });

export const draftEducation = (given: EducationInput): Draft<'EDUCATION'> =>
  drafted<'EDUCATION'>(given, {
    level: given.level,
    field: text(given.field),
    country: given.country,
    years: given.years ?? null,
    endYear: given.endYear ?? null,
    completed: given.completed,
    recognisedInNorway: given.recognisedInNorway,
  });

export const draftWorkExperience = (given: WorkExperienceInput): Draft<'WORK_EXPERIENCE'> =>
  drafted<'WORK_EXPERIENCE'>(given, {
    occupation: given.occupation,
    employer: text(given.employer),
    country: given.country,
    from: given.from,
    to: given.to ?? null,
    tasks: text(given.tasks),
  });

export const draftActivity = (given: ActivityInput): Draft<'ACTIVITIES'> =>
  drafted<'ACTIVITIES'>(given, { description: plain(given.description), years: given.years ?? null });

export const draftInterest = (given: InterestInput): Draft<'INTERESTS'> =>
  drafted<'INTERESTS'>(given, { description: plain(given.description) });

export const draftWishes = (given: WishesInput): Draft<'WISHES'> =>
  drafted<'WISHES'>(given, {
    education: text(given.education),
    work: text(given.work),
    occupation: text(given.occupation),
    longTermGoal: text(given.longTermGoal),
  });
