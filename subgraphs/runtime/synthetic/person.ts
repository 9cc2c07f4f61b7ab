import { dufCheckDigits } from '../duf-number.js';
import { type Origin, origins } from './countries.js';
import { countyOf, type ReceptionCentre, receptionCentres, settlementMunicipality } from './places.js';
import { type Random, randomOf, uuidOf } from './random.js';

/** How far a person has come, from the reception centre to the settlement municipality. */
export type Stage = 'AT_RECEPTION_CENTRE' | 'ASSIGNED' | 'ACCEPTED' | 'SETTLED';

/** The sections of the registration. */
export const sections = [
  'LANGUAGES',
  'EDUCATION',
  'WORK_EXPERIENCE',
  'ACTIVITIES',
  'INTERESTS',
  'WISHES',
] as const;
export type Section = (typeof sections)[number];

/** What all four subgraphs must agree on about a synthetic person. */
export interface SyntheticPerson {
  readonly index: number;
  readonly id: string;
  readonly dufNumber: string;
  readonly name: string;
  readonly gender: 'FEMALE' | 'MALE';
  readonly origin: Origin;
  /** The highest begun: 0 none or primary, 1 lower secondary, 2 upper secondary, 3 higher. */
  readonly schooling: 0 | 1 | 2 | 3;
  readonly bornYear: number;
  /** `YYYY-MM-DD` */
  readonly birthDate: string;
  readonly arrived: Date;
  readonly stage: Stage;
  readonly status: 'NOT_STARTED' | 'IN_PROGRESS' | 'COMPLETED';
  readonly registered: readonly Section[];
  readonly startedAt: Date | null;
  readonly completedAt: Date | null;
  readonly assignedAt: Date | null;
  readonly settledAt: Date | null;
  readonly receptionCentre: ReceptionCentre;
  readonly settlementMunicipality: string | null;
  /** Two digits: the county whose career centre guides the person; `null` when not referred. */
  readonly referredTo: string | null;
  /** A stream of chance for one topic. */
  random(topic: string): Random;
}

const day = 86_400_000;

/** The day that the synthetic persons' stories are told on, so that they are the same whenever they are told. */
export const storyDay: Date = new Date('2026-11-01T08:00:00.000Z');

/** The person that the demo token is of: everything about this one is filled in. */
const demo = 0;

/**
 * The synthetic person with a number, always the same.
 *
 * No real person can hold such a DUF number: its first four digits are the year of registration, and these years
 * begin with 29. The check digits are right. The serial number is the person's own among a million; each further
 * million has years of its own.
 */
export function syntheticPerson(index: number): SyntheticPerson {
  const random = randomOf(index, 'person');
  const origin = index === demo ? (origins[0] as Origin) : originOf(random);
  const gender = random.chance(0.54) ? 'FEMALE' : 'MALE';
  const name = `${random.pick(gender === 'FEMALE' ? origin.women : origin.men)} ${random.pick(origin.families)}`;
  const bornYear = random.between(1961, 2007);
  const birthDate = `${bornYear}-${two(random.between(1, 12))}-${two(random.between(1, 28))}`;
  const wanted = index === demo ? 3 : schoolingOf(origin, random);
  const stage = index === demo ? 'SETTLED' : stageOf(random);
  const arrived = daysBefore(storyDay, arrivedBefore(stage, random));
  const arrivedAged = arrived.getUTCFullYear() - bornYear;
  const schooling = Math.min(wanted, mostSchooling(arrivedAged)) as SyntheticPerson['schooling'];
  const status = index === demo ? 'COMPLETED' : statusOf(stage, random);
  const startedAt = status === 'NOT_STARTED' ? null : daysAfter(arrived, random.between(3, 20), random);
  const completedAt =
    status === 'COMPLETED' && startedAt ? daysAfter(startedAt, random.between(0, 12), random) : null;
  const assignedAt =
    stage === 'AT_RECEPTION_CENTRE' ? null : daysAfter(arrived, random.between(35, 60), random);
  const settledAt =
    stage === 'SETTLED' && assignedAt ? daysAfter(assignedAt, random.between(14, 60), random) : null;
  const receptionCentre =
    index === demo ? (receptionCentres[0] as ReceptionCentre) : random.pick(receptionCentres);
  const municipality =
    index === demo ? '4601' : stage === 'AT_RECEPTION_CENTRE' ? null : settlementMunicipality(random);
  const referred = index === demo || (status === 'COMPLETED' && random.chance(0.8));
  return {
    index,
    id: uuidOf(index, 'person'),
    dufNumber: dufNumberOf(index, arrived),
    name,
    gender,
    origin,
    schooling,
    bornYear,
    birthDate,
    arrived,
    stage,
    status,
    registered: registeredSections(status, index, arrivedAged, random),
    startedAt,
    completedAt,
    assignedAt,
    settledAt,
    receptionCentre,
    settlementMunicipality: municipality,
    referredTo: referred ? countyOf(municipality ?? receptionCentre.municipality) : null,
    random: (topic) => randomOf(index, topic),
  };
}

