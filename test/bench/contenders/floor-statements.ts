// What each operation would cost if it were written by hand, once, as one statement that answers JSON: the floor. No
// GraphQL, no rules, no row-level security, no log. Only the persons are the same: whom NAV sees is in the statement.

const moment = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const seenByNav = `exists (
    select from access.relation as related
    where related.person_id = person.id and related.kind = 'COMPLETED' and related.place = 'NO'
      and related.valid_from <= now() and (related.valid_to is null or related.valid_to > now()))
  and not exists (
    select from access.restriction as hidden
    where hidden.person_id = person.id and hidden.lifted_at is null
      and (hidden.purpose is null or hidden.purpose = 'EMPLOYMENT_GUIDANCE'))`;

const labelOf = (code: string) =>
  `(select named.label from bench.occupation as named where named.code = ${code})`;
const nameOf = (code: string) =>
  `(select named.name from bench.language as named where named.code = ${code})`;
const occupationOf = (code: string) =>
  `(select json_build_object('code', named.code, 'label', named.label)
    from bench.occupation as named where named.code = ${code})`;
const municipalityOf = (number: string, ...fields: readonly string[]) =>
  `(select json_build_object(${fields.map((field) => `'${field}', placed.${field}`).join(', ')})
    from settlement.municipality as placed where placed.number = ${number})`;

const rowsOf = (table: string, as: string, object: string, order = `${as}.position`) =>
  `(select coalesce(json_agg(json_build_object(${object}) order by ${order}), '[]')
    from ${table} as ${as} where ${as}.person_id = person.id)`;

/** As it was shared last. */
const resultOf = (object: string) => `(select json_build_object(${object}) from guidance.result as shared
  where shared.person_id = person.id order by shared.version desc limit 1)`;

const processing = `'restricted', exists (
    select from access.restriction as held
    where held.person_id = person.id and held.lifted_at is null and held.kind = 'RESTRICTION'),
  'objectedPurposes', (
    select coalesce(json_agg(held.purpose), '[]') from access.restriction as held
    where held.person_id = person.id and held.lifted_at is null and held.purpose is not null)`;

const onePerson = `
select json_build_object('data', json_build_object('person', json_build_object(
  'id', person.id, 'name', person.name, 'dufNumber', person.duf_number, 'citizenships', person.citizenships,
  'gender', person.gender, 'age', extract(year from age(person.birth_date))::int,
  'updatedAt', ${moment('person.updated_at')},
  'registration', json_build_object('status', person.registration_status,
    'startedAt', ${moment('person.started_at')}, 'completedAt', ${moment('person.completed_at')},
    'helpedBy', person.helped_by),
  'languages', ${rowsOf(
    'profile.language',
    'known',
    `'language', known.language, 'name', ${nameOf('known.language')}, 'motherTongue', known.mother_tongue,
      'listening', known.listening, 'reading', known.reading, 'speaking', known.speaking, 'writing', known.writing,
      'counsellorNote', known.counsellor_note`,
  )},
  'education', ${rowsOf(
    'profile.education',
    'taken',
    `'level', taken.level, 'field', taken.field, 'country', taken.country, 'years', taken.years,
      'endYear', taken.end_year, 'completed', taken.completed, 'recognisedInNorway', taken.recognised_in_norway,
      'counsellorNote', taken.counsellor_note`,
  )},
  'workExperience', ${rowsOf(
    'profile.work_experience',
    'work',
    `'occupation', ${occupationOf('work.occupation')}, 'employer', work.employer, 'country', work.country,
      'from', work.from_date, 'to', work.to_date, 'tasks', work.tasks, 'counsellorNote', work.counsellor_note`,
  )},
  'activities', ${rowsOf(
    'profile.activity',
    'done',
    `'description', done.description, 'years', done.years, 'counsellorNote', done.counsellor_note`,
  )},
  'interests', ${rowsOf(
    'profile.interest',
    'liked',
    `'description', liked.description, 'counsellorNote', liked.counsellor_note`,
  )},
  'wishes', (select json_build_object('education', wished.education, 'work', wished.work,
      'occupation', ${occupationOf('wished.occupation')}, 'longTermGoal', wished.long_term_goal,
      'counsellorNote', wished.counsellor_note)
    from profile.wishes as wished where wished.person_id = person.id),
  'processing', json_build_object(${processing}, 'acknowledgements', ${rowsOf(
    'consent.acknowledgement',
    'read',
    `'noticeVersion', read.notice_version, 'language', read.language,
      'acknowledgedAt', ${moment('read.acknowledged_at')}`,
    'read.notice_version desc',
  )}),
  'guidance', json_build_object(
    'careerCentre', (select json_build_object('name', centre.name)
      from guidance.referral as referred
      join guidance.career_centre as centre on centre.organisation_number = referred.career_centre
      where referred.person_id = person.id and referred.ended_at is null),
    'appointments', ${rowsOf(
      'guidance.appointment',
      'agreed',
      `'startsAt', ${moment('agreed.starts_at')}, 'mode', agreed.mode, 'status', agreed.status`,
      'agreed.starts_at desc',
    )},
    'sessions', ${rowsOf(
      'guidance.session',
      'held',
      `'heldAt', ${moment('held.held_at')}, 'interpreter', held.interpreter`,
      'held.held_at desc',
    )},
    'result', ${resultOf(`'sharedAt', ${moment('shared.shared_at')}, 'goals', shared.goals,
      'recommendedPath', shared.recommended_path`)}),
  'settlement', (select json_build_object('status', settled.status,
      'receptionCentre', (select json_build_object('name', centre.name) from settlement.reception_centre as centre
        where centre.id = settled.reception_centre_id),
      'municipality', ${municipalityOf('settled.municipality_number', 'number', 'name')},
      'assignedAt', ${moment('settled.assigned_at')}, 'settledAt', settled.settled_at,
      'introductionProgramme', (select json_build_object('endGoal', planned.end_goal, 'content', planned.content,
          'norwegianGoal', planned.norwegian_goal, 'from', planned.from_date, 'to', planned.to_date)
        from settlement.introduction_programme as planned where planned.person_id = person.id),
      'fullTimeProgramme', (select json_build_object('content', planned.content, 'from', planned.from_date,
          'to', planned.to_date)
        from settlement.full_time_programme as planned where planned.person_id = person.id))
    from settlement.person as settled where settled.id = person.id))))::text as answer
from profile.person as person where person.id = $1`;

