import {
  activities,
  addRow,
  countyOf,
  interests,
  notes,
  type Random,
  type Rows,
  type SyntheticPerson,
  storyDay,
  utcDay,
  works,
} from '@kompass/runtime';
import { counties, municipalities } from '@kompass/schema';
import { getTableColumns, getTableName } from 'drizzle-orm';
import { type Section, sections } from './section.js';
import { seedHistory } from './seed-history.js';
import type { Items } from './tables.js';
import * as tables from './tables.js';

export const seeded = [
  'profile.person',
  'profile.language',
  'profile.education',
  'profile.work_experience',
  'profile.activity',
  'profile.interest',
  'profile.wishes',
  'profile.section_state',
  'profile.act_key',
  'profile.change',
  'profile.term',
  'access.relation',
];

const relation = 'access.relation (person_id, kind, place, valid_from)';
const educationLevels = ['PRIMARY', 'LOWER_SECONDARY', 'UPPER_SECONDARY', 'BACHELOR'] as const;
/** School begins at seven; so old is who has finished the level before, and so many years the level takes. */
const schoolAges = [7, 13, 16, 19] as const;
const schoolYears = [6, 3, 3, 4] as const;
const day = 86_400_000;
const cefr = ['A1', 'A2', 'B1', 'B2', 'C1', 'C2'] as const;

/** The rows of a synthetic person's registration, and the relations that follow from it. */
export function seed(person: SyntheticPerson, rows: Rows): void {
  const helper = helpedBy(person);
  addRow(
    rows,
    `profile.person (id, duf_number, name, birth_date, gender, citizenships, registration_status, started_at,
      completed_at, helped_by, registered_sections, updated_at)`,
    person.id,
    person.dufNumber,
    person.name,
    person.birthDate,
    person.gender,
    [person.origin.country],
    person.status,
    person.startedAt,
    person.completedAt,
    helper,
    person.registered,
    updatedAt(person),
  );
  addRow(rows, relation, person.id, 'SELF', person.dufNumber, person.arrived);
  addRow(rows, relation, person.id, 'CONTROLLER', 'NO', person.arrived);
  if (person.completedAt) addRow(rows, relation, person.id, 'COMPLETED', 'NO', person.completedAt);
  for (const section of person.registered)
    addItems(rows, section, person.id, itemsOf(person, section, helper));
  seedHistory(
    person,
    { itemsOf: (section) => itemsOf(person, section, helper), workAdded: workAdded(person) },
    rows,
  );
}

/** What a synthetic person has registered in a section; the same each time it is asked. */
function itemsOf<S extends Section>(
  person: SyntheticPerson,
  section: S,
  helper: string | null,
): readonly Items[S][] {
  return write[section](person, noteOf(person, section, helper));
}

const tableOf = {
  LANGUAGES: tables.language,
  EDUCATION: tables.education,
  WORK_EXPERIENCE: tables.workExperience,
  ACTIVITIES: tables.activity,
  INTERESTS: tables.interest,
  WISHES: tables.wishes,
};

/** A section's table with its columns as `COPY` wants them, and what they are called in an item; `id` has a default. */
function layoutOf(section: Section) {
  const table = tableOf[section];
  const fields = Object.entries(getTableColumns(table)).filter(
    ([field]) => !['personId', 'position', 'id'].includes(field),
  );
  const columns = [...(section === 'WISHES' ? [] : ['position']), ...fields.map(([, { name }]) => name)];
  return {
    into: `profile.${getTableName(table)} (person_id, ${columns.join(', ')})`,
    fields: fields.map(([field]) => field),
  };
}
const layouts = new Map(sections.map((section) => [section, layoutOf(section)]));

function addItems(rows: Rows, section: Section, personId: string, items: readonly Items[Section][]): void {
  const { into, fields } = layouts.get(section) ?? layoutOf(section);
  for (const [position, item] of items.entries()) {
    const values = fields.map(
      (field) => item[field as keyof typeof item] as string | number | boolean | null,
    );
    addRow(rows, into, personId, ...(section === 'WISHES' ? [] : [position]), ...values);
  }
}

type Note = string | null;

/** Work that takes no more than lower secondary schooling. */
const simpleWorks = works.filter(({ schooling }) => schooling <= 1);
const norwegianEmployers = ['Et bemanningsforetak', 'En lokal bedrift', 'Kommunen', 'En familiebedrift'];

