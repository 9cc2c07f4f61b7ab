import { syntheticPerson } from '@kompass/runtime';
import {
  countyOffers,
  match,
  type Newcomer,
  type Offer,
  qualityOf,
  ranked,
  versionsOf,
} from '@kompass/settlement/advice';
import { inWords } from '@kompass/settlement/advice-words';
import { proposeFullTimeProgramme, proposeIntroductionProgramme } from '@kompass/settlement/proposal';
import { syntheticOffers } from '@kompass/settlement/synthetic-offers';
import { weights } from '@kompass/settlement/weights';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const offers: readonly Offer[] = syntheticOffers(syntheticPerson(0).random);
const county = countyOffers(offers);
const sections = ['LANGUAGES', 'EDUCATION', 'WORK_EXPERIENCE', 'ACTIVITIES', 'INTERESTS', 'WISHES'];
const occupation = fc.constantFrom('2223', '5120', '7112', '9112', '2512', '6111', '3313');
const level = fc.constantFrom('NONE', 'PRIMARY', 'LOWER_SECONDARY', 'UPPER_SECONDARY', 'BACHELOR', 'MASTER');
const cefr = ['A1', 'A2', 'B1', 'B2', 'C1', 'C2'];

const competence = fc.record({
  personId: fc.uuid(),
  registeredSections: fc.subarray(sections),
  occupations: fc.array(fc.record({ occupation, from: fc.constant('2015-01-01'), to: fc.constant(null) }), {
    maxLength: 3,
  }),
  languages: fc.array(
    fc.record({
      language: fc.constantFrom('ukr', 'arb', 'tir', 'eng', 'nob'),
      motherTongue: fc.boolean(),
      speaking: fc.option(fc.constantFrom(...cefr)),
    }),
    { maxLength: 3 },
  ),
  education: fc.array(fc.record({ level, completed: fc.boolean(), recognisedInNorway: fc.boolean() }), {
    maxLength: 3,
  }),
  wishedOccupation: fc.option(occupation),
});
const newcomer: fc.Arbitrary<Newcomer> = fc.record({
  competence,
  network: fc.array(
    fc.record({
      municipalityNumber: fc.constantFrom('4601', '1103', '0301', '5601'),
      kind: fc.constantFrom('CLOSE_FAMILY', 'RELATIVE', 'FRIEND'),
    }),
    { maxLength: 2 },
  ),
  needs: fc.subarray(['HOSPITAL_NEARBY', 'ACCESSIBLE_HOUSING', 'KINDERGARTEN', 'SPECIAL_EDUCATION']),
  familySize: fc.integer({ min: 1, max: 9 }),
});

