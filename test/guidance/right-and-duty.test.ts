import { randomUUID } from 'node:crypto';
import { entitlementOf } from '@kompass/guidance/entitlement';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { daysFromNow, type GuidedPerson, guidedPerson, now } from '../support/guided-person.js';

/** The introduction programme's target group (integreringsloven § 8), case by case. */
const cases = [
  ['settled at 18', { ageAtSettlement: 18 }, 'RIGHT_AND_DUTY'],
  ['settled at 55', { ageAtSettlement: 55 }, 'RIGHT_AND_DUTY'],
  ['settled at 17', { ageAtSettlement: 17 }, 'OFFERED'],
  ['settled at 56', { ageAtSettlement: 56 }, 'OFFERED'],
  ['not settled yet', { settledOn: null, ageAtSettlement: null }, 'OFFERED'],
  ['to be settled next week', { settledOn: '2026-11-08' }, 'OFFERED'],
  ['settled today', { settledOn: '2026-11-01' }, 'RIGHT_AND_DUTY'],
  ['settled a day less than two years ago', { settledOn: '2024-11-02' }, 'RIGHT_AND_DUTY'],
  ['settled two years ago', { settledOn: '2024-11-01' }, 'OFFERED'],
  [
    'settled three years ago, still in the programme',
    { settledOn: '2023-11-01', programmeUntil: '2026-11-01' },
    'RIGHT_AND_DUTY',
  ],
  [
    'settled three years ago, the programme over',
    { settledOn: '2023-11-01', programmeUntil: '2026-10-31' },
    'OFFERED',
  ],
] as const;
const settled = { settledOn: '2026-03-12', ageAtSettlement: 34, programmeUntil: null };

describe('right and duty to career guidance', () => {
  it.each(cases)('%s', (_name, facts, expected) => {
    expect(entitlementOf({ ...settled, ...facts }, '2026-11-01').entitlement).toBe(expected);
  });

  it('says why, so that the person can check it', () => {
    expect(entitlementOf(settled, '2026-11-01').reason).toEqual({
      nb: 'Bosatt med offentlig hjelp 12. mars 2026, 34 år gammel: i målgruppen for introduksjonsprogrammet, og har derfor rett og plikt til karriereveiledning (integreringsloven §§ 8 og 11).',
      en: 'Settled with public help on 12 March 2026, 34 years old: in the target group of the introduction programme, and so with a right and a duty to career guidance (the Integration Act, sections 8 and 11).',
    });
  });

  it('is never a duty for whoever was settled outside of 18 to 55, whatever else is so', () => {
    const date = fc
      .date({ min: new Date('2000-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
      .map((each) => each.toISOString().slice(0, 10));
    fc.assert(
      fc.property(
        fc.record({
          settledOn: fc.option(date),
          ageAtSettlement: fc.oneof(fc.integer({ min: 0, max: 17 }), fc.integer({ min: 56, max: 99 })),
          programmeUntil: fc.option(date),
        }),
        date,
        (facts, today) => {
          expect(entitlementOf(facts, today).entitlement).toBe('OFFERED');
        },
      ),
    );
  });

  describe('over HTTP', () => {
    let guided: GuidedPerson;
    beforeAll(async () => {
      guided = await guidedPerson();
    });
    afterAll(() => guided.close());
    const fields = 'entitlement entitlementReason';

    it('is told to those who may see the age it is worked out from, which NAV may not', async () => {
      for (const who of ['person', 'imdi', 'bergen', 'vestland'] as const)
        expect(await guided.guidance(who, fields)).toEqual({
          entitlement: 'RIGHT_AND_DUTY',
          entitlementReason: expect.stringContaining('i målgruppen for introduksjonsprogrammet'),
        });
      expect(await guided.guidance('nav', fields)).toEqual({ entitlement: null, entitlementReason: null });
    });

    it('follows from the first settlement, also after a secondary move', async () => {
      const { owner } = guided.database;
      await owner`insert into settlement.event (id, person_id, kind, at, officer, municipality_number, day)
        values (${randomUUID()}, ${guided.id}, 'SETTLED', now(), 'officer', '4621', ${daysFromNow(-1_200).slice(0, 10)})`;
      expect(await guided.guidance('person', fields)).toMatchObject({ entitlement: 'OFFERED' });
      await owner`delete from settlement.event`;
      expect(await guided.guidance('person', fields)).toMatchObject({ entitlement: 'RIGHT_AND_DUTY' });
    });

    it('changes with the facts, for there is nothing stored that could be wrong', async () => {
      const { owner } = guided.database;
      const young = `${now.getUTCFullYear() - 17}-01-01`;
      await owner`update profile.person set birth_date = ${young}`;
      expect(await guided.guidance('person', fields)).toMatchObject({ entitlement: 'OFFERED' });
      await owner`update settlement.person set status = 'AT_RECEPTION_CENTRE', settled_at = null`;
      expect((await guided.guidance('person', fields)).entitlementReason).toMatch(
        /^Ikke bosatt i en kommune ennå/,
      );
    });
  });
});
