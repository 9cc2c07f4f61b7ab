import { addRow, countyOf, type Rows, type SyntheticPerson, storyDay, uuidOf } from '@kompass/runtime';
import { counties } from '@kompass/schema';

export const seeded = [
  'guidance.person',
  'guidance.appointment',
  'guidance.session',
  'guidance.result',
  'guidance.employment_guidance',
  'access.relation',
];

const internalNotes = [
  'Virker sliten, foreslår kortere samtaler.',
  'Vurderer å flytte til slektninger; ikke bestemt.',
  'Bør ha samme tolk neste gang.',
  'Trenger mer tid på å se egne styrker.',
  'Avtalt å ringe skolen om opptak.',
];
const goals = [
  'Fast arbeid i eget fag innen tre år',
  'Fagbrev som helsefagarbeider',
  'Norsk på B1 før neste sommer',
  'Få utdanningen hjemmefra godkjent',
  'Praksisplass i løpet av høsten',
];
const paths = [
  'Norskkurs på dagtid',
  'Søke godkjenning hos HK-dir',
  'Arbeidspraksis i tre måneder',
  'Moduler i forberedende voksenopplæring',
  'Fagopplæring i bedrift',
];
const assessments = [
  'Gode muligheter lokalt; erfaringen er etterspurt.',
  'Mulig etter norskkurs på B1 og en praksisperiode.',
  'Krever godkjenning av utdanning før arbeid i faget.',
];
const measures = ['Arbeidsmarkedsopplæring', 'Lønnstilskudd', 'Formidling til arbeidsgiver', 'Jobbsøkerkurs'];
const day = 86_400_000;

/** The rows of a synthetic person's guidance, and the relation that a referral makes. */
export function seed(person: SyntheticPerson, rows: Rows): void {
  const { id, index, referredTo, random, completedAt, bornYear } = person;
  const centre = counties().find(({ number }) => number === referredTo)?.organisationNumber ?? null;
  const entitled = bornYear > 1970 || index === 0;
  addRow(
    rows,
    'guidance.person (id, entitlement, career_centre)',
    id,
    entitled ? 'RIGHT_AND_DUTY' : 'OFFERED',
    centre,
  );
  if (!referredTo || !centre || !completedAt) return;
  addRow(
    rows,
    'access.relation (person_id, kind, place, valid_from)',
    id,
    'REFERRED',
    referredTo,
    completedAt,
  );

  const chance = random('guidance');
  const held = index === 0 ? 2 : chance.between(0, 3);
  const booked = chance.chance(0.4) || held === 0;
  let when = completedAt.getTime() + chance.between(7, 30) * day;
  if (held > 0 && when < storyDay.getTime()) addAbsence(person, new Date(when), rows);
  for (let at = 0; at < held && when < storyDay.getTime(); at += 1) {
    addRow(
      rows,
      'guidance.appointment (id, person_id, starts_at, mode, status)',
      uuidOf(index, `held ${at}`),
      id,
      new Date(when),
      chance.pick(['IN_PERSON', 'IN_PERSON', 'VIDEO']),
      'HELD',
    );
    addRow(
      rows,
      'guidance.session (id, person_id, career_centre, held_at, interpreter, internal_note)',
      uuidOf(index, `session ${at}`),
      id,
      sessionCentre(person, at, centre),
      new Date(when),
      chance.chance(0.7),
      index === 0 || chance.chance(0.8) ? chance.pick(internalNotes) : null,
    );
    when += chance.between(14, 40) * day;
  }
  if (booked)
    addRow(
      rows,
      'guidance.appointment (id, person_id, starts_at, mode, status)',
      uuidOf(index, 'booked'),
      id,
      new Date(storyDay.getTime() + chance.between(2, 40) * day),
      chance.pick(['IN_PERSON', 'VIDEO', 'TELEPHONE']),
      'BOOKED',
    );
  if (held > 1)
    addRow(
      rows,
      'guidance.result (person_id, shared_at, goals, recommended_path)',
      id,
      new Date(Math.min(when, storyDay.getTime())),
      chance.some(goals, 2),
      chance.some(paths, 3),
    );
  if (index === 0 || chance.chance(0.3))
    addRow(
      rows,
      'guidance.employment_guidance (id, person_id, given_at, assessment, measures)',
      uuidOf(index, 'employment'),
      id,
      new Date(Math.min(when + 10 * day, storyDay.getTime())),
      chance.pick(assessments),
      chance.some(measures, 2),
    );
}

/** Some come another time, or not at all. */
function addAbsence({ id, index, random }: SyntheticPerson, firstHeld: Date, rows: Rows): void {
  const chance = random('absence');
  if (!chance.chance(0.12)) return;
  addRow(
    rows,
    'guidance.appointment (id, person_id, starts_at, mode, status)',
    uuidOf(index, 'absence'),
    id,
    new Date(firstHeld.getTime() - chance.between(2, 6) * day),
    chance.pick(['IN_PERSON', 'VIDEO']),
    chance.pick(['CANCELLED', 'MISSED']),
  );
}

/** The first session may have been held by the centre of the county where the person lived before. */
function sessionCentre({ index, receptionCentre }: SyntheticPerson, at: number, centre: string): string {
  if (at > 0 || index === 0) return centre;
  const former = counties().find(({ number }) => number === countyOf(receptionCentre.municipality));
  return former?.organisationNumber ?? centre;
}
