import { addRow, type Rows, type SyntheticPerson, storyDay, uuidOf } from '@kompass/runtime';
import { municipalities } from '@kompass/schema';

export const seeded = [
  'consent.person',
  'consent.acknowledgement',
  'consent.rights_request',
  'access.restriction',
];

const day = 86_400_000;
/** Demands older than this are decided: the law gives a month (GDPR art. 12(3)). */
const undecidedDays = 20;

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
  if (index === 0) {
    const received = new Date((person.completedAt ?? arrived).getTime() + 20 * day);
    demand(person, rows, 'ACCESS', null, received, 'Innsyn er gitt i alle registrerte opplysninger.');
  }
  if (index < 5) return;

  const rung = random('restriction').next();
  const restriction = 'access.restriction (person_id, kind, purpose, since)';
  if (rung < 0.005) {
    const since = receivedFrom(person);
    addRow(rows, restriction, id, 'RESTRICTION', null, since);
    demand(person, rows, 'RESTRICTION', null, since, 'Opplysningene brukes ikke mens riktigheten avklares.');
  } else if (rung < 0.01) {
    const purpose = random('objection').pick([
      'EMPLOYMENT_GUIDANCE',
      'CAREER_GUIDANCE',
      'INTRODUCTION_PROGRAMME',
    ]);
    const since = receivedFrom(person);
    addRow(rows, restriction, id, 'OBJECTION', purpose, since);
    demand(
      person,
      rows,
      'OBJECTION',
      purpose,
      since,
      'Protesten er tatt til følge på grunn av særlige grunner.',
    );
  } else if (rung < 0.02)
    addRow(rows, restriction, id, 'PROTECTION', null, new Date(arrived.getTime() + day));
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

function demand(
  { id, index }: SyntheticPerson,
  rows: Rows,
  right: string,
  purpose: string | null,
  received: Date,
  granted: string,
): void {
  const decided = storyDay.getTime() - received.getTime() > undecidedDays * day;
  addRow(
    rows,
    'consent.rights_request (id, person_id, "right", purpose, status, received_at, due_at, decided_at, reason)',
    uuidOf(index, 'demand'),
    id,
    right,
    purpose,
    decided ? 'GRANTED' : 'RECEIVED',
    received,
    monthAfter(received),
    decided ? new Date(received.getTime() + 9 * day) : null,
    decided ? granted : null,
  );
}

/** The same day of the next month, or that month's last. */
function monthAfter(moment: Date): string {
  const [year, month] = [moment.getUTCFullYear(), moment.getUTCMonth() + 1];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month, Math.min(moment.getUTCDate(), last))).toISOString().slice(0, 10);
}
