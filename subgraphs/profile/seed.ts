import {
  activities,
  addRow,
  countyOf,
  interests,
  notes,
  type Random,
  type Rows,
  type Section,
  type SyntheticPerson,
  storyDay,
  works,
} from '@kompass/runtime';
import { counties, municipalities } from '@kompass/schema';

export const seeded = [
  'profile.person',
  'profile.language',
  'profile.education',
  'profile.work_experience',
  'profile.activity',
  'profile.interest',
  'profile.wishes',
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
  for (const section of person.registered) write[section](person, noteOf(person, section, helper), rows);
}

type Note = string | null;

/** Work that takes no more than lower secondary schooling. */
const simpleWorks = works.filter(({ schooling }) => schooling <= 1);
const norwegianEmployers = ['Et bemanningsforetak', 'En lokal bedrift', 'Kommunen', 'En familiebedrift'];

function updatedAt(person: SyntheticPerson): Date {
  const job = person.registered.includes('WORK_EXPERIENCE') ? jobInNorway(person) : undefined;
  return job?.from ?? person.completedAt ?? person.startedAt ?? person.arrived;
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

const write = {
  LANGUAGES(person: SyntheticPerson, note: Note, rows: Rows): void {
    const chance = person.random('languages');
    const motherTongue = chance.pick(person.origin.motherTongues);
    const others = person.origin.otherLanguages.filter(
      ([language, probability]) => language !== motherTongue && chance.chance(probability),
    );
    const literate = person.schooling > 0 || chance.chance(0.4);
    const columns =
      'profile.language (person_id, position, language, mother_tongue, listening, reading, speaking, writing, counsellor_note)';
    const written = literate ? 'C2' : null;
    addRow(rows, columns, person.id, 0, motherTongue, true, 'C2', written, 'C2', written, note);
    for (const [at, [language]] of others.entries()) {
      const level = chance.between(1, 4);
      addRow(rows, columns, person.id, at + 1, language, false, ...skills(level, chance), null);
    }
    // Norwegian grows with the time in Norway.
    const months = (storyDay.getTime() - person.arrived.getTime()) / (30 * day);
    if (months > 2)
      addRow(
        rows,
        columns,
        person.id,
        others.length + 1,
        'nob',
        false,
        ...skills(Math.min(4, Math.floor(months / 9)), chance),
        null,
      );
  },

  EDUCATION(person: SyntheticPerson, note: Note, rows: Rows): void {
    const { id, schooling, bornYear, arrived, origin, random } = person;
    const chance = random('education');
    const columns = `profile.education (person_id, position, level, field, country, years, end_year, completed,
      recognised_in_norway, counsellor_note)`;
    const add = (position: number, ...values: readonly (string | number | boolean | null)[]) =>
      addRow(rows, columns, id, position, ...values, position === 0 ? note : null);
    if (schooling === 0 && chance.chance(0.3)) {
      add(0, 'NONE', null, origin.country, null, null, false, false);
      return;
    }
    for (let level: number = schooling; level >= Math.max(0, schooling - 1); level -= 1) {
      const highest = level === schooling;
      const begun = bornYear + (schoolAges[level] ?? 7);
      // Whoever went on had finished what came before.
      const completed = !highest || chance.chance(0.85);
      const master = level === 3 && completed && arrived.getUTCFullYear() - begun >= 6 && chance.chance(0.35);
      const full = (schoolYears[level] ?? 6) + (master ? 2 : 0);
      const years = completed ? full : chance.between(1, full - 1);
      add(
        schooling - level,
        master ? 'MASTER' : (educationLevels[level] ?? 'NONE'),
        highest && level > 1 ? workOf(person).field : 'Allmenn skolegang',
        origin.country,
        years,
        begun + years,
        completed,
        completed && level > 1 && chance.chance(0.3),
      );
    }
  },

  WORK_EXPERIENCE(person: SyntheticPerson, note: Note, rows: Rows): void {
    const columns = `profile.work_experience (person_id, position, occupation, employer, country, from_date, to_date,
      tasks, counsellor_note)`;
    const here = jobInNorway(person);
    const jobs = here ? [inWords(here), ...jobsBefore(person)] : jobsBefore(person);
    for (const [at, { occupation, employer, country, from, to, tasks }] of jobs.entries())
      addRow(
        rows,
        columns,
        person.id,
        at,
        occupation,
        employer,
        country,
        from,
        to,
        tasks,
        at === 0 ? note : null,
      );
  },

  ACTIVITIES({ id, random }: SyntheticPerson, note: Note, rows: Rows): void {
    const chance = random('activities');
    for (const [at, activity] of chance.some(activities, chance.between(1, 3)).entries())
      addRow(
        rows,
        'profile.activity (person_id, position, description, years, counsellor_note)',
        id,
        at,
        activity,
        chance.between(1, 8),
        at === 0 ? note : null,
      );
  },

  INTERESTS({ id, random }: SyntheticPerson, note: Note, rows: Rows): void {
    const chance = random('interests');
    for (const [at, interest] of chance.some(interests, chance.between(1, 4)).entries())
      addRow(
        rows,
        'profile.interest (person_id, position, description, counsellor_note)',
        id,
        at,
        interest,
        at === 0 ? note : null,
      );
  },

  WISHES(person: SyntheticPerson, note: Note, rows: Rows): void {
    const chance = person.random('wishes');
    const line = chance.chance(0.6) ? workOf(person) : chance.pick(works);
    addRow(
      rows,
      'profile.wishes (person_id, education, work, occupation, long_term_goal, counsellor_note)',
      person.id,
      chance.pick([
        `Fagbrev eller kurs i ${line.field.toLowerCase()}`,
        'Lære norsk godt først',
        `Få utdanningen i ${line.field.toLowerCase()} godkjent`,
      ]),
      `Vil arbeide med ${line.field.toLowerCase()}`,
      line.occupation,
      chance.pick([
        'Fast arbeid i eget fag',
        'Egen bedrift om fem år',
        'Forsørge familien selv',
        'Videre studier på universitet',
      ]),
      note,
    );
  },
};

type Skill = (typeof cefr)[number];

/** People mostly understand more than they say, and say more than they write. */
function skills(level: number, chance: Random): [Skill, Skill, Skill, Skill] {
  const at = (shift: number): Skill => cefr[Math.max(0, Math.min(5, level + shift))] ?? 'A1';
  return [at(chance.between(0, 1)), at(chance.between(-1, 0)), at(0), at(chance.between(-2, 0))];
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
  const date = (moment: Date) => moment.toISOString().slice(0, 10);
  const { occupation, tasks } = work;
  return {
    occupation,
    employer,
    country: 'NO',
    from: date(from),
    to: to && date(to),
    tasks: tasks[0] ?? '',
  };
}
