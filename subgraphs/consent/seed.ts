import { addRow, type Rows, type SyntheticPerson, uuidOf } from '@kompass/runtime';

export const seeded = [
  'consent.person',
  'consent.acknowledgement',
  'consent.rights_request',
  'access.restriction',
];

const day = 86_400_000;

/** The rows of what a synthetic person was told and has demanded, and the restrictions that follow from it. */
export function seed(person: SyntheticPerson, rows: Rows): void {
  const { id, index, startedAt, arrived, random } = person;
  addRow(rows, 'consent.person (id)', id);
  if (startedAt)
    addRow(
      rows,
      'consent.acknowledgement (person_id, notice_version, language, acknowledged_at)',
      id,
      1,
      random('notice').chance(0.5) ? 'EN' : 'NB',
      startedAt,
    );
  if (index === 0) demand(person, rows, 'ACCESS', null, 'GRANTED');
  if (index < 5) return;

  const rung = random('restriction').next();
  const restriction = 'access.restriction (person_id, kind, purpose, since)';
  const since = new Date(arrived.getTime() + day);
  if (rung < 0.005) {
    addRow(rows, restriction, id, 'RESTRICTION', null, since);
    demand(person, rows, 'RESTRICTION', null, 'RECEIVED');
  } else if (rung < 0.01) {
    const purpose = random('objection').pick([
      'EMPLOYMENT_GUIDANCE',
      'CAREER_GUIDANCE',
      'INTRODUCTION_PROGRAMME',
    ]);
    addRow(rows, restriction, id, 'OBJECTION', purpose, since);
    demand(person, rows, 'OBJECTION', purpose, 'RECEIVED');
  } else if (rung < 0.02) addRow(rows, restriction, id, 'PROTECTION', null, since);
}

function demand(
  { id, index, arrived }: SyntheticPerson,
  rows: Rows,
  right: string,
  purpose: string | null,
  status: 'GRANTED' | 'RECEIVED',
): void {
  const received = new Date(arrived.getTime() + day);
  const due = new Date(received);
  due.setUTCMonth(due.getUTCMonth() + 1);
  addRow(
    rows,
    'consent.rights_request (id, person_id, "right", purpose, status, received_at, due_at, decided_at, reason)',
    uuidOf(index, 'demand'),
    id,
    right,
    purpose,
    status,
    received,
    due.toISOString().slice(0, 10),
    status === 'GRANTED' ? new Date(received.getTime() + 9 * day) : null,
    status === 'GRANTED' ? 'Innsyn er gitt i alle registrerte opplysninger.' : null,
  );
}
