import { isBirthOfSomebodyAlive, type Problems, type Sentence, utcDay } from '@kompass/runtime';
import { countryCodes, languageCodes, occupations } from '@kompass/schema';
import { fullYears } from './age.js';
import type { Draft } from './drafts.js';
import { fieldOf, type Section } from './section.js';

/**
 * What a registration is held against: the life it is about. Whoever registers is told the age and not the day of birth,
 * and could find the day out from what is refused and what is not: so no more than the age is known here.
 */
export interface Life {
  /** Full years today. */
  readonly age: number;
  /** The earliest year in which somebody of that age can have been born. */
  readonly bornFrom: number;
  /** `YYYY-MM-DD` */
  readonly today: string;
}

/** @param birthDate `YYYY-MM-DD` */
export function lifeOf(birthDate: string, now: Date): Life {
  const age = fullYears(birthDate, now);
  return { age, bornFrom: now.getUTCFullYear() - age - 1, today: utcDay(now) };
}

type Path = readonly (string | number)[];

/** Everything there is to say against one item. */
interface Check<S extends Section> {
  readonly item: Draft<S>['item'];
  readonly at: Path;
  /** Whether the section has no other item. */
  readonly alone: boolean;
  readonly life: Life;
  readonly problems: Problems;
}

/** How many items a section may have. */
const mostItems: Readonly<Record<Section, number>> = {
  LANGUAGES: 30,
  EDUCATION: 30,
  WORK_EXPERIENCE: 50,
  ACTIVITIES: 30,
  INTERESTS: 30,
  WISHES: 1,
};
/** Sections in which everybody has something to say; who has no schooling says so with a level. */
export const neverEmpty: readonly Section[] = ['LANGUAGES', 'EDUCATION'];

/** Children have worked where the registered persons come from; younger than this they have not held a job. */
const youngestAtWork = 8;
const youngestOutOfSchool = 5;

/**
 * Everything that is wrong with the items of a section, whoever sends them.
 * @param drafts what is to be saved
 * @returns all problems at once, each at its path in the input
 */
export function checkSection<S extends Section>(
  section: S,
  drafts: readonly Draft<S>[],
  life: Life,
  problems: Problems,
): void {
  const list: Path = ['input', fieldOf[section]];
  if (neverEmpty.includes(section))
    problems.require(drafts.length > 0, list, 'REQUIRED', {
      nb: 'Her må det stå minst ett punkt.',
      en: 'State at least one.',
    });
  if (!problems.require(drafts.length <= mostItems[section], list, 'TOO_LONG', tooMany(mostItems[section])))
    return;
  for (const [at, { item, note }] of drafts.entries()) {
    const path = pathOf(section, at);
    checks[section]({ item, at: path, alone: drafts.length === 1, life, problems });
    atMost(note ?? null, 2_000, [...path, 'counsellorNote'], problems);
  }
  const seen = new Set<string>();
  for (const [at, { item }] of drafts.entries()) {
    const key = sameness[section](item);
    problems.require(!seen.has(key), pathOf(section, at), 'DUPLICATE', {
      nb: 'Dette punktet står der allerede; ta det bort, eller rett det.',
      en: 'This is there already; take it away, or correct it.',
    });
    seen.add(key);
  }
}

/** Where an item of a section is in the input. */
export function pathOf(section: Section, at: number): Path {
  return section === 'WISHES' ? ['input', 'wishes'] : ['input', fieldOf[section], at];
}

const checks: { readonly [S in Section]: (check: Check<S>) => void } = {
  LANGUAGES({ item, at, problems }) {
    problems.require(languageCodes().has(item.language), [...at, 'language'], 'UNKNOWN_CODE', {
      nb: 'Språkkoden finnes ikke i ISO 639-3.',
      en: 'The language code is not in ISO 639-3.',
    });
    const skills = [item.listening, item.reading, item.speaking, item.writing];
    problems.require(
      skills.some((level) => level !== null),
      at,
      'REQUIRED',
      {
        nb: 'Oppgi minst én ferdighet: lytte, lese, snakke eller skrive.',
        en: 'State at least one skill: listening, reading, speaking or writing.',
      },
    );
  },

  EDUCATION({ item, at, alone, life, problems }) {
    problems.require(item.level !== 'NONE' || alone, [...at, 'level'], 'NOT_NOW', {
      nb: '«Ingen utdanning» kan ikke stå sammen med en utdanning. Ta bort dette punktet, eller de andre.',
      en: '"No education" cannot stand beside an education. Take this item away, or the others.',
    });
    atMost(item.field, 200, [...at, 'field'], problems);
    knownCountry(item.country, at, problems);
    between(item.years, 0, 30, [...at, 'years'], problems);
    const { endYear, years } = item;
    if (endYear === null) return;
    if (
      problems.require(
        endYear >= life.bornFrom + youngestOutOfSchool && endYear <= yearOf(life.today),
        [...at, 'endYear'],
        'IMPLAUSIBLE_DATE',
        {
          nb: 'Da var personen for ung til å ha gått ut av skolen, eller året er ikke kommet. Se etter om året er riktig.',
          en: 'The person was too young to have left school then, or the year is still to come. See whether the year is right.',
        },
      ) &&
      years !== null
    )
      problems.require(endYear - years > life.bornFrom, [...at, 'years'], 'IMPLAUSIBLE_DATE', {
        nb: 'Så mange år er det ikke fra fødselen til året utdanningen endte.',
        en: 'There are not so many years from birth to the year the education ended.',
      });
  },

  WORK_EXPERIENCE({ item, at, life, problems }) {
    knownOccupation(item.occupation, at, problems);
    atMost(item.employer, 200, [...at, 'employer'], problems);
    knownCountry(item.country, at, problems);
    atMost(item.tasks, 2_000, [...at, 'tasks'], problems);
    problems.require(
      yearOf(item.from) >= life.bornFrom + youngestAtWork && item.from <= life.today,
      [...at, 'from'],
      'IMPLAUSIBLE_DATE',
      {
        nb: 'Da var personen for ung til å arbeide, eller dagen er ikke kommet. Se etter om datoen er riktig.',
        en: 'The person was too young to work then, or the day is still to come. See whether the date is right.',
      },
    );
    if (item.to !== null)
      problems.require(item.to >= item.from && item.to <= life.today, [...at, 'to'], 'IMPLAUSIBLE_DATE', {
        nb: 'Datoen må være fra den første dagen til i dag; la den stå tom så lenge arbeidet varer.',
        en: 'The date must be from the first day to today; leave it out while the job lasts.',
      });
  },

  ACTIVITIES({ item, at, life, problems }) {
    stated(item.description, 500, [...at, 'description'], problems);
    between(item.years, 0, life.age, [...at, 'years'], problems);
  },

  INTERESTS({ item, at, problems }) {
    stated(item.description, 500, [...at, 'description'], problems);
  },

  WISHES({ item, at, problems }) {
    for (const field of ['education', 'work', 'longTermGoal'] as const)
      atMost(item[field], 1_000, [...at, field], problems);
    if (item.occupation !== null) knownOccupation(item.occupation, at, problems);
    problems.require(
      Object.values(item).some((wish) => wish !== null),
      at,
      'REQUIRED',
      { nb: 'Oppgi minst ett ønske.', en: 'State at least one wish.' },
    );
  },
};

