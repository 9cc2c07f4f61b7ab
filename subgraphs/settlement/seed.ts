import { addRow, type Rows, receptionCentres, type SyntheticPerson } from '@kompass/runtime';
import { municipalities } from '@kompass/schema';

export const seeded = [
  'settlement.person',
  'settlement.municipality_match',
  'settlement.introduction_programme',
  'settlement.full_time_programme',
  'access.relation',
];

const reasons = [
  'Det er etterspørsel etter yrket i arbeidsmarkedsregionen',
  'Kommunen har opplæringstilbud på riktig nivå',
  'Karrieresenteret har tilbud på språket',
  'Kommunen har ledig kapasitet i år',
  'Slektninger bor i kommunen eller nær den',
];
const endGoals = [
  'Fullført videregående opplæring',
  'Ordinært arbeid i eget fag',
  'Høyere utdanning',
  'Fagbrev',
  'Heltidsarbeid med norsk på B1',
];
const day = 86_400_000;
const dateOf = (moment: Date) => moment.toISOString().slice(0, 10);
const later = (moment: Date, days: number) => new Date(moment.getTime() + days * day);

/** The rows of a synthetic person's settlement, and the relations that follow from living and settling somewhere. */
export function seed(person: SyntheticPerson, rows: Rows): void {
  const { id, index, stage, receptionCentre, settlementMunicipality, arrived, assignedAt, settledAt } =
    person;
  const settled = stage === 'SETTLED';
  if (index === 0) addReceptionCentres(rows);
  addRow(
    rows,
    'settlement.person (id, status, reception_centre_id, municipality_number, assigned_at, settled_at)',
    id,
    stage,
    settled ? null : receptionCentre.id,
    settlementMunicipality,
    assignedAt,
    settledAt ? dateOf(settledAt) : null,
  );
  const relation = 'access.relation (person_id, kind, place, valid_from, valid_to)';
  addRow(rows, relation, id, 'HOST', receptionCentre.municipality, arrived, settledAt);
  if (settlementMunicipality && assignedAt)
    addRow(rows, relation, id, 'ASSIGNED', settlementMunicipality, assignedAt, settledAt);
  if (settlementMunicipality && settledAt)
    addRow(rows, relation, id, 'SETTLED', settlementMunicipality, settledAt, null);

  const chance = person.random('settlement');
  const programmeEnds = later(arrived, 130);
  if (index === 0 || chance.chance(0.7))
    addRow(
      rows,
      'settlement.full_time_programme (person_id, content, from_date, to_date)',
      id,
      chance.some(['NORWEGIAN', 'SOCIAL_STUDIES', 'WORK_PRACTICE', 'INTEGRATION_MEASURES'], 2),
      dateOf(later(arrived, 10)),
      dateOf(settledAt && settledAt < programmeEnds ? settledAt : programmeEnds),
    );
  if (!settlementMunicipality) return;
  addMatches(person, settlementMunicipality, rows);
  if (settledAt && (index === 0 || chance.chance(0.85)))
    addRow(
      rows,
      'settlement.introduction_programme (person_id, end_goal, content, norwegian_goal, from_date, to_date)',
      id,
      index === 0 ? 'Ordinært arbeid i eget fag' : chance.pick(endGoals),
      chance.some(
        [
          'NORWEGIAN',
          'SOCIAL_STUDIES',
          'LIFE_SKILLS',
          'PARENTAL_GUIDANCE',
          'WORK_PRACTICE',
          'EDUCATION',
          'RECOGNITION',
        ],
        4,
      ),
      chance.pick(['A2', 'B1', 'B1', 'B2']),
      dateOf(later(settledAt, 21)),
      dateOf(later(settledAt, 21 + chance.pick([180, 365, 730]))),
    );
}

/** The centres are as invented as the persons, so they come with the first of them. */
function addReceptionCentres(rows: Rows): void {
  for (const { id, name, municipality, places } of receptionCentres)
    addRow(
      rows,
      'settlement.reception_centre (id, name, municipality_number, places)',
      id,
      name,
      municipality,
      places,
    );
}

function addMatches({ id, random }: SyntheticPerson, chosen: string, rows: Rows): void {
  const chance = random('matching');
  const ranked = new Set([chosen]);
  const wanted = chance.between(3, 5);
  while (ranked.size < wanted) ranked.add(chance.pick(municipalities()).number);
  let score = chance.between(78, 95);
  for (const [position, number] of [...ranked].entries()) {
    addRow(
      rows,
      'settlement.municipality_match (person_id, position, municipality_number, score, reasons)',
      id,
      position,
      number,
      score,
      chance.some(reasons, chance.between(2, 3)),
    );
    score -= chance.between(2, 9);
  }
}