describe('the advice', () => {
  it('is the same whatever order the municipalities come in, and whenever it is made', () => {
    fc.assert(
      fc.property(
        newcomer,
        fc.shuffledSubarray([...offers], { minLength: offers.length }),
        (person, shuffled) => {
          expect(ranked([person], shuffled, countyOffers(shuffled))).toEqual(
            ranked([person], offers, county),
          );
        },
      ),
      { numRuns: 50 },
    );
  });

  it('gives 0 to 100 points, no ground more than its weight, each with a reason in both languages', () => {
    fc.assert(
      fc.property(newcomer, fc.constantFrom(...offers), (person, offer) => {
        const { score, criteria } = match(person, offer, county);
        expect(criteria.map(({ ground }) => ground).sort()).toEqual(Object.keys(weights.points).sort());
        expect(score).toBe(criteria.reduce((sum, { points }) => sum + points, 0));
        expect(score).toBeLessThanOrEqual(100);
        for (const each of criteria) {
          expect(each.points).toBeGreaterThanOrEqual(0);
          expect(each.points).toBeLessThanOrEqual(weights.points[each.ground]);
          for (const language of ['nb', 'en'] as const)
            expect(inWords(each, language)).not.toMatch(/undefined|null|NaN|^\s*$/);
        }
      }),
    );
  });

  it('never names a municipality without room for the family', () => {
    fc.assert(
      fc.property(newcomer, fc.array(fc.nat(12), { minLength: 20, maxLength: 20 }), (person, left) => {
        const few = left.map((placesLeft, at) => ({ ...(offers[at] as Offer), placesLeft }));
        const [ranking = []] = ranked([person], few, countyOffers(few));
        for (const { number } of ranking)
          expect(few.find((each) => each.number === number)?.placesLeft).toBeGreaterThanOrEqual(
            person.familySize,
          );
      }),
    );
  });

  it('is worth more with every section that is registered, and 100 with all', () => {
    fc.assert(
      fc.property(competence, fc.constantFrom(...sections), (person, section) => {
        const more = { ...person, registeredSections: [...new Set([...person.registeredSections, section])] };
        expect(qualityOf(more).quality).toBeGreaterThanOrEqual(qualityOf(person).quality);
        expect(qualityOf({ ...person, registeredSections: sections })).toEqual({ quality: 100, missing: [] });
      }),
    );
  });

  it('has other versions when a weight’s data differ by one place', () => {
    const [first, ...rest] = offers;
    const changed = [{ ...(first as Offer), placesLeft: (first as Offer).placesLeft - 1 }, ...rest];
    expect(versionsOf(changed).dataVersion).not.toBe(versionsOf(offers).dataVersion);
    expect(versionsOf(changed).weightsVersion).toBe(versionsOf(offers).weightsVersion);
  });

  it('has weights that are together 100, and no section that costs more than the advice is worth', () => {
    expect(Object.values(weights.points).reduce((sum, each) => sum + each, 0)).toBe(100);
    expect(Object.values(weights.cost).reduce((sum, each) => sum + each, 0)).toBeLessThan(100);
  });
});

describe('a proposed programme', () => {
  const participant = fc.record({ competence, under25: fc.boolean() });

  it('has what the law wants in it, and lasts as long as it allows, whoever it is for', () => {
    fc.assert(
      fc.property(participant, (person) => {
        const { content, months, extendableBy, because } = proposeIntroductionProgramme(person);
        expect(content).toEqual(expect.arrayContaining(['NORWEGIAN', 'SOCIAL_STUDIES', 'LIFE_SKILLS']));
        expect(content.some((each) => each === 'WORK_PRACTICE' || each === 'EDUCATION')).toBe(true);
        expect(new Set(content).size).toBe(content.length);
        expect(months).toBeGreaterThanOrEqual(3);
        expect(months + extendableBy).toBeLessThanOrEqual(48);
        expect(because.length).toBeGreaterThan(0);
        expect(proposeIntroductionProgramme(person)).toEqual(proposeIntroductionProgramme(person));
        expect(proposeFullTimeProgramme(person).content).toContain('INTEGRATION_MEASURES');
      }),
    );
  });

  it('is short for whoever has upper secondary education, and ends with it for the young who have not', () => {
    fc.assert(
      fc.property(participant, (person) => {
        const qualified = person.competence.education.some(
          (taken) => taken.completed && ['UPPER_SECONDARY', 'BACHELOR', 'MASTER'].includes(taken.level),
        );
        const { months, extendableBy, endGoal } = proposeIntroductionProgramme(person);
        if (qualified) expect(months + extendableBy).toBeLessThanOrEqual(12);
        else if (person.under25) expect(endGoal).toBe('UPPER_SECONDARY');
      }),
    );
  });

  it('never aims for less Norwegian than is spoken already', () => {
    fc.assert(
      fc.property(participant, (person) => {
        const spoken = person.competence.languages
          .filter(({ language }) => language === 'nob')
          .map(({ speaking }) => cefr.indexOf(speaking ?? ''));
        const goal = cefr.indexOf(proposeIntroductionProgramme(person).norwegianGoal);
        expect(goal).toBeGreaterThanOrEqual(Math.max(-1, ...spoken));
      }),
    );
  });
});
