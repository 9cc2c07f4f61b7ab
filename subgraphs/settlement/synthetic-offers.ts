import type { Random } from '@kompass/runtime';
import { municipalities } from '@kompass/schema';
import type { EducationOffer, Need, Offer } from './advice.js';

// Invented: no municipality offers just this. Yearly places, labour demand by STYRK-08's sub-major groups, education,
// languages and services, so that there is something to rank. In operation, real figures take their place.

/** Roughly by population: who has a university, a hospital, upper secondary schools. */
const cities = ['0301', '4601', '5001', '1103', '4204', '5501', '1804', '3907', '3403', '3301'];
const hospitals = [
  ...cities,
  '3107',
  '3105',
  '4003',
  '1508',
  '1106',
  '1506',
  '1833',
  '4621',
  '4647',
  '5503',
  '5601',
];
const towns = [
  ...hospitals,
  '3201',
  '3203',
  '3205',
  '1108',
  '3103',
  '3101',
  '3112',
  '3303',
  '3405',
  '3909',
  '4203',
];

/** The sub-major groups of the occupations that refugees bring or find. */
const groups = [
  '22',
  '23',
  '25',
  '33',
  '51',
  '52',
  '53',
  '61',
  '71',
  '72',
  '74',
  '75',
  '81',
  '83',
  '91',
  '93',
];
const languages = ['ukr', 'rus', 'arb', 'kmr', 'tir', 'som', 'prs', 'pes', 'tur', 'swh'];

/** What all municipalities offer; always the same. @param random a stream of chance for a topic */
export function syntheticOffers(random: (topic: string) => Random): Offer[] {
  return municipalities().map(({ number, countyNumber }) => {
    const chance = random(`offer of ${number}`);
    const city = cities.includes(number);
    const town = towns.includes(number);
    const places =
      number === '0301'
        ? 1_000
        : city
          ? chance.between(150, 400)
          : town
            ? chance.between(60, 160)
            : chance.between(8, 60);
    const education: EducationOffer[] = [
      ...(town || chance.chance(0.8) ? (['PRIMARY_FOR_ADULTS'] as const) : []),
      ...(town || chance.chance(0.3) ? (['UPPER_SECONDARY'] as const) : []),
      ...(town || chance.chance(0.25) ? (['VOCATIONAL'] as const) : []),
      ...(city ? (['HIGHER_EDUCATION'] as const) : []),
    ];
    const meets: Need[] = [
      ...(hospitals.includes(number) ? (['HOSPITAL_NEARBY'] as const) : []),
      ...(chance.chance(0.5) ? (['ACCESSIBLE_HOUSING'] as const) : []),
      ...(chance.chance(0.8) ? (['KINDERGARTEN'] as const) : []),
      ...(town || chance.chance(0.3) ? (['SPECIAL_EDUCATION'] as const) : []),
    ];
    return {
      number,
      county: countyNumber,
      places,
      placesLeft: places,
      labourDemand: Object.fromEntries(
        groups.map((group) => [group, chance.pick(town ? [1, 2, 2, 3] : [0, 0, 1, 2, 3])]),
      ),
      education,
      languages: chance.some(languages, city ? 8 : town ? 5 : chance.between(1, 3)),
      meets,
    };
  });
}