/** When a job in Norway was added to what was registered before. */
function workAdded(person: SyntheticPerson): Date | undefined {
  return person.registered.includes('WORK_EXPERIENCE') ? jobInNorway(person)?.from : undefined;
}

function updatedAt(person: SyntheticPerson): Date {
  return workAdded(person) ?? person.completedAt ?? person.startedAt ?? person.arrived;
}

/** The reception centre, its municipality or the county's career centre; some manage alone. */
function helpedBy({ random, startedAt, receptionCentre, index }: SyntheticPerson): string | null {
  if (!startedAt) return null;
  if (index === 0) return 'Bergen kommune';
  const { municipality } = receptionCentre;
  const rung = random('helper').next();
  if (rung < 0.4) return `${municipalities().find(({ number }) => number === municipality)?.name} kommune`;
  if (rung < 0.6) return receptionCentre.name;
  const county = counties().find(({ number }) => number === countyOf(municipality));
  return rung < 0.75 ? `Karrieresenteret i ${county?.name}` : null;
}

/** Only a counsellor writes notes, and not on everything; the demo person has one on every section. */
function noteOf({ random, index }: SyntheticPerson, section: Section, helper: string | null): Note {
  const chance = random(`note on ${section}`);
  return index === 0 || (helper && chance.chance(0.35)) ? chance.pick(notes[section]) : null;
}

const write: { readonly [S in Section]: (person: SyntheticPerson, note: Note) => Items[S][] } = {
  LANGUAGES(person, note) {
    const chance = person.random('languages');
    const motherTongue = chance.pick(person.origin.motherTongues);
    const others = person.origin.otherLanguages.filter(
      ([language, probability]) => language !== motherTongue && chance.chance(probability),
    );
    const literate = person.schooling > 0 || chance.chance(0.4);
    const written = literate ? 'C2' : null;
    const known: Items['LANGUAGES'][] = [
      {
        language: motherTongue,
        motherTongue: true,
        listening: 'C2',
        reading: written,
        speaking: 'C2',
        writing: written,
        counsellorNote: note,
      },
    ];
    const learned = (language: string, level: number): Items['LANGUAGES'] => ({
      language,
      motherTongue: false,
      ...skills(level, chance),
      counsellorNote: null,
    });
    for (const [language] of others) known.push(learned(language, chance.between(1, 4)));
    // Norwegian grows with the time in Norway.
    const months = (storyDay.getTime() - person.arrived.getTime()) / (30 * day);
    if (months > 2) known.push(learned('nob', Math.min(4, Math.floor(months / 9))));
    return known;
  },

  EDUCATION(person, note) {
    const { schooling, bornYear, arrived, origin, random } = person;
    const chance = random('education');
    const { country } = origin;
    if (schooling === 0 && chance.chance(0.3))
      return [
        {
          level: 'NONE',
          field: null,
          country,
          years: null,
          endYear: null,
          completed: false,
          recognisedInNorway: false,
          counsellorNote: note,
        },
      ];
    const taken: Items['EDUCATION'][] = [];
    for (let level: number = schooling; level >= Math.max(0, schooling - 1); level -= 1) {
      const highest = level === schooling;
      const begun = bornYear + (schoolAges[level] ?? 7);
      // Whoever went on had finished what came before.
      const completed = !highest || chance.chance(0.85);
      const master = level === 3 && completed && arrived.getUTCFullYear() - begun >= 6 && chance.chance(0.35);
      const full = (schoolYears[level] ?? 6) + (master ? 2 : 0);
      const years = completed ? full : chance.between(1, full - 1);
      taken.push({
        level: master ? 'MASTER' : (educationLevels[level] ?? 'NONE'),
        field: highest && level > 1 ? workOf(person).field : 'Allmenn skolegang',
        country,
        years,
        endYear: begun + years,
        completed,
        recognisedInNorway: completed && level > 1 && chance.chance(0.3),
        counsellorNote: highest ? note : null,
      });
    }
    return taken;
  },

  WORK_EXPERIENCE(person, note) {
    const here = jobInNorway(person);
    const jobs = here ? [inWords(here), ...jobsBefore(person)] : jobsBefore(person);
    return jobs.map((job, at) => ({ ...job, counsellorNote: at === 0 ? note : null }));
  },

  ACTIVITIES({ random }, note) {
    const chance = random('activities');
    return chance.some(activities, chance.between(1, 3)).map((description, at) => ({
      description,
      years: chance.between(1, 8),
      counsellorNote: at === 0 ? note : null,
    }));
  },

  INTERESTS({ random }, note) {
    const chance = random('interests');
    return chance
      .some(interests, chance.between(1, 4))
      .map((description, at) => ({ description, counsellorNote: at === 0 ? note : null }));
  },

  WISHES(person, note) {
    const chance = person.random('wishes');
    const line = chance.chance(0.6) ? workOf(person) : chance.pick(works);
    return [
      {
        education: chance.pick([
          `Fagbrev eller kurs i ${line.field.toLowerCase()}`,
          'Lære norsk godt først',
          `Få utdanningen i ${line.field.toLowerCase()} godkjent`,
        ]),
        work: `Vil arbeide med ${line.field.toLowerCase()}`,
        occupation: line.occupation,
        longTermGoal: chance.pick([
          'Fast arbeid i eget fag',
          'Egen bedrift om fem år',
          'Forsørge familien selv',
          'Videre studier på universitet',
        ]),
        counsellorNote: note,
      },
    ];
  },
};

