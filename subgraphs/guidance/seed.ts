import { addRow, countyOf, type Rows, type SyntheticPerson, storyDay, uuidOf } from '@kompass/runtime';
import { counties, municipalities, nationalBodies, policyInForce } from '@kompass/schema';
import { type Beholder, previewOf } from './sharing.js';

export const seeded = [
  'guidance.person',
  'guidance.referral',
  'guidance.appointment',
  'guidance.session',
  'guidance.result_draft',
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
  const { id, index, referredTo, random, completedAt } = person;
  addRow(rows, 'guidance.person (id)', id);
  const centre = centreOf(referredTo);
  if (!referredTo || !centre || !completedAt) return;

  const chance = random('guidance');
  const held = index === 0 ? 2 : chance.between(0, 3);
  const booked = chance.chance(0.4) || held === 0;
  let when = completedAt.getTime() + chance.between(7, 30) * day;
  const formerCentre =
    held > 0 && index !== 0 ? centreOf(countyOf(person.receptionCentre.municipality)) : centre;
  addReferrals(
    person,
    centre,
    formerCentre ?? centre,
    new Date(Math.min(when + day, storyDay.getTime())),
    rows,
  );
  if (held > 0 && when < storyDay.getTime()) addAbsence(person, centre, new Date(when), rows);
  for (let at = 0; at < held && when < storyDay.getTime(); at += 1) {
    // The first may have been held by the centre of the county where the person lived before.
    const heldBy = at === 0 ? (formerCentre ?? centre) : centre;
    addRow(
      rows,
      'guidance.appointment (id, person_id, career_centre, starts_at, mode, status)',
      uuidOf(index, `held ${at}`),
      id,
      heldBy,
      new Date(when),
      chance.pick(['IN_PERSON', 'IN_PERSON', 'VIDEO']),
      'HELD',
    );
    addRow(
      rows,
      'guidance.session (id, person_id, career_centre, held_at, interpreter, internal_note)',
      uuidOf(index, `session ${at}`),
      id,
      heldBy,
      new Date(when),
      chance.chance(0.7),
      index === 0 || chance.chance(0.8) ? chance.pick(internalNotes) : null,
    );
    when += chance.between(14, 40) * day;
  }
  if (booked)
    addRow(
      rows,
      'guidance.appointment (id, person_id, career_centre, starts_at, mode, status)',
      uuidOf(index, 'booked'),
      id,
      centre,
      new Date(storyDay.getTime() + chance.between(2, 40) * day),
      chance.pick(['IN_PERSON', 'VIDEO', 'TELEPHONE']),
      'BOOKED',
    );
  if (held > 0) addResult(person, centre, held > 1, new Date(Math.min(when, storyDay.getTime())), rows);
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

const centreOf = (county: string | null) =>
  counties().find(({ number }) => number === county)?.organisationNumber ?? null;

/** The referral in force; before it, for who came from another county, the one to that county's centre. */
function addReferrals(
  { id, index, referredTo, receptionCentre, settlementMunicipality, completedAt, random }: SyntheticPerson,
  centre: string,
  formerCentre: string,
  moved: Date,
  rows: Rows,
): void {
  const chance = random('referral');
  const referral = `guidance.referral (id, person_id, career_centre, referrer, organisation, referred_at, ended_at,
    ended_because)`;
  const relation = 'access.relation (person_id, kind, place, valid_from, valid_to)';
  const hosted = municipalities().find(({ number }) => number === receptionCentre.municipality);
  const settled = municipalities().find(({ number }) => number === settlementMunicipality);
  const former = formerCentre !== centre;
  if (former) {
    const host = hosted?.organisationNumber || nationalBodies.IMDI;
    const referrer = hosted?.organisationNumber ? 'MUNICIPALITY' : 'IMDI';
    addRow(
      rows,
      referral,
      uuidOf(index, 'former referral'),
      id,
      formerCentre,
      referrer,
      host,
      completedAt,
      moved,
      'REPLACED',
    );
    addRow(rows, relation, id, 'REFERRED', hosted?.countyNumber ?? '', completedAt, moved);
  }
  const municipality = (settled ?? hosted)?.organisationNumber;
  const referrer = chance.pick(['MUNICIPALITY', 'MUNICIPALITY', 'MUNICIPALITY', 'IMDI', 'SELF'] as const);
  const organisation = { MUNICIPALITY: municipality, IMDI: nationalBodies.IMDI, SELF: centre }[referrer];
  const since = former ? moved : completedAt;
  addRow(
    rows,
    referral,
    uuidOf(index, 'referral'),
    id,
    centre,
    organisation ? referrer : 'IMDI',
    organisation || nationalBodies.IMDI,
    since,
    null,
    null,
  );
  addRow(rows, relation, id, 'REFERRED', referredTo, since, null);
}

/** The centre's draft, and when it has been shared the result. The demo person's draft has changed since. */
function addResult(person: SyntheticPerson, centre: string, shared: boolean, at: Date, rows: Rows): void {
  const { id, index, random } = person;
  const chance = random('result');
  const agreed = chance.some(goals, 2);
  const path = chance.some(paths, 3);
  const changed = index === 0;
  addRow(
    rows,
    'guidance.result_draft (person_id, career_centre, goals, recommended_path, version, saved_at)',
    id,
    centre,
    agreed,
    changed ? [...path, 'Samtale med en som arbeider i yrket'] : path,
    changed ? 2 : 1,
    changed ? storyDay : at,
  );
  if (!shared) return;
  const draft = { personId: id, careerCentre: centre, version: 1 };
  addRow(
    rows,
    `guidance.result (person_id, version, career_centre, draft_version, shared_at, goals, recommended_path,
      shared_with)`,
    id,
    1,
    centre,
    1,
    at,
    agreed,
    path,
    JSON.stringify(previewOf(draft, beholders(person, at), policyInForce()).recipients),
  );
}

/** Who saw the person then. */
function beholders(person: SyntheticPerson, at: Date): Beholder[] {
  const { receptionCentre, settlementMunicipality, assignedAt, settledAt } = person;
  const imdi = ['REGISTRATION', 'SETTLEMENT', 'DATA_SUBJECT_RIGHTS'] as const;
  const municipal = (number: string, purpose: Beholder['purpose']): Beholder[] => {
    const organisation = municipalities().find((each) => each.number === number)?.organisationNumber;
    return organisation ? [{ party: 'MUNICIPALITY', organisation, purpose, clearedOnly: false }] : [];
  };
  return [
    ...imdi.map(
      (purpose): Beholder => ({
        party: 'IMDI',
        organisation: nationalBodies.IMDI,
        purpose,
        clearedOnly: false,
      }),
    ),
    { party: 'NAV', organisation: nationalBodies.NAV, purpose: 'EMPLOYMENT_GUIDANCE', clearedOnly: false },
    ...(settledAt && settledAt <= at ? [] : municipal(receptionCentre.municipality, 'FULL_TIME_PROGRAMME')),
    ...(settlementMunicipality && assignedAt && assignedAt <= at
      ? municipal(settlementMunicipality, 'INTRODUCTION_PROGRAMME')
      : []),
  ];
}

/** Some come another time, or not at all. */
function addAbsence(
  { id, index, random }: SyntheticPerson,
  centre: string,
  firstHeld: Date,
  rows: Rows,
): void {
  const chance = random('absence');
  if (!chance.chance(0.12)) return;
  addRow(
    rows,
    'guidance.appointment (id, person_id, career_centre, starts_at, mode, status)',
    uuidOf(index, 'absence'),
    id,
    centre,
    new Date(firstHeld.getTime() - chance.between(2, 6) * day),
    chance.pick(['IN_PERSON', 'VIDEO']),
    chance.pick(['CANCELLED', 'MISSED']),
  );
}
