import {
  addRow,
  type Rows,
  receptionCentres,
  type SyntheticPerson,
  storyDay,
  syntheticPerson,
  utcDay,
  uuidOf,
} from '@kompass/runtime';
import { municipalities, nationalBodies } from '@kompass/schema';
import { type Criterion, qualityOf, versionsOf } from './advice.js';
import { endGoals, proposeFullTimeProgramme, proposeIntroductionProgramme } from './proposal.js';
import { syntheticOffers } from './synthetic-offers.js';

export const seeded = [
  'settlement.person',
  'settlement.matching',
  'settlement.municipality_match',
  'settlement.family_member',
  'settlement.network_tie',
  'settlement.need',
  'settlement.event',
  'settlement.batch_advice',
  'settlement.introduction_programme',
  'settlement.full_time_programme',
  'access.relation',
];

const firstGoals = ['Norsk på A1 før bosetting', 'Klar for arbeidspraksis', 'Søknad om godkjenning sendt'];
const day = 86_400_000;
/** When those who are accepted and wait to move do so: after the day that the stories are told on. */
const movingDate = '2026-12-01';
const later = (moment: Date, days: number) => new Date(moment.getTime() + days * day);

/** The rows of a synthetic person's settlement, and the relations that follow from living and settling somewhere. */
export function seed(person: SyntheticPerson, rows: Rows): void {
  const { id, index, stage, receptionCentre, settlementMunicipality, arrived, assignedAt, settledAt } =
    person;
  const settled = stage === 'SETTLED';
  if (index === 0) addPlaces(person, rows);
  addRow(
    rows,
    `settlement.person (id, status, reception_centre_id, municipality_number, assigned_at, settled_at, moving_date,
      waiting_since)`,
    id,
    stage,
    settled ? null : receptionCentre.id,
    settlementMunicipality,
    assignedAt,
    settledAt ? utcDay(settledAt) : null,
    settledAt ? utcDay(settledAt) : stage === 'ACCEPTED' ? movingDate : null,
    utcDay(arrived),
  );
  addGrounds(person, rows);
  if (stage === 'AT_RECEPTION_CENTRE' && index < inTheBatch) addBatchAdvice(person, rows);
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
      'settlement.full_time_programme (person_id, end_goal, content, from_date, to_date, proposal)',
      id,
      chance.pick(firstGoals),
      chance.some(['NORWEGIAN', 'SOCIAL_STUDIES', 'WORK_PRACTICE', 'INTEGRATION_MEASURES'], 2),
      utcDay(later(arrived, 10)),
      utcDay(settledAt && settledAt < programmeEnds ? settledAt : programmeEnds),
      JSON.stringify(proposeFullTimeProgramme(participant(person))),
    );
  if (!settlementMunicipality) return;
  const score = addMatches(person, settlementMunicipality, rows);
  addHistory(person, settlementMunicipality, score, rows);
  const proposal = proposeIntroductionProgramme(participant(person));
  if (settledAt && (index === 0 || chance.chance(0.85)))
    addRow(
      rows,
      `settlement.introduction_programme (person_id, end_goal, content, norwegian_goal, from_date, to_date,
        proposal)`,
      id,
      index === 0 ? 'Ordinært arbeid i eget fag' : endGoals[proposal.endGoal].nb,
      // Most municipalities follow the proposal; some leave something out of it for later.
      proposal.content.filter((element, at) => at < 3 || element === 'RECOGNITION' || chance.chance(0.85)),
      chance.chance(0.8) ? proposal.norwegianGoal : 'B1',
      utcDay(later(settledAt, 21)),
      utcDay(later(settledAt, 21 + proposal.months * 30)),
      JSON.stringify(proposal),
    );
}

const levels = ['PRIMARY', 'LOWER_SECONDARY', 'UPPER_SECONDARY', 'BACHELOR'] as const;

/** What proposals are made from, as far as the four rooms agree on a synthetic person. */
function participant({ id, registered, schooling, bornYear, settledAt, arrived }: SyntheticPerson) {
  const begins = (settledAt ?? arrived).getUTCFullYear();
  const known = registered.includes('EDUCATION');
  return {
    competence: {
      personId: id,
      registeredSections: registered,
      occupations: registered.includes('WORK_EXPERIENCE') ? [{ occupation: '', from: '', to: null }] : [],
      languages: [],
      education: known ? [{ level: levels[schooling], completed: true, recognisedInNorway: false }] : [],
      wishedOccupation: null,
    },
    under25: begins - bornYear < 25,
  };
}