/** What two items of a section must not have in common. */
const sameness: { readonly [S in Section]: (item: Draft<S>['item']) => string } = {
  LANGUAGES: ({ language }) => language,
  EDUCATION: ({ level, field, country, endYear }) => JSON.stringify([level, folded(field), country, endYear]),
  WORK_EXPERIENCE: ({ occupation, employer, from }) => JSON.stringify([occupation, folded(employer), from]),
  ACTIVITIES: ({ description }) => folded(description),
  INTERESTS: ({ description }) => folded(description),
  WISHES: () => 'the only one',
};

const folded = (text: string | null): string => (text ?? '').toLocaleLowerCase('nb').replace(/\s+/g, ' ');
const yearOf = (date: string): number => Number(date.slice(0, 4));

/** A person who arrives, as the input gives them. */
export interface Arrival {
  readonly name: string;
  readonly birthDate: string;
  readonly citizenships: readonly string[];
}

/** Everything that is wrong with what is given of a person who arrives, apart from the DUF number. */
export function checkArrival(
  { name, birthDate, citizenships }: Arrival,
  today: string,
  problems: Problems,
): void {
  stated(name.trim(), 200, ['input', 'name'], problems);
  problems.require(isBirthOfSomebodyAlive(birthDate, today), ['input', 'birthDate'], 'IMPLAUSIBLE_DATE', {
    nb: 'Ingen som lever, er født den dagen.',
    en: 'Nobody alive was born on that day.',
  });
  if (!problems.require(citizenships.length <= 10, ['input', 'citizenships'], 'TOO_LONG', tooMany(10)))
    return;
  for (const [at, code] of citizenships.entries()) {
    problems.require(countryCodes().has(code), ['input', 'citizenships', at], 'UNKNOWN_CODE', unknownCountry);
    problems.require(citizenships.indexOf(code) === at, ['input', 'citizenships', at], 'DUPLICATE', {
      nb: 'Statsborgerskapet står der allerede.',
      en: 'The citizenship is there already.',
    });
  }
}

function stated(text: string, most: number, at: Path, problems: Problems): void {
  problems.require(text !== '', at, 'REQUIRED', { nb: 'Her må det stå noe.', en: 'Write something here.' });
  atMost(text, most, at, problems);
}

function atMost(text: string | null, most: number, at: Path, problems: Problems): void {
  const length = text?.length ?? 0;
  problems.require(length <= most, at, 'TOO_LONG', {
    nb: `Teksten har ${length} tegn; det er plass til ${most}.`,
    en: `The text has ${length} characters; there is room for ${most}.`,
  });
}

function between(number: number | null, least: number, most: number, at: Path, problems: Problems): void {
  if (number === null) return;
  problems.require(number >= least && number <= most, at, 'OUT_OF_RANGE', {
    nb: `Tallet må være fra ${least} til ${most}.`,
    en: `The number must be from ${least} to ${most}.`,
  });
}

const unknownCountry: Sentence = {
  nb: 'Landkoden finnes ikke i ISO 3166-1.',
  en: 'The country code is not in ISO 3166-1.',
};

function knownCountry(code: string, at: Path, problems: Problems): void {
  problems.require(countryCodes().has(code), [...at, 'country'], 'UNKNOWN_CODE', unknownCountry);
}

function knownOccupation(code: string, at: Path, problems: Problems): void {
  problems.require(/^\d{4}$/.test(code) && occupations().has(code), [...at, 'occupation'], 'UNKNOWN_CODE', {
    nb: 'Velg et yrke i STYRK-08, med fire siffer.',
    en: 'Choose an occupation of STYRK-08, with four digits.',
  });
}

function tooMany(most: number): Sentence {
  return { nb: `Det er plass til ${most} punkter.`, en: `There is room for ${most}.` };
}
