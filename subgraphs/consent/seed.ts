import { addRow, type Rows, type SyntheticPerson, storyDay, uuidOf } from '@kompass/runtime';
import { municipalities, subgraphNames } from '@kompass/schema';
import { lastDayToAnswer } from './deadline.js';

export const seeded = [
  'consent.person',
  'consent.acknowledgement',
  'consent.rights_request',
  'consent.address_protection',
  'consent.reminder',
  'consent.execution',
  'consent.execution_step',
  'consent.retention_run',
  'access.restriction',
];

const day = 86_400_000;
/** Demands older than this are decided: the law gives a month (GDPR art. 12(3)). */
const undecidedDays = 20;
/** The officer of the demo caller `imdi-privacy`. */
const officer = 'demo-officer-privacy';

/** The rows of what a synthetic person was told and has demanded, and the restrictions that follow from it. */
export function seed(person: SyntheticPerson, rows: Rows): void {
  const { id, index, startedAt, arrived, random } = person;
  addRow(rows, 'consent.person (id)', id);
  if (startedAt)
    addRow(
      rows,
      'consent.acknowledgement (person_id, notice_version, language, acknowledged_at, given_by)',
      id,
      1,
      random('notice').chance(0.5) ? 'EN' : 'NB',
      startedAt,
      givenBy(person),
    );
  if (index === 0) addErased(rows);
  if (index < 5) {
    demandsOfTheFirst(person, rows);
    return;
  }

  const rung = random('restriction').next();
  const restriction = 'access.restriction (person_id, kind, purpose, since)';
  if (rung < 0.005) {
    const since = receivedFrom(person);
    addRow(rows, restriction, id, 'RESTRICTION', null, since);
    demandAt(person, rows, since, {
      right: 'RESTRICTION',
      reason: 'Opplysningene brukes ikke mens riktigheten avklares.',
    });
  } else if (rung < 0.01) {
    const purpose = random('objection').pick([
      'EMPLOYMENT_GUIDANCE',
      'CAREER_GUIDANCE',
      'INTRODUCTION_PROGRAMME',
    ]);
    const since = receivedFrom(person);
    addRow(rows, restriction, id, 'OBJECTION', purpose, since);
    demandAt(person, rows, since, {
      right: 'OBJECTION',
      purpose,
      reason: 'Protesten er tatt til følge på grunn av særlige grunner.',
    });
  } else if (rung < 0.02) {
    const since = new Date(arrived.getTime() + day);
    addRow(rows, restriction, id, 'PROTECTION', null, since);
    addRow(
      rows,
      'consent.address_protection (id, person_id, protected_at, protected_by, reason)',
      uuidOf(index, 'address protection'),
      id,
      since,
      'demo-officer-imdi',
      'Politiet har gradert adressen.',
    );
  }
}

/** Most go through the letter with a counsellor of the municipality where the reception centre lies. */
function givenBy({ index, random, receptionCentre }: SyntheticPerson): string | null {
  if (index > 0 && random('informed').chance(0.3)) return null;
  const host = municipalities().find(({ number }) => number === receptionCentre.municipality);
  return host?.organisationNumber || null;
}

/** Some time after there was something to demand; for many so lately that nobody has decided yet. */
function receivedFrom({ arrived, startedAt, random }: SyntheticPerson): Date {
  const chance = random('demand');
  const days = Math.floor((storyDay.getTime() - (startedAt ?? arrived).getTime()) / day);
  const ago = chance.chance(0.4) ? chance.between(0, Math.min(days, undecidedDays)) : chance.between(0, days);
  return new Date(storyDay.getTime() - ago * day);
}

/** What is demanded, and what became of it. */
interface Demand {
  readonly right: string;
  readonly purpose?: string;
  readonly rectification?: readonly [
    field: string,
    entry: number | null,
    correction: string,
    said: string | null,
  ];
  readonly grounds?: string;
  readonly status?: string;
  readonly extensionReason?: string;
  readonly reason?: string;
  /** An officer entered it for the person. */
  readonly byEmail?: true;
  /** Why a granted restriction was lifted, a week after it was decided. */
  readonly liftingReason?: string;
}

/** The first persons have made demands of every kind, in every state that lasts, so that a demo shows them. */
function demandsOfTheFirst(person: SyntheticPerson, rows: Rows): void {
  for (const { daysAgo, ...demand } of firstDemands(person.name)[person.index] ?? [])
    demandAt(person, rows, new Date(storyDay.getTime() - daysAgo * day), demand);
}