/** Centres and offers are as invented as the persons, so they come with the first of them. */
function addPlaces(person: SyntheticPerson, rows: Rows): void {
  for (const { id, name, municipality, places } of receptionCentres)
    addRow(
      rows,
      'settlement.reception_centre (id, name, municipality_number, places)',
      id,
      name,
      municipality,
      places,
    );
  addBatch(rows);
  for (const offer of syntheticOffers(person.random))
    addRow(
      rows,
      `settlement.municipality_offer (municipality_number, places, labour_demand, education, languages, meets,
        synthetic)`,
      offer.number,
      offer.places,
      JSON.stringify(offer.labourDemand),
      offer.education,
      offer.languages,
      offer.meets,
      true,
    );
}

/** What is registered of family, network and needs: of some more, of some less, of most nothing. */
function addGrounds(person: SyntheticPerson, rows: Rows): void {
  const { id, index, random, arrived } = person;
  const chance = random('grounds');
  const spouse = spouseOf(person);
  const children = index === 0 ? 2 : chance.chance(0.35) ? chance.between(1, 4) : 0;
  const hasFamily = spouse !== undefined || children > 0;
  if (hasFamily)
    addRow(
      rows,
      'settlement.family_member (person_id, family_id, children)',
      id,
      uuidOf(Math.min(index, spouse ?? index), 'family'),
      // Counted with one parent.
      spouse !== undefined && spouse < index ? 0 : children,
    );
  const tie = 'settlement.network_tie (person_id, municipality_number, kind)';
  const knowsSomebody = index === 0 || chance.chance(0.25);
  if (index === 0) addRow(rows, tie, id, '4601', 'RELATIVE');
  else if (knowsSomebody)
    addRow(
      rows,
      tie,
      id,
      chance.pick(municipalities()).number,
      chance.pick(['CLOSE_FAMILY', 'RELATIVE', 'RELATIVE', 'FRIEND', 'FRIEND']),
    );
  const hasNeeds = index === 0 || chance.chance(0.08);
  if (hasNeeds)
    addRow(
      rows,
      'settlement.need (person_id, need)',
      id,
      index === 0 ? 'KINDERGARTEN' : chance.pick(['HOSPITAL_NEARBY', 'ACCESSIBLE_HOUSING', 'KINDERGARTEN']),
    );
  if (hasFamily || knowsSomebody || hasNeeds)
    addRow(
      rows,
      'settlement.event (id, person_id, kind, at, officer, organisation)',
      uuidOf(index, 'event GROUNDS'),
      id,
      'GROUNDS',
      arrived,
      'demo-officer-imdi',
      nationalBodies.IMDI,
    );
}

/** Neighbours by number who wait and come from the same country are now and then a couple. */
function spouseOf({ index, stage, origin }: SyntheticPerson): number | undefined {
  if (index < 2 || stage !== 'AT_RECEPTION_CENTRE') return undefined;
  const other = syntheticPerson(index % 2 === 0 ? index + 1 : index - 1);
  return other.stage === stage && other.origin === origin ? other.index : undefined;
}

/** The batch that the first of those who wait were planned in; its sums are as invented as the rest. */
const batchId = uuidOf(0, 'batch');
const inTheBatch = 500;

function addBatch(rows: Rows): void {
  const { weightsVersion, dataVersion } = versionsNow();
  addRow(
    rows,
    'settlement.batch (id, made_at, made_by, weights_version, data_version, score, bound)',
    batchId,
    storyDay,
    'demo-officer-imdi',
    weightsVersion,
    dataVersion,
    160_412,
    160_425,
  );
}

function addBatchAdvice({ id, random, registered }: SyntheticPerson, rows: Rows): void {
  const chance = random('batch');
  const criteria = invented(chance, registered, chance.between(0, 1));
  addRow(
    rows,
    'settlement.batch_advice (person_id, batch_id, municipality_number, quality, score, criteria)',
    id,
    batchId,
    chance.pick(municipalities()).number,
    worthOf(id, registered).quality,
    criteria.reduce((sum, { points }) => sum + points, 0),
    JSON.stringify(criteria),
  );
}

let versions: ReturnType<typeof versionsOf> | undefined;

function versionsNow(): ReturnType<typeof versionsOf> {
  versions ??= versionsOf(syntheticOffers(syntheticPerson(0).random));
  return versions;
}

/** What an advice on a person is worth. */
function worthOf(personId: string, registeredSections: readonly string[]): ReturnType<typeof qualityOf> {
  const nothing = { occupations: [], languages: [], education: [], wishedOccupation: null };
  return qualityOf({ personId, registeredSections, ...nothing });
}