const list = (first: number) => `
with page as materialized (
  select person.* from profile.person as person where ${seenByNav}
  order by person.updated_at desc, person.id desc limit ${first + 1})
select json_build_object('data', json_build_object('persons', json_build_object(
  'edges', (select json_agg(json_build_object('node', json_build_object(
    'id', person.id, 'name', person.name, 'dufNumber', person.duf_number,
    'registration', json_build_object('status', person.registration_status),
    'languages', ${rowsOf(
      'profile.language',
      'known',
      `'name', ${nameOf('known.language')}, 'motherTongue', known.mother_tongue, 'speaking', known.speaking`,
    )},
    'education', ${rowsOf('profile.education', 'taken', `'level', taken.level, 'field', taken.field`)},
    'workExperience', ${rowsOf(
      'profile.work_experience',
      'work',
      `'occupation', json_build_object('label', ${labelOf('work.occupation')}),
        'from', work.from_date, 'to', work.to_date`,
    )},
    'wishes', (select json_build_object('work', wished.work, 'longTermGoal', wished.long_term_goal)
      from profile.wishes as wished where wished.person_id = person.id),
    'processing', json_build_object(${processing}),
    'guidance', json_build_object('result', ${resultOf(
      `'goals', shared.goals, 'sharedAt', ${moment('shared.shared_at')}`,
    )}),
    'settlement', (select json_build_object('status', settled.status,
        'municipality', ${municipalityOf('settled.municipality_number', 'name')})
      from settlement.person as settled where settled.id = person.id)))
    order by person.updated_at desc, person.id desc)
    from (select * from page order by updated_at desc, id desc limit ${first}) as person),
  'pageInfo', json_build_object('hasNextPage', (select count(*) > ${first} from page)))))::text as answer`;

