import { type Sentence, utcDay } from '@kompass/runtime';
import type { Language } from '@kompass/schema';

/** What right and duty follow from, as the rooms that know it offer it. */
export interface EntitlementFacts {
  /** The day that the person moved to the municipality that IMDi agreed with (settled with public help); or not yet. */
  readonly settledOn: string | null;
  /** Age in whole years on that day. */
  readonly ageAtSettlement: number | null;
  /** The last day of the introduction programme; `null` when there is none. */
  readonly programmeUntil: string | null;
}

/** Whether there is a right and a duty to career guidance, and why. */
export interface Entitlement {
  readonly entitlement: 'RIGHT_AND_DUTY' | 'OFFERED';
  readonly reason: Sentence;
}

/** Integreringsloven § 8: between 18 and 55 years. */
const youngest = 18;
const oldest = 55;
/** § 8: newly arrived is who has lived less than two years in a municipality when the programme is decided on. */
const newlyArrivedYears = 2;

/**
 * Right and duty to career guidance (integreringsloven § 11): those have it who are in the target group of the
 * introduction programme (§ 8), that is, settled with public help, from 18 to 55 years old then, and newly arrived or
 * still in the programme. The permit (§ 9) is not asked for: only persons with such a permit are settled with public help.
 * @param today the day to say it for, `YYYY-MM-DD`
 */
export function entitlementOf(facts: EntitlementFacts, today: string): Entitlement {
  const { settledOn, ageAtSettlement: age, programmeUntil } = facts;
  if (settledOn === null || age === null || settledOn > today)
    return offered({
      nb: 'Ikke bosatt i en kommune ennå. Rett og plikt har den som er bosatt med offentlig hjelp og var mellom 18 og 55 år da',
      en: 'Not settled in a municipality yet. Whoever is settled with public help, and was between 18 and 55 years old then, has a right and a duty',
    });
  if (age < youngest || age > oldest)
    return offered({
      nb: `Bosatt ${day(settledOn, 'nb')}, ${age} år gammel. Rett og plikt har den som var mellom 18 og 55 år da`,
      en: `Settled on ${day(settledOn, 'en')}, ${age} years old. Whoever was between 18 and 55 years old then has a right and a duty`,
    });
  const inProgramme = programmeUntil !== null && programmeUntil >= today;
  if (!inProgramme && today >= laterByYears(settledOn, newlyArrivedYears))
    return offered({
      nb: `Bosatt ${day(settledOn, 'nb')}, for mer enn to år siden, og ikke i introduksjonsprogram nå`,
      en: `Settled on ${day(settledOn, 'en')}, more than two years ago, and in no introduction programme now`,
    });
  return {
    entitlement: 'RIGHT_AND_DUTY',
    reason: {
      nb: `Bosatt med offentlig hjelp ${day(settledOn, 'nb')}, ${age} år gammel: i målgruppen for introduksjonsprogrammet, og har derfor rett og plikt til karriereveiledning (integreringsloven §§ 8 og 11).`,
      en: `Settled with public help on ${day(settledOn, 'en')}, ${age} years old: in the target group of the introduction programme, and so with a right and a duty to career guidance (the Integration Act, sections 8 and 11).`,
    },
  };
}

function offered({ nb, en }: Sentence): Entitlement {
  return {
    entitlement: 'OFFERED',
    reason: {
      nb: `${nb}. Karriereveiledning er et tilbud.`,
      en: `${en}. Career guidance is offered.`,
    },
  };
}

const locales: Readonly<Record<Language, string>> = { nb: 'nb-NO', en: 'en-GB' };

function day(date: string, language: Language): string {
  return new Intl.DateTimeFormat(locales[language], { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(date),
  );
}

/** The same day so many years later; 29 February becomes 1 March where there is none. */
function laterByYears(date: string, years: number): string {
  const later = new Date(date);
  later.setUTCFullYear(later.getUTCFullYear() + years);
  return utcDay(later);
}
