import { createHash, randomUUID } from 'node:crypto';
import {
  isDufNumber,
  isUuid,
  noSuchPerson,
  organisationName,
  type Problem,
  Problems,
  utcDay,
} from '@kompass/runtime';
import { KompassError } from '@kompass/schema';
import { and, eq, sql } from 'drizzle-orm';
import { type Draft, plain } from './drafts.js';
import type {
  AdmitPersonInput,
  CompleteRegistrationInput,
  ReopenRegistrationInput,
} from './generated/resolver-types.js';
import { latestFirst } from './latest-first.js';
import { withNotes } from './notes.js';
import type { Context } from './rows.js';
import { contentOf, nameOf, type Section, sections } from './section.js';
import { readSection, replaceSection } from './section-store.js';
import * as tables from './tables.js';
import { checkArrival, checkSection, lifeOf } from './validation.js';
import { warningsOf } from './warnings.js';

/** What came of an act that checks its input. */
export interface Outcome {
  /** Whom it was about; `null` when nobody was admitted. */
  readonly personId: string | null;
  readonly version?: number | null;
  readonly problems: readonly Problem[];
  readonly warnings?: readonly Problem[];
  readonly acknowledgement?: string | null;
}

/** A save, as the resolvers of the six sections hand it on. */
export interface Save {
  readonly personId: string;
  readonly key: string;
  /** The version that was read. */
  readonly version: number;
  readonly acknowledged?: string | null | undefined;
}

/**
 * Saves a section: all of its items, in place of those before.
 * Held back by problems, or by warnings that were not acknowledged, it writes nothing. The person's row is locked from
 * the first look on, so that of two saves on one version the second meets the first one's.
 * @throws KompassError NOT_FOUND, CONFLICT with `currentVersion`, or BAD_USER_INPUT for a key used for something else
 */
export async function saveSection<S extends Section>(
  context: Context,
  section: S,
  save: Save,
  drafts: readonly Draft<S>[],
): Promise<Outcome> {
  const { session, caller, clock } = context;
  const person = await lock(context, save.personId);
  const personId = person.id;
  const digest = digestOf([section, drafts]);
  const done = await doneBefore(context, personId, save.key, digest);
  if (done) return { personId, version: done.version, problems: [] };

  const currentVersion = await versionOf(context, personId, section);
  if (save.version !== currentVersion)
    throw new KompassError(
      'CONFLICT',
      'Somebody else saved this section meanwhile, or what this save builds on was never there. Read it again, and save on top of that.',
      { currentVersion },
      { personId, coordinates: ['SectionVersion.version'] },
    );
  const before = await readSection(session, section, personId);

  const problems = new Problems(caller.language);
  await checkReadiness(context, personId, save.key, problems);
  checkSection(section, drafts, lifeOf(person.birthDate, clock()), problems);
  const counsellor = caller.party !== 'PERSON';
  const { items: noted, origins, removed } = withNotes(section, drafts, before.items, counsellor, problems);
  if (problems.found.length > 0) return { personId, problems: problems.found };

  const warnings = warningsOf(section, drafts, removed, caller.language);
  const held = heldBack(warnings, digest, save.acknowledged);
  if (held) return { personId, problems: [], ...held };

  const items = latestFirst(section, noted);
  const version = currentVersion + 1;
  const at = clock();
  const idOf = (item: (typeof items)[number]) => {
    const origin = origins[noted.indexOf(item)];
    return (origin === undefined ? undefined : before.ids[origin]) ?? randomUUID();
  };
  await replaceSection(session, section, personId, { items, ids: items.map(idOf) });
  await session
    .insert(tables.sectionState)
    .values({ personId, section, version, savedAt: at })
    .onConflictDoUpdate({
      target: [tables.sectionState.personId, tables.sectionState.section],
      set: { version, savedAt: at, leftOutBecause: null },
    });
  await session
    .update(tables.person)
    .set({
      registrationStatus:
        person.registrationStatus === 'NOT_STARTED' ? 'IN_PROGRESS' : person.registrationStatus,
      startedAt: person.startedAt ?? at,
      registeredSections: sections.filter(
        (each) => each === section || person.registeredSections.includes(each),
      ),
      updatedAt: at,
      ...helper(context),
    })
    .where(eq(tables.person.id, personId));
  await note(context, personId, {
    kind: 'SECTION_SAVED',
    section,
    version,
    before: currentVersion > 0 ? contentOf(section, before.items) : null,
    after: contentOf(section, items),
    acknowledged: codesOf(warnings),
  });
  await session.insert(tables.actKey).values({ personId, key: save.key, digest, version });
  return { personId, version, problems: [] };
}

/**
 * Completes a registration: every section is saved, or left out for a stated reason. NAV sees the person from then on.
 * @throws KompassError NOT_FOUND, or BAD_USER_INPUT for a key used for something else
 */
