import type { Sentence } from '@kompass/runtime';
import { occupations } from '@kompass/schema';

/** A job, as the profile offers it. */
export interface Job {
  /** STYRK-08, four digits. */
  readonly occupation: string;
  /** `YYYY-MM-DD` */
  readonly from: string;
  /** `null` when it has not ended. */
  readonly to: string | null;
}

/** An occupation that comes close to what a person has worked as. */
export interface Suggestion {
  /** STYRK-08, four digits. */
  readonly code: string;
  readonly label: string;
  /** 1 to 100. */
  readonly closeness: number;
  readonly reasons: readonly Sentence[];
}

/** What a person has worked as: all jobs of one occupation together. */
interface Experience {
  readonly occupation: string;
  readonly years: number;
  /** The year that it ended; `null` when it has not. */
  readonly until: number | null;
  /** 0 to 1: longer counts for more, and more recent. */
  readonly weight: number;
}

const yearLength = 365.25 * 86_400_000;
/** Years of experience after which more of it makes nobody more of a professional. */
const fullYears = 10;
/** Years after which experience counts half: tools and rules change. */
const halfLife = 5;
/** How near occupations are by the digits of STYRK-08 that they share: the occupation itself, its group, its field. */
const nearness: Readonly<Record<number, number>> = { 4: 1, 3: 0.6, 2: 0.3 };
/** A wish is no experience, but says where a person would rather work. */
const wishWeight = 0.3;
/** What a counsellor and a person can talk through. */
const most = 10;

/**
 * Occupations near to what a person has worked as, the nearest first: neighbours in the hierarchy of STYRK-08, weighed by
 * how long and how recently. Advice to talk about, with its reasons; it decides nothing (GDPR art. 22).
 * @param jobs the registered work experience
 * @param wished the STYRK-08 code that the person's wish comes closest to
 * @param today the day to say it for, `YYYY-MM-DD`
 */
export function suggestOccupations(
  jobs: readonly Job[],
  wished: string | null,
  today: string,
): readonly Suggestion[] {
  const experience = experienceOf(jobs, today);
  if (experience.length === 0) return [];
  return civilian()
    .flatMap(({ code, label }) => {
      const near = experience.flatMap((each) => {
        const shared = nearness[sharedDigits(code, each.occupation)];
        return shared ? [{ experience: each, counts: shared * each.weight }] : [];
      });
      if (near.length === 0) return [];
      near.sort(
        (one, other) =>
          other.counts - one.counts || one.experience.occupation.localeCompare(other.experience.occupation),
      );
      const wish = wished ? (nearness[sharedDigits(code, wished)] ?? 0) * wishWeight : 0;
      // Each reason takes its part of what is still missing to certainty, so that more of them never count for less.
      const missing = near.reduce((left, { counts }) => left * (1 - counts), 1 - wish);
      return [
        {
          code,
          label,
          closeness: Math.max(1, Math.round(100 * (1 - missing))),
          reasons: [
            ...near.map((each) => becauseOf(each.experience, code)),
            ...(wish > 0 ? [becauseWished] : []),
          ],
        },
      ];
    })
    .sort((one, other) => other.closeness - one.closeness || one.code.localeCompare(other.code))
    .slice(0, most);
}

function experienceOf(jobs: readonly Job[], today: string): Experience[] {
  const byOccupation = new Map<string, Job[]>();
  for (const job of jobs.filter(({ occupation, from }) => occupations().has(occupation) && from <= today))
    byOccupation.set(job.occupation, [...(byOccupation.get(job.occupation) ?? []), job]);
  return [...byOccupation].map(([occupation, held]) => {
    const years = held.reduce((sum, { from, to }) => sum + yearsBetween(from, to ?? today), 0);
    const ongoing = held.some(({ to }) => to === null || to >= today);
    const last = ongoing ? today : held.reduce((latest, { to }) => (to && to > latest ? to : latest), '');
    const recency = 0.5 ** (yearsBetween(last, today) / halfLife);
    return {
      occupation,
      years,
      until: ongoing ? null : Number(last.slice(0, 4)),
      weight: Math.min(1, Math.max(0.1, years / fullYears)) * recency,
    };
  });
}

const yearsBetween = (from: string, to: string) =>
  Math.max(0, (Date.parse(to) - Date.parse(from)) / yearLength);

/** Four-digit occupations; nobody is pointed to a foreign army, nor to "not stated". */
const civilian = () => [...occupations().values()].filter(({ code }) => /^[1-9]\d{3}$/.test(code));

function sharedDigits(one: string, other: string): number {
  const differing = [...one].findIndex((digit, at) => digit !== other[at]);
  return differing === -1 ? one.length : differing;
}

const becauseWished: Sentence = {
  nb: 'Nær det arbeidet som ønskes.',
  en: 'Close to the work that is wished for.',
};

function becauseOf({ occupation, years, until }: Experience, code: string): Sentence {
  const label = occupations().get(occupation)?.label ?? occupation;
  const rounded = Math.max(1, Math.round(years));
  const long = {
    nb: `${years < 1 ? 'under ett' : rounded} år${until ? `, til ${until}` : ', til nå'}`,
    en: `${years < 1 ? 'less than a year' : `${rounded} year${rounded === 1 ? '' : 's'}`}${until ? `, until ${until}` : ', until now'}`,
  };
  const shared = sharedDigits(code, occupation);
  if (shared === 4)
    return { nb: `Har arbeidet med dette i ${long.nb}.`, en: `Has worked with this for ${long.en}.` };
  const group = occupations().get(code.slice(0, shared))?.label ?? code.slice(0, shared);
  return {
    nb: `I samme ${shared === 3 ? 'yrkesgruppe' : 'yrkesområde'}, «${group}», som «${label}»: arbeidet med det i ${long.nb}.`,
    en: `In the same ${shared === 3 ? 'group' : 'field'} of occupations, “${group}”, as “${label}”: worked with that for ${long.en}.`,
  };
}