/** The first so many synthetic persons. */
export function* syntheticPersons(count: number): Generator<SyntheticPerson> {
  for (let index = 0; index < count; index += 1) yield syntheticPerson(index);
}

function originOf(random: Random): Origin {
  let rung = random.next() * origins.reduce((sum, { weight }) => sum + weight, 0);
  for (const origin of origins) {
    rung -= origin.weight;
    if (rung < 0) return origin;
  }
  return origins[0] as Origin;
}

function schoolingOf({ schooling }: Origin, random: Random): SyntheticPerson['schooling'] {
  let rung = random.next();
  for (const level of [0, 1, 2, 3] as const) {
    rung -= schooling[level];
    if (rung < 0) return level;
  }
  return 2;
}

/** What school begun at seven can have led to when the person came. */
function mostSchooling(age: number): SyntheticPerson['schooling'] {
  return age < 16 ? 0 : age < 19 ? 1 : age < 23 ? 2 : 3;
}

function stageOf(random: Random): Stage {
  const rung = random.next();
  return rung < 0.3 ? 'AT_RECEPTION_CENTRE' : rung < 0.4 ? 'ASSIGNED' : rung < 0.45 ? 'ACCEPTED' : 'SETTLED';
}

/** Days before the story's day; long enough for the stage to have been reached. */
function arrivedBefore(stage: Stage, random: Random): number {
  switch (stage) {
    case 'AT_RECEPTION_CENTRE':
      return random.between(1, 120);
    case 'ASSIGNED':
    case 'ACCEPTED':
      return random.between(65, 150);
    case 'SETTLED':
      return random.between(130, 1_600);
  }
}

function statusOf(stage: Stage, random: Random): SyntheticPerson['status'] {
  const rung = random.next();
  if (stage === 'AT_RECEPTION_CENTRE')
    return rung < 0.3 ? 'NOT_STARTED' : rung < 0.65 ? 'IN_PROGRESS' : 'COMPLETED';
  return rung < 0.04 ? 'NOT_STARTED' : rung < 0.14 ? 'IN_PROGRESS' : 'COMPLETED';
}

function registeredSections(
  status: SyntheticPerson['status'],
  index: number,
  arrivedAged: number,
  random: Random,
): readonly Section[] {
  if (status === 'NOT_STARTED') return [];
  if (index === demo) return sections;
  // Who came that young has no work to register.
  const possible = arrivedAged < 18 ? sections.filter((section) => section !== 'WORK_EXPERIENCE') : sections;
  if (status === 'IN_PROGRESS') return random.some(possible, random.between(1, 4));
  return random.chance(0.9) ? possible : random.some(possible, 5);
}

function dufNumberOf(index: number, arrived: Date): string {
  const millions = Math.floor(index / 1_000_000);
  const year = 2900 + ((arrived.getUTCFullYear() + millions * 10) % 100);
  const firstTen = `${year}${String(index % 1_000_000).padStart(6, '0')}`;
  return firstTen + dufCheckDigits(firstTen);
}

const two = (number: number) => String(number).padStart(2, '0');

const daysBefore = (moment: Date, days: number) => new Date(moment.getTime() - days * day);

/** Some minute of the working day, so many days later, and never after the story's day. */
function daysAfter(moment: Date, days: number, random: Random): Date {
  const later = Math.min(moment.getTime() + days * day + random.between(0, 420) * 60_000, storyDay.getTime());
  return new Date(later);
}
