import { createHash } from 'node:crypto';
import {
  type Caller,
  clearances,
  type Party,
  type Policy,
  type Purpose,
  parties,
  purposesOf,
} from '@kompass/schema';

/** The parts of a result that can be shared, each with the field that shows it. */
const parts = { GOALS: 'GuidanceResult.goals', RECOMMENDED_PATH: 'GuidanceResult.recommendedPath' } as const;
export type ResultPart = keyof typeof parts;
/** The fields on the way to the parts. */
const way = ['Person.guidance', 'Guidance.result'];

/** An organisation that sees the result, and what for; kept with each sharing as it was shown. */
export interface SharedWith {
  readonly party: Party;
  readonly organisation: string;
  readonly purpose: Purpose;
  readonly parts: readonly ResultPart[];
  readonly clearedOnly: boolean;
}

/** What sharing a draft would show to whom. */
export interface Preview {
  /** Stands for the draft and everybody that it would be shown to. */
  readonly shown: string;
  readonly recipients: readonly SharedWith[];
}

/** An organisation that sees the person for a purpose, according to row-level security. */
export interface Beholder {
  readonly party: Party;
  readonly organisation: string;
  readonly purpose: Purpose;
  /** Whether only its officers that are cleared for protected addresses do. */
  readonly clearedOnly: boolean;
}

/** A party and purpose under which some part of a shared result is seen, according to the policy. */
export interface Reading {
  readonly party: Party;
  readonly purpose: Purpose;
  readonly parts: readonly ResultPart[];
}

const known = new WeakMap<Policy, readonly Reading[]>();

/** Under which party and purpose which parts of a shared result are seen; the person, who always sees it, left out. */
export function readingsOf(policy: Policy): readonly Reading[] {
  const readings = known.get(policy) ?? workedOut(policy);
  known.set(policy, readings);
  return readings;
}

function workedOut(policy: Policy): readonly Reading[] {
  return parties
    .filter((party) => party !== 'PERSON')
    .flatMap((party) => {
      const [ordinary, cleared] = [purposesOf(party, []), purposesOf(party, clearances)];
      return [...new Set([...ordinary, ...cleared])].map((purpose) => ({
        party,
        purpose,
        parts: seenBy(policy, { party, purpose, clearances: ordinary.includes(purpose) ? [] : clearances }),
      }));
    })
    .filter(({ parts: seen }) => seen.length > 0);
}

function seenBy(policy: Policy, caller: Caller): ResultPart[] {
  return (Object.keys(parts) as ResultPart[]).filter((part) =>
    [...way, parts[part]].every((coordinate) => policy.decide(coordinate, caller) !== 'deny'),
  );
}

/**
 * Works out what sharing a draft would show to whom.
 * @param draft the draft, and whose it is
 * @param beholders who sees the person now
 */
export function previewOf(
  draft: { readonly personId: string; readonly careerCentre: string; readonly version: number },
  beholders: readonly Beholder[],
  policy: Policy,
): Preview {
  const readings = readingsOf(policy);
  const recipients = beholders
    .filter(({ organisation }) => organisation !== draft.careerCentre)
    .flatMap((beholder) => {
      const { party, purpose } = beholder;
      const seen = readings.find((each) => each.party === party && each.purpose === purpose)?.parts ?? [];
      return seen.length > 0 ? [{ ...beholder, parts: seen }] : [];
    })
    .sort((one, other) => orderOf(one).localeCompare(orderOf(other)));
  const { personId, careerCentre, version } = draft;
  const shown = createHash('sha256')
    .update(JSON.stringify([personId, careerCentre, version, policy.version, recipients]))
    .digest('base64url')
    .slice(0, 22);
  return { shown, recipients };
}

const orderOf = ({ party, organisation, purpose }: Beholder) => `${party} ${organisation} ${purpose}`;