export async function completeRegistration(
  context: Context,
  { personId: id, key, leftOut: given }: CompleteRegistrationInput,
): Promise<Outcome> {
  const { session, caller, clock } = context;
  const person = await lock(context, id);
  const personId = person.id;
  const leftOut = given ?? [];
  const digest = digestOf(['COMPLETED', leftOut]);
  if (await doneBefore(context, personId, key, digest)) return { personId, problems: [] };

  const problems = new Problems(caller.language);
  await checkReadiness(context, personId, key, problems);
  const list = ['input', 'leftOut'];
  problems.require(person.registrationStatus !== 'COMPLETED', ['input'], 'NOT_NOW', {
    nb: 'Registreringen er fullført allerede.',
    en: 'The registration is completed already.',
  });
  for (const [at, { section }] of leftOut.entries()) {
    problems.require(!person.registeredSections.includes(section), [...list, at], 'NOT_NOW', {
      nb: 'Denne delen er registrert og kan ikke utelates.',
      en: 'This section is registered and cannot be left out.',
    });
    problems.require(
      leftOut.findIndex((each) => each.section === section) === at,
      [...list, at],
      'DUPLICATE',
      { nb: 'Denne delen er utelatt allerede.', en: 'This section is left out already.' },
    );
  }
  for (const section of sections)
    problems.require(
      person.registeredSections.includes(section) || leftOut.some((each) => each.section === section),
      list,
      'REQUIRED',
      {
        nb: `«${nameOf[section].nb}» mangler: registrer det, eller oppgi hvorfor det utelates.`,
        en: `"${nameOf[section].en}" is missing: register it, or state why it is left out.`,
      },
    );
  if (problems.found.length > 0) return { personId, problems: problems.found };

  const at = clock();
  await session
    .update(tables.sectionState)
    .set({ leftOutBecause: null })
    .where(eq(tables.sectionState.personId, personId));
  for (const { section, reason } of leftOut)
    await session
      .insert(tables.sectionState)
      .values({ personId, section, version: 0, leftOutBecause: reason })
      .onConflictDoUpdate({
        target: [tables.sectionState.personId, tables.sectionState.section],
        set: { leftOutBecause: reason },
      });
  await session
    .update(tables.person)
    .set({
      registrationStatus: 'COMPLETED',
      startedAt: person.startedAt ?? at,
      completedAt: at,
      updatedAt: at,
      ...helper(context),
    })
    .where(eq(tables.person.id, personId));
  await session.execute(sql`select profile.note_completion(${personId}, true)`);
  await note(context, personId, { kind: 'COMPLETED', leftOut });
  await session.insert(tables.actKey).values({ personId, key, digest });
  return { personId, problems: [] };
}

/**
 * Takes a completed registration up again; NAV no longer sees the person.
 * @throws KompassError NOT_FOUND, or BAD_USER_INPUT for a key used for something else
 */
export async function reopenRegistration(
  context: Context,
  { personId: id, key }: ReopenRegistrationInput,
): Promise<Outcome> {
  const { session, caller, clock } = context;
  const person = await lock(context, id);
  const personId = person.id;
  const digest = digestOf(['REOPENED']);
  if (await doneBefore(context, personId, key, digest)) return { personId, problems: [] };

  const problems = new Problems(caller.language);
  checkKey(key, problems);
  problems.require(person.registrationStatus === 'COMPLETED', ['input'], 'NOT_NOW', {
    nb: 'Registreringen er ikke fullført, og kan ikke tas opp igjen.',
    en: 'The registration is not completed, and cannot be taken up again.',
  });
  if (problems.found.length > 0) return { personId, problems: problems.found };

  await session
    .update(tables.person)
    .set({ registrationStatus: 'IN_PROGRESS', completedAt: null, updatedAt: clock() })
    .where(eq(tables.person.id, personId));
  await session.execute(sql`select profile.note_completion(${personId}, false)`);
  await note(context, personId, { kind: 'REOPENED' });
  await session.insert(tables.actKey).values({ personId, key, digest });
  return { personId, problems: [] };
}

/**
 * Admits a person who arrives: from then on the person exists in all four rooms, which is one transaction.
 * Whether somebody holds the DUF number already is told in the same words whether or not the caller may see them, and
 * nothing else of them is.
 */