/** @returns the score of the municipality that was chosen, which is the first */
function addMatches(person: SyntheticPerson, chosen: string, rows: Rows): number {
  const { id, random, registered, assignedAt } = person;
  const chance = random('matching');
  const { weightsVersion, dataVersion } = versionsNow();
  const { quality, missing } = worthOf(id, registered);
  addRow(
    rows,
    'settlement.matching (person_id, made_at, made_by, weights_version, data_version, quality, missing)',
    id,
    later(assignedAt ?? person.arrived, -3),
    'demo-officer-imdi',
    weightsVersion,
    dataVersion,
    quality,
    JSON.stringify(missing),
  );
  const ranked = new Set([chosen]);
  const wanted = chance.between(3, 5);
  while (ranked.size < wanted) ranked.add(chance.pick(municipalities()).number);
  const matches = [...ranked].map((number, at) => {
    const criteria = invented(chance, registered, at);
    return { number, criteria, score: criteria.reduce((sum, { points }) => sum + points, 0) };
  });
  for (const [position, { number, score, criteria }] of matches.entries())
    addRow(
      rows,
      'settlement.municipality_match (person_id, position, municipality_number, score, criteria)',
      id,
      position,
      number,
      score,
      JSON.stringify(criteria),
    );
  return matches[0]?.score ?? 0;
}

/** Criteria such as the advice would find them, less the further down the list. */
function invented(
  chance: ReturnType<SyntheticPerson['random']>,
  registered: readonly string[],
  at: number,
): Criterion[] {
  const level = Math.max(1, 3 - at);
  const places = chance.between(12, 90);
  const known = (section: string) => registered.includes(section);
  return [
    known('WORK_EXPERIENCE')
      ? {
          ground: 'LABOUR_DEMAND',
          points: [12, 22, 30][level - 1] ?? 12,
          says: 'DEMAND',
          of: { occupation: chance.pick(['2223', '5120', '7112', '9112', '5223']), level },
        }
      : { ground: 'LABOUR_DEMAND', points: 15, says: 'NOT_REGISTERED', of: { section: 'WORK_EXPERIENCE' } },
    known('EDUCATION')
      ? at < 2
        ? { ground: 'EDUCATION', points: 20, says: 'OFFERED', of: { offer: 'UPPER_SECONDARY' } }
        : { ground: 'EDUCATION', points: 10, says: 'OFFERED_IN_COUNTY', of: { offer: 'UPPER_SECONDARY' } }
      : { ground: 'EDUCATION', points: 10, says: 'NOT_REGISTERED', of: { section: 'EDUCATION' } },
    { ground: 'NETWORK', points: 0, says: 'NOBODY_KNOWN', of: {} },
    { ground: 'LANGUAGES', points: 10 - at, says: 'SPOKEN', of: { language: 'eng' } },
    {
      ground: 'CAPACITY',
      points: Math.max(1, 8 - at),
      says: 'PLACES',
      of: { places, left: Math.max(1, Math.round(places * (0.8 - at * 0.1))) },
    },
    { ground: 'NEEDS', points: 10, says: 'NO_NEEDS', of: {} },
  ];
}

function addHistory(person: SyntheticPerson, municipality: string, score: number, rows: Rows): void {
  const { id, index, stage, assignedAt, settledAt } = person;
  const number = municipalities().find((each) => each.number === municipality);
  const columns = `settlement.event (id, person_id, kind, at, officer, organisation, municipality_number, day, reason,
    advised_rank, advised_score)`;
  const imdi = ['demo-officer-imdi', nationalBodies.IMDI] as const;
  const settler = ['demo-officer-settler', number?.organisationNumber || null] as const;
  if (!assignedAt) return;
  const add = (
    kind: string,
    at: Date,
    by: readonly (string | null)[],
    day: string | null,
    reason: string | null,
  ) =>
    addRow(
      rows,
      columns,
      uuidOf(index, `event ${kind}`),
      id,
      kind,
      at,
      by[0] ?? '',
      by[1] ?? null,
      municipality,
      day,
      reason,
      kind === 'ASSIGNED' ? 1 : null,
      kind === 'ASSIGNED' ? score : null,
    );
  add('ASSIGNED', assignedAt, imdi, null, 'Kommunen er øverst i rådet, og har plass.');
  if (stage === 'ACCEPTED') add('ACCEPTED', later(assignedAt, 5), settler, movingDate, null);
  if (stage !== 'SETTLED' || !settledAt) return;
  add('ACCEPTED', later(assignedAt, 5), settler, utcDay(settledAt), null);
  add('SETTLED', settledAt, imdi, utcDay(settledAt), null);
}