const dashboard = `
with page as materialized (
  select person.* from profile.person as person
  where person.registration_status = 'COMPLETED' and ${seenByNav}
  order by person.updated_at desc, person.id desc limit 21)
select json_build_object('data', json_build_object('persons', json_build_object(
  'totalCount', (select count(*) from profile.person as person
    where person.registration_status = 'COMPLETED' and ${seenByNav}),
  'edges', (select json_agg(json_build_object('node', json_build_object(
    'name', person.name, 'dufNumber', person.duf_number,
    'workExperience', ${rowsOf(
      'profile.work_experience',
      'work',
      `'occupation', ${occupationOf('work.occupation')}, 'from', work.from_date, 'to', work.to_date,
        'tasks', work.tasks, 'counsellorNote', null`,
    )},
    'languages', ${rowsOf(
      'profile.language',
      'known',
      `'name', ${nameOf('known.language')}, 'speaking', known.speaking`,
    )},
    'wishes', (select json_build_object('work', wished.work, 'longTermGoal', wished.long_term_goal)
      from profile.wishes as wished where wished.person_id = person.id),
    'processing', json_build_object('restricted', exists (
      select from access.restriction as held
      where held.person_id = person.id and held.lifted_at is null and held.kind = 'RESTRICTION')),
    'guidance', json_build_object('result', ${resultOf(
      `'goals', shared.goals, 'recommendedPath', shared.recommended_path`,
    )}),
    'settlement', (select json_build_object('status', settled.status,
        'municipality', ${municipalityOf('settled.municipality_number', 'name')})
      from settlement.person as settled where settled.id = person.id)))
    order by person.updated_at desc, person.id desc)
    from (select * from page order by updated_at desc, id desc limit 20) as person),
  'pageInfo', (select json_build_object('hasNextPage', count(*) > 20,
    'endCursor', (array_agg(page.id order by page.updated_at desc, page.id desc))[20]) from page))))::text as answer`;

const search = `
with page as materialized (
  select person.* from profile.person as person
  where ${seenByNav}
    and person.id in (select work.person_id from profile.work_experience as work where work.occupation like '7%')
    and person.id in (select known.person_id from profile.language as known
      where known.language = 'ukr' and known.speaking >= 'B1')
  order by person.name collate "nb-x-icu", person.id limit 21)
select json_build_object('data', json_build_object('persons', json_build_object(
  'edges', (select coalesce(json_agg(json_build_object('node', json_build_object(
    'name', person.name,
    'workExperience', ${rowsOf(
      'profile.work_experience',
      'work',
      `'occupation', ${occupationOf('work.occupation')}, 'tasks', work.tasks`,
    )},
    'settlement', (select json_build_object('status', settled.status,
        'municipality', ${municipalityOf('settled.municipality_number', 'name')})
      from settlement.person as settled where settled.id = person.id)))
    order by person.name collate "nb-x-icu", person.id), '[]')
    from (select * from page order by name collate "nb-x-icu", id limit 20) as person),
  'pageInfo', (select json_build_object('hasNextPage', count(*) > 20,
    'endCursor', (array_agg(page.id order by page.name collate "nb-x-icu", page.id))[least(count(*), 20)])
    from page))))::text as answer`;

const mutation = `
with moved as (
  update settlement.person set reception_centre_id = $2 where id = $1 returning id, status),
ended as (
  update access.relation set valid_to = clock_timestamp()
  where person_id = $1 and kind = 'HOST' and valid_to is null),
begun as (
  insert into access.relation (person_id, kind, place)
  select $1, 'HOST', municipality_number from settlement.reception_centre where id = $2),
noted as (
  insert into settlement.event (id, person_id, kind, at, officer, municipality_number, reception_centre_id)
  select gen_random_uuid(), $1, 'RECEPTION_CENTRE', clock_timestamp(), 'bench-officer', municipality_number, id
  from settlement.reception_centre where id = $2)
select json_build_object('data', json_build_object('moveToReceptionCentre', json_build_object('person', json_build_object(
  'id', moved.id, 'settlement', json_build_object('status', moved.status,
    'receptionCentre', json_build_object('id', centre.id, 'name', centre.name))))))::text as answer
from moved, settlement.reception_centre as centre where centre.id = $2`;

const statements: Readonly<Record<string, Statement>> = {
  OnePerson: [onePerson, 'id'],
  'List 50': [list(50)],
  'List 500': [list(500)],
  ReadyForWork: [dashboard],
  Search: [search],
  Move: [mutation, 'id', 'centre'],
};

/** A statement, and the variables that it takes. */
export type Statement = readonly [text: string, ...variables: string[]];

const known = new Map<string, Statement>();

/**
 * The statement for an operation, found by its name; a list's by its length too.
 * @throws Error when there is none
 */
export function statementFor(query: string): Statement {
  const found = known.get(query);
  if (found) return found;
  const [, name = ''] = /(?:query|mutation) (\w+)/.exec(query) ?? [];
  const statement = statements[name === 'List' ? `List ${/first: (\d+)/.exec(query)?.[1]}` : name];
  if (!statement) throw new Error(`nobody has written a statement for ${name}`);
  known.set(query, statement);
  return statement;
}
