import {
  activities,
  addRow,
  interests,
  notes,
  type Random,
  type Rows,
  type SyntheticPerson,
  works,
} from '@kompass/runtime';

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
const schoolYears = [6, 9, 12, 16] as const;
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
    person.completedAt ?? person.startedAt ?? person.arrived,
  );
  addRow(rows, relation, person.id, 'SELF', person.dufNumber, person.arrived);
  addRow(rows, relation, person.id, 'CONTROLLER', 'NO', person.arrived);
  if (person.completedAt) addRow(rows, relation, person.id, 'COMPLETED', 'NO', person.completedAt);
  for (const section of person.registered) write[section](person, noteOf(person, section, helper), rows);
}

type Note = string | null;

function helpedBy({ random, startedAt, receptionCentre, index }: SyntheticPerson): string | null {
  if (!startedAt) return null;
  if (index === 0) return 'Bergen kommune';
  return random('helper').chance(0.75) ? receptionCentre.name : null;
}

/** Only a counsellor writes notes, and not on everything; the demo person has one on every section. */
function noteOf({ random, index }: SyntheticPerson, section: string, helper: string | null): Note {
  const chance = random(`note on ${section}`);
  return index === 0 || (helper && chance.chance(0.35)) ? chance.pick(notes) : null;
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
    const months = (Date.UTC(2026, 10, 1) - person.arrived.getTime()) / 2.63e9;
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

  EDUCATION(
    { id, schooling, bornYear, arrived, origin, random }: SyntheticPerson,
    note: Note,
    rows: Rows,
  ): void {
    const chance = random('education');
    const columns = `profile.education (person_id, position, level, field, country, years, end_year, completed,
      recognised_in_norway, counsellor_note)`;
    for (
      let level: number = schooling, position = 0;
      level >= Math.max(0, schooling - 1);
      level -= 1, position += 1
    ) {
      const endYear = Math.min(bornYear + 7 + (schoolYears[level] ?? 6), arrived.getUTCFullYear());
      const completed = chance.chance(0.85);
      const master = level === 3 && chance.chance(0.35);
      const recognised = completed && level > 1 && chance.chance(0.3);
      addRow(
        rows,
        columns,
        id,
        position,
        master ? 'MASTER' : (educationLevels[level] ?? 'NONE'),
        level > 1 ? workOf({ schooling, random }).field : 'Allmenn skolegang',
        origin.country,
        (schoolYears[level] ?? 6) - (level > 0 ? (schoolYears[level - 1] ?? 0) : 0) + (master ? 2 : 0),
        endYear,
        completed,
        recognised,
        position === 0 ? note : null,
      );
    }
  },

  WORK_EXPERIENCE(person: SyntheticPerson, note: Note, rows: Rows): void {
    const { id, bornYear, arrived, origin, random } = person;
    const chance = random('work');
    const line = workOf(person);
    const first = Math.max(bornYear + 17 + person.schooling * 2, 1985);
    const last = arrived.getUTCFullYear() - 1;
    const columns = `profile.work_experience (person_id, position, occupation, employer, country, from_date, to_date,
      tasks, counsellor_note)`;
    const span = last - first;
    if (span < 1) {
      const other = chance.pick(works.filter(({ schooling }) => schooling <= 1));
      addRow(
        rows,
        columns,
        id,
        0,
        other.occupation,
        chance.pick(other.employers),
        origin.country,
        `${last - 1}-06-01`,
        `${last}-05-31`,
        chance.pick(other.tasks),
        note,
      );
      return;
    }
    const jobs = Math.min(3, 1 + Math.floor(span / 8));
    for (let at = 0; at < jobs; at += 1) {
      const to = last - Math.floor((span * at) / jobs);
      const from = Math.max(first, last - Math.floor((span * (at + 1)) / jobs) + 1);
      const job =
        at === 0 || chance.chance(0.6)
          ? line
          : chance.pick(works.filter(({ schooling }) => schooling <= person.schooling));
      addRow(
        rows,
        columns,
        id,
        at,
        job.occupation,
        chance.pick(job.employers),
        origin.country,
        `${Math.min(from, to)}-0${chance.between(1, 9)}-01`,
        `${to}-1${chance.between(0, 2)}-28`,
        chance.pick(job.tasks),
        at === 0 ? note : null,
      );
    }
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
