import { municipalities } from '@kompass/schema';
import type { Random } from './random.js';

/** A reception centre. The names are invented; the municipalities are real. */
export interface ReceptionCentre {
  readonly id: number;
  readonly name: string;
  readonly municipality: string;
  readonly places: number;
}

const centres: readonly (readonly [string, string, number])[] = [
  ['Arna mottak', '4601', 180],
  ['Landås mottak', '4601', 220],
  ['Fana mottak', '4601', 150],
  ['Voss mottak', '4621', 120],
  ['Førde mottak', '4647', 140],
  ['Stord mottak', '4614', 110],
  ['Torshov mottak', '0301', 260],
  ['Ekeberg mottak', '0301', 200],
  ['Forus mottak', '1103', 170],
  ['Haugesund mottak', '1106', 130],
  ['Volda mottak', '1577', 110],
  ['Molde mottak', '1506', 140],
  ['Bodø mottak', '1804', 150],
  ['Rana mottak', '1833', 120],
  ['Halden mottak', '3101', 140],
  ['Råde mottak', '3112', 500],
  ['Asker mottak', '3203', 160],
  ['Kongsberg mottak', '3303', 120],
  ['Hamar mottak', '3403', 150],
  ['Lillehammer mottak', '3405', 130],
  ['Larvik mottak', '3909', 160],
  ['Skien mottak', '4003', 150],
  ['Kristiansand mottak', '4204', 190],
  ['Arendal mottak', '4203', 130],
  ['Heimdal mottak', '5001', 210],
  ['Steinkjer mottak', '5006', 120],
  ['Harstad mottak', '5503', 130],
  ['Tromsø mottak', '5501', 170],
  ['Alta mottak', '5601', 120],
  ['Vadsø mottak', '5607', 100],
];

export const receptionCentres: readonly ReceptionCentre[] = centres.map(
  ([name, municipality, places], at) => ({ id: at + 1, name, municipality, places }),
);

/** The largest municipalities, roughly by population in thousands; every other counts as eight. */
const population: Readonly<Record<string, number>> = {
  '0301': 720,
  '4601': 295,
  '5001': 215,
  '1103': 150,
  '3201': 130,
  '4204': 117,
  '3301': 104,
  '3203': 99,
  '3205': 95,
  '3107': 85,
  '1108': 84,
  '5501': 79,
  '3907': 66,
  '3105': 60,
  '4003': 56,
  '1508': 55,
  '1804': 53,
  '3103': 51,
};

let ladder: readonly (readonly [string, number])[] | undefined;

/** A municipality to settle in, the likelier the larger. */
export function settlementMunicipality(random: Random): string {
  if (!ladder) {
    let sum = 0;
    ladder = municipalities().map(({ number }) => {
      sum += population[number] ?? 8;
      return [number, sum] as const;
    });
  }
  const rung = random.next() * (ladder.at(-1)?.[1] ?? 0);
  return (ladder.find(([, upTo]) => rung < upTo) ?? ['4601'])[0];
}

/** The county of a municipality, two digits: the first two of the municipality's number since 2024. */
export function countyOf(municipality: string): string {
  return municipality.slice(0, 2);
}
