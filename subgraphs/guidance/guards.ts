import {
  isUuid,
  noSuchPerson,
  type Problem,
  Problems,
  type Session,
  warnOfSensitive,
} from '@kompass/runtime';
import { KompassError } from '@kompass/schema';
import { and, eq, isNull } from 'drizzle-orm';
import type { Context } from './rows.js';
import * as tables from './tables.js';

type GuidanceSession = Session<typeof tables>;

/** @throws KompassError NOT_FOUND, the same for whoever is hidden and whoever does not exist */
export async function mustSee(session: GuidanceSession, personId: string): Promise<void> {
  const found =
    isUuid(personId) && (await session.query.person.findFirst({ where: eq(tables.person.id, personId) }));
  if (!found) throw noSuchPerson();
}

/** @throws KompassError NOT_FOUND when it is nothing's identifier */
export function identifier(text: string): string {
  if (isUuid(text)) return text;
  throw nothingToChange();
}

/** @param personId a person of whom the refusal tells that there is such a person */
export const nothingToChange = (personId?: string) =>
  new KompassError(
    'NOT_FOUND',
    'There is no such thing that you may change.',
    {},
    personId ? { personId, coordinates: ['Person'] } : undefined,
  );

/** What a person has that counts its changes. */
interface Versioned {
  readonly personId: string;
  readonly version: number;
}

/**
 * @param type what it is in the schema
 * @throws KompassError CONFLICT when somebody has changed since what was read
 */
export function mustBeCurrent(read: number, current: Versioned, type: string): void {
  if (read !== current.version) throw conflict(current, type);
}

/** @param version what to read and save on top of */
export function conflict({ personId, version }: Versioned, type: string): KompassError {
  return new KompassError(
    'CONFLICT',
    'Somebody has changed this since you read it. Read it again, and save on top of that.',
    { currentVersion: version },
    { personId, coordinates: [`${type}.version`] },
  );
}

/** The officer's own career centre, by organisation number. */
export function ownCentre({ caller }: Context): string {
  return caller.organisation ?? '';
}

/** Notes a problem unless the person is referred to the calling career centre, which guides those and no others. */
export async function requireReferredHere(
  context: Context,
  personId: string,
  problems: Problems,
): Promise<void> {
  const { referral } = tables;
  const found = await context.session.query.referral.findFirst({
    where: and(
      eq(referral.personId, personId),
      eq(referral.careerCentre, ownCentre(context)),
      isNull(referral.endedAt),
    ),
  });
  problems.require(found !== undefined, ['input', 'personId'], 'NOT_NOW', {
    nb: 'Personen er ikke henvist til karrieresenteret. Registrer en selvhenvisning først, eller be kommunen henvise.',
    en: 'The person is not referred to the career centre. Note a self-referral first, or ask the municipality to refer.',
  });
}

/** Problems in the caller's language. */
export function problemsFor({ caller }: Context): Problems {
  return new Problems(caller.language);
}

/** What of free texts should perhaps not be in them, by path. */
export function warningsOn(
  context: Context,
  texts: readonly (readonly [path: readonly (string | number)[], text: string])[],
): readonly Problem[] {
  const warnings = problemsFor(context);
  for (const [path, text] of texts) warnOfSensitive(text, path, warnings);
  return warnings.found;
}