export async function admitPerson(context: Context, input: AdmitPersonInput): Promise<Outcome> {
  const { session, caller, clock } = context;
  const { dufNumber, entry, birthDate, gender, citizenships } = input;
  const name = plain(input.name);
  const problems = new Problems(caller.language);
  const warnings = new Problems(caller.language);
  const at = ['input', 'dufNumber'];
  if (
    problems.require(/^\d{12}$/.test(dufNumber), at, 'OUT_OF_RANGE', {
      nb: 'Et DUF-nummer har 12 siffer.',
      en: 'A DUF number has 12 digits.',
    })
  )
    (entry === 'TYPED' ? problems : warnings).require(isDufNumber(dufNumber), at, 'CHECK_DIGITS', {
      nb: 'De to siste sifrene stemmer ikke med de andre. Se etter om nummeret er riktig.',
      en: 'The last two digits do not fit the others. See whether the number is right.',
    });
  checkArrival({ name, birthDate, citizenships }, utcDay(clock()), problems);
  if (problems.found.length > 0) return { personId: null, problems: problems.found };

  const digest = digestOf([dufNumber, name, birthDate, gender, citizenships]);
  const held = heldBack(warnings.found, digest, input.acknowledged);
  if (held) return { personId: null, problems: [], ...held };

  const personId = randomUUID();
  const {
    rows: [admission],
  } = await session.execute<{ admitted: boolean }>(
    sql`select profile.admit(${personId}, ${dufNumber}, ${name}, ${birthDate}, ${gender},
      ${sql.param([...citizenships])}::text[], ${clock().toISOString()}) as admitted`,
  );
  if (!admission?.admitted) {
    problems.add(at, 'DUPLICATE', {
      nb: 'Det er registrert en person med dette DUF-nummeret fra før.',
      en: 'A person with this DUF number is registered already.',
    });
    return { personId: null, problems: problems.found };
  }
  await session.execute(
    sql`select consent.admit(${personId}), guidance.admit(${personId}), settlement.admit(${personId})`,
  );
  await note(context, personId, { kind: 'ADMITTED', acknowledged: codesOf(warnings.found) });
  return { personId, problems: [] };
}

/** The person, whom nobody else changes until this act is over. @throws KompassError NOT_FOUND */
async function lock({ session }: Context, personId: string) {
  const { person } = tables;
  if (!isUuid(personId)) throw noSuchPerson();
  const [found] = await session
    .select({
      id: person.id,
      birthDate: person.birthDate,
      registrationStatus: person.registrationStatus,
      startedAt: person.startedAt,
      registeredSections: person.registeredSections,
    })
    .from(person)
    .where(eq(person.id, personId))
    .for('update');
  if (!found) throw noSuchPerson();
  return found;
}

/** The same act under the same key, if it is done. @throws KompassError BAD_USER_INPUT when the key was for another */
async function doneBefore({ session }: Context, personId: string, key: string, digest: string) {
  const done = await session.query.actKey.findFirst({
    where: and(eq(tables.actKey.personId, personId), eq(tables.actKey.key, key)),
  });
  if (done && done.digest !== digest)
    throw new KompassError(
      'BAD_USER_INPUT',
      'This "key" was used for something else before. Choose a new one for each act.',
      {},
      { personId, coordinates: ['Person'] },
    );
  return done;
}

async function versionOf({ session }: Context, personId: string, section: Section): Promise<number> {
  const state = await session.query.sectionState.findFirst({
    columns: { version: true },
    where: and(eq(tables.sectionState.personId, personId), eq(tables.sectionState.section, section)),
  });
  return state?.version ?? 0;
}

/** Nothing is registered before the person knows what for: the letter in force must be acknowledged (GDPR art. 13). */
async function checkReadiness(
  { session, clock }: Context,
  personId: string,
  key: string,
  problems: Problems,
): Promise<void> {
  checkKey(key, problems);
  const {
    rows: [notice],
  } = await session.execute<{ acknowledged: boolean }>(
    sql`select consent.has_acknowledged(${personId}, ${utcDay(clock())}) as acknowledged`,
  );
  problems.require(notice?.acknowledged === true, ['input'], 'NOT_NOW', {
    nb: 'Personen må først ha lest informasjonsbrevet som gjelder nå, og bekreftet det.',
    en: 'The person must first have read and acknowledged the information letter now in force.',
  });
}

function checkKey(key: string, problems: Problems): void {
  problems.require(/^[\x21-\x7e]{8,100}$/.test(key), ['input', 'key'], 'OUT_OF_RANGE', {
    nb: 'Nøkkelen må ha 8 til 100 tegn, uten mellomrom; en UUID passer.',
    en: 'The key must have 8 to 100 characters, without spaces; a UUID will do.',
  });
}

/** The answer while there are warnings that were not acknowledged, for just this content. */
function heldBack(warnings: readonly Problem[], digest: string, acknowledged: string | null | undefined) {
  if (warnings.length === 0) return undefined;
  const acknowledgement = digestOf([digest, warnings.map(({ path, code }) => [path, code])]);
  return acknowledged === acknowledgement ? undefined : { warnings, acknowledgement };
}

function helper({ caller }: Context): { helpedBy?: string } {
  return caller.party === 'PERSON' ? {} : { helpedBy: organisationName(caller, 'nb') };
}

/** What the warnings were of; each once. */
const codesOf = (warnings: readonly Problem[]) => [...new Set(warnings.map(({ code }) => code))];

type Noted = Omit<
  typeof tables.change.$inferInsert,
  'seq' | 'personId' | 'at' | 'party' | 'organisation' | 'officer'
>;

async function note({ session, caller, clock }: Context, personId: string, what: Noted): Promise<void> {
  const { party, organisation, officer } = caller;
  await session
    .insert(tables.change)
    .values({ personId, at: clock(), party, organisation, officer, ...what });
}

const digestOf = (content: unknown): string =>
  createHash('sha256').update(JSON.stringify(content)).digest('base64url');