function firstDemands(name: string): readonly (readonly (Demand & { readonly daysAgo: number })[])[] {
  return [
    [
      {
        daysAgo: 40,
        right: 'ACCESS',
        status: 'GRANTED',
        reason: 'Innsyn er gitt i alle registrerte opplysninger.',
        byEmail: true,
      },
      {
        daysAgo: 33,
        right: 'RECTIFICATION',
        rectification: [
          'WorkExperience.employer',
          1,
          'Eget firma',
          JSON.stringify({ employer: 'Et annet firma' }),
        ],
        grounds: 'Jeg drev firmaet selv.',
        status: 'GRANTED',
        reason: 'Rettet etter dokumentasjon fra personen.',
      },
      {
        daysAgo: 33,
        right: 'RESTRICTION',
        grounds: 'Arbeidserfaringen min er feil registrert.',
        status: 'GRANTED',
        reason: 'Opplysningene brukes ikke mens riktigheten avklares.',
        liftingReason: 'Arbeidserfaringen er rettet.',
      },
    ],
    [
      {
        daysAgo: 26,
        right: 'RECTIFICATION',
        rectification: ['Person.name', null, name.toUpperCase(), JSON.stringify({ name })],
        grounds: 'Navnet skal skrives slik det står i passet.',
      },
    ],
    [
      {
        daysAgo: 35,
        right: 'ERASURE',
        grounds: 'Jeg flytter fra Norge.',
        status: 'EXTENDED',
        extensionReason: 'Kommunen må uttale seg om introduksjonsprogrammet først.',
      },
    ],
    [
      {
        daysAgo: 38,
        right: 'COMPLAINT',
        grounds: 'En kommune jeg aldri har bodd i, har sett opplysningene mine.',
      },
    ],
    [
      {
        daysAgo: 60,
        right: 'ERASURE',
        grounds: 'Jeg vil ikke være registrert.',
        status: 'REFUSED',
        reason: 'Registreringen er pålagt i integreringsloven § 6 (personvernforordningen art. 17 nr. 3 b).',
      },
      { daysAgo: 12, right: 'ACCESS', status: 'WITHDRAWN' },
    ],
  ];
}

function demandAt(
  { id, index }: SyntheticPerson,
  rows: Rows,
  received: Date,
  { right, purpose, rectification, grounds, status, extensionReason, reason, byEmail, liftingReason }: Demand,
): void {
  const decided = storyDay.getTime() - received.getTime() > undecidedDays * day && reason !== undefined;
  const stands = status ?? (decided ? 'GRANTED' : 'RECEIVED');
  const closed = !['RECEIVED', 'EXTENDED'].includes(stands);
  const request = uuidOf(index, `demand ${right}`);
  const dueAt = lastDayToAnswer(received, stands === 'EXTENDED' ? 3 : 1);
  const decidedAt = closed ? new Date(received.getTime() + 9 * day) : null;
  addRow(
    rows,
    `consent.rights_request (id, person_id, "right", purpose, field, entry, correction, said, grounds, status, received_at,
      entered_by, due_at, extension_reason, extended_by, decided_at, decided_by, reason, lifted_at, lifted_by, lifting_reason)`,
    request,
    id,
    right,
    purpose ?? null,
    ...(rectification ?? [null, null, null, null]),
    grounds ?? null,
    stands,
    received,
    byEmail ? officer : null,
    dueAt,
    extensionReason ?? null,
    extensionReason ? officer : null,
    decidedAt,
    closed && stands !== 'WITHDRAWN' ? officer : null,
    closed ? (reason ?? null) : null,
    liftingReason && decidedAt ? new Date(decidedAt.getTime() + 7 * day) : null,
    liftingReason ? officer : null,
    liftingReason ?? null,
  );
  if (!closed) addReminders(rows, request, id, dueAt);
  if (rectification && decidedAt) addExecution(rows, request, id, decidedAt);
}

function addReminders(rows: Rows, request: string, id: string, dueAt: string): void {
  const due = Date.parse(dueAt);
  const moments = [
    ['DUE_SOON', due - 7 * day],
    ['OVERDUE', due + day],
  ] as const;
  for (const [kind, at] of moments)
    if (at <= storyDay.getTime())
      addRow(
        rows,
        'consent.reminder (request_id, person_id, kind, due_at, at)',
        request,
        id,
        kind,
        dueAt,
        new Date(at),
      );
}

const executions = `consent.execution (id, person_id, kind, ground, request_id, decided_at, decided_by, recipients,
  completed_at)`;
const steps = 'consent.execution_step (execution_id, room, confirmed_at, outcome)';

function addExecution(rows: Rows, request: string, id: string, decidedAt: Date): void {
  const completedAt = new Date(decidedAt.getTime() + 3_000);
  addRow(
    rows,
    executions,
    request,
    id,
    'RECTIFICATION',
    null,
    request,
    decidedAt,
    officer,
    ['NAV 889640782'],
    completedAt,
  );
  for (const room of subgraphNames)
    addRow(rows, steps, request, room, completedAt, room === 'profile' ? 'CORRECTED' : 'NOTHING_HELD');
}

/** Two who are erased already, of whom the register tells nothing else; and the searches of the last nights. */
function addErased(rows: Rows): void {
  for (const [at, ground] of ['REQUEST', 'STORAGE_LIMIT'].entries()) {
    const decidedAt = new Date(storyDay.getTime() - (20 + 30 * at) * day);
    const completedAt = new Date(decidedAt.getTime() + 4_000);
    const execution = uuidOf(at, 'erasure');
    addRow(
      rows,
      executions,
      execution,
      uuidOf(at, 'erased'),
      'ERASURE',
      ground,
      null,
      decidedAt,
      ground === 'REQUEST' ? officer : null,
      ['NAV 889640782', 'MUNICIPALITY 964338531'],
      completedAt,
    );
    for (const room of subgraphNames) addRow(rows, steps, execution, room, completedAt, 'ERASED');
  }
  for (const nights of [1, 2, 3]) {
    const ranAt = new Date(storyDay.getTime() - nights * day);
    addRow(
      rows,
      'consent.retention_run (id, ran_at, registered_until, due, begun, outcome)',
      uuidOf(nights, 'retention'),
      ranAt,
      lastDayToAnswer(ranAt, -180),
      0,
      0,
      'BEGUN',
    );
  }
}