type Skill = (typeof cefr)[number];

/** People mostly understand more than they say, and say more than they write. */
function skills(
  level: number,
  chance: Random,
): Record<'listening' | 'reading' | 'speaking' | 'writing', Skill> {
  const at = (shift: number): Skill => cefr[Math.max(0, Math.min(5, level + shift))] ?? 'A1';
  return {
    listening: at(chance.between(0, 1)),
    reading: at(chance.between(-1, 0)),
    speaking: at(0),
    writing: at(chance.between(-2, 0)),
  };
}

/** The line of work that a person's schooling leads to. */
function workOf({ schooling, random }: Pick<SyntheticPerson, 'schooling' | 'random'>) {
  const chance = random('line of work');
  return chance.pick(works.filter((work) => work.schooling === schooling));
}

interface Job {
  readonly occupation: string;
  readonly employer: string;
  readonly country: string;
  readonly from: string;
  readonly to: string | null;
  readonly tasks: string;
}

/** The jobs before the person came, the latest first; whoever came young has had a simple one. */
function jobsBefore(person: SyntheticPerson): Job[] {
  const { bornYear, arrived, origin, schooling, random } = person;
  const chance = random('work');
  const job = (work: (typeof works)[number], from: string, to: string): Job => ({
    occupation: work.occupation,
    employer: chance.pick(work.employers),
    country: origin.country,
    from,
    to,
    tasks: chance.pick(work.tasks),
  });
  const first = Math.max(bornYear + 17 + schooling * 2, 1985);
  const last = arrived.getUTCFullYear() - 1;
  const span = last - first;
  if (span < 1) return [job(chance.pick(simpleWorks), `${last - 1}-06-01`, `${last}-05-31`)];
  const line = workOf(person);
  const count = Math.min(3, 1 + Math.floor(span / 8));
  return Array.from({ length: count }, (_, at) => {
    const to = last - Math.floor((span * at) / count);
    const from = Math.max(first, last - Math.floor((span * (at + 1)) / count) + 1);
    const work =
      at === 0 || chance.chance(0.6)
        ? line
        : chance.pick(works.filter((each) => each.schooling <= schooling));
    return job(
      work,
      `${Math.min(from, to)}-0${chance.between(1, 9)}-01`,
      `${to}-1${chance.between(0, 2)}-28`,
    );
  });
}

interface JobInNorway {
  readonly work: (typeof works)[number];
  readonly employer: string;
  readonly from: Date;
  readonly to: Date | null;
}

/** Some who have been settled for a while have found work, most of them simpler than what they did before. */
function jobInNorway(person: SyntheticPerson): JobInNorway | undefined {
  const { settledAt, schooling, random, index } = person;
  if (!settledAt) return undefined;
  const chance = random('work in Norway');
  const from = new Date(settledAt.getTime() + chance.between(240, 420) * day);
  if (from > storyDay || (index !== 0 && !chance.chance(0.35))) return undefined;
  const simple = simpleWorks.filter((work) => work.schooling <= schooling);
  const work = chance.chance(0.25) ? workOf(person) : chance.pick(simple);
  const until = new Date(from.getTime() + chance.between(60, 500) * day);
  const ended = index !== 0 && until < storyDay && chance.chance(0.5);
  return { work, employer: chance.pick(norwegianEmployers), from, to: ended ? until : null };
}

function inWords({ work, employer, from, to }: JobInNorway): Job {
  const { occupation, tasks } = work;
  return {
    occupation,
    employer,
    country: 'NO',
    from: utcDay(from),
    to: to && utcDay(to),
    tasks: tasks[0] ?? '',
  };
}
