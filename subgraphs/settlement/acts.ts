import { beginRelation, endRelations, Problems, type Session } from '@kompass/runtime';
import { and, desc, eq, inArray } from 'drizzle-orm';
import { change, done, note, openAct, refused } from './act.js';
import type {
  AssignmentAnswerInput,
  AssignmentInput,
  MovingDateInput,
  ReceptionCentreMoveInput,
  SecondaryMoveInput,
  SettledInput,
} from './generated/resolver-types.js';
import { mustBeAccepted, mustBeAhead, mustBeIn, mustFit, mustHaveBeen, mustSayWhy } from './input-rules.js';
import { familiesOf, offersIn } from './newcomers.js';
import { places } from './places.js';
import type { Context, SettlementPayloadRow } from './rows.js';
import * as tables from './tables.js';

type SettlementSession = Session<typeof tables>;
type EventColumns = typeof tables.event.$inferInsert;

// Each act is noted in the person's history, and writes the relations that follow from it, in the same transaction:
// whoever is to see the person does so at once, and whoever no longer is does not.

/**
 * A named officer of IMDi decides on the settlement municipality, from the advice or against it.
 * @throws KompassError NOT_FOUND, CONFLICT, or BAD_USER_INPUT when the token names no officer
 */
export async function assignToMunicipality(
  context: Context,
  input: AssignmentInput,
): Promise<SettlementPayloadRow> {
  const { session, clock } = context;
  const { officer, person, problems } = await openAct(context, input);
  const warnings = new Problems(context.caller.language);
  const known = await places(context);
  mustBeIn(known, input.municipality, problems);
  mustSayWhy(input.reason, problems);
  problems.require(person.status !== 'SETTLED', ['input', 'personId'], 'NOT_NOW', {
    nb: 'Personen er bosatt. Registrer en flytting med moveToAnotherMunicipality i stedet.',
    en: 'The person is settled. Note a move with moveToAnotherMunicipality instead.',
  });
  if (problems.found.length > 0) return refused(person, problems);

  const offer = (await offersIn(session, clock().getUTCFullYear())).find(
    ({ number }) => number === input.municipality,
  );
  warnings.require(!offer || offer.placesLeft > 0, ['input', 'municipality'], 'OUT_OF_RANGE', {
    nb: 'Kommunen har ingen ledige plasser igjen i år; den må godta personen likevel.',
    en: 'The municipality has no places left this year; it must accept the person all the same.',
  });
  warnings.require(
    Boolean(known.municipalities.get(input.municipality)?.organisationNumber),
    ['input', 'municipality'],
    'NOT_NOW',
    {
      nb: 'Kompass kjenner ikke kommunens organisasjonsnummer: den kan ikke se personen, og ikke svare.',
      en: 'Kompass does not know the municipality’s organisation number: it cannot see the person, nor answer.',
    },
  );
  const family = (await familiesOf(session, [person.id])).get(person.id);
  warnings.require(
    await areAllIn(session, family?.memberIds ?? [], person.id, input.municipality),
    ['input', 'personId'],
    'NOT_NOW',
    {
      nb: 'Familien er ikke utpekt til samme kommune. Pek dem ut også.',
      en: 'The family is not assigned to the same municipality. Assign them too.',
    },
  );
  await change(session, person, {
    status: 'ASSIGNED',
    municipalityNumber: input.municipality,
    assignedAt: clock(),
    movingDate: null,
  });
  await note(context, person, officer, {
    kind: 'ASSIGNED',
    municipalityNumber: input.municipality,
    reason: input.reason.trim(),
    ...(await advised(session, person.id, input.municipality)),
  });
  await endRelations(session, person.id, ['ASSIGNED']);
  await beginRelation(session, person.id, 'ASSIGNED', input.municipality);
  return done(person.id, warnings);
}

/**
 * The municipality accepts, or refuses and says why. A refusal ends its relation: it no longer sees the person, who
 * waits again.
 * @throws KompassError NOT_FOUND, CONFLICT, or BAD_USER_INPUT when the token names no officer
 */
export async function answerAssignment(
  context: Context,
  input: AssignmentAnswerInput,
): Promise<SettlementPayloadRow> {
  const { session } = context;
  const { officer, person, problems } = await openAct(context, input);
  problems.require(person.status === 'ASSIGNED', ['input', 'personId'], 'NOT_NOW', {
    nb: 'Det er ingen utpeking å svare på.',
    en: 'There is no assignment to answer.',
  });
  if (!input.accepted) mustSayWhy(input.reason, problems);
  if (input.accepted && input.movingDate) mustBeAhead(context, input.movingDate, 'movingDate', problems);
  if (problems.found.length > 0) return refused(person, problems);

  const noted = {
    municipalityNumber: person.municipalityNumber,
    reason: input.reason?.trim() || null,
    day: input.accepted ? (input.movingDate ?? null) : null,
  };
  if (input.accepted) {
    await change(session, person, { status: 'ACCEPTED', movingDate: input.movingDate ?? null });
    await note(context, person, officer, { kind: 'ACCEPTED', ...noted });
    return done(person.id);
  }
  await note(context, person, officer, { kind: 'REFUSED', ...noted });
  await change(session, person, {
    status: 'AT_RECEPTION_CENTRE',
    municipalityNumber: null,
    assignedAt: null,
    movingDate: null,
  });
  // Last: from here on the municipality sees the person no more, nor in the answer.
  await endRelations(session, person.id, ['ASSIGNED']);
  return done(null);
}

/** @throws KompassError NOT_FOUND, CONFLICT, or BAD_USER_INPUT when the token names no officer */
export async function agreeMovingDate(
  context: Context,
  input: MovingDateInput,
): Promise<SettlementPayloadRow> {
  const { session } = context;
  const { officer, person, problems } = await openAct(context, input);
  mustBeAccepted(person, problems);
  mustBeAhead(context, input.on, 'on', problems);
  if (problems.found.length > 0) return refused(person, problems);

  await change(session, person, { movingDate: input.on });
  await note(context, person, officer, {
    kind: 'MOVING_DATE',
    municipalityNumber: person.municipalityNumber,
    day: input.on,
  });
  return done(person.id);
}

/**
 * The person lives at another reception centre; its municipality sees the person, the one before no longer does.
 * @throws KompassError NOT_FOUND, CONFLICT, or BAD_USER_INPUT when the token names no officer
 */
export async function moveToReceptionCentre(
  context: Context,
  input: ReceptionCentreMoveInput,
): Promise<SettlementPayloadRow> {
  const { session } = context;
  const { officer, person, problems } = await openAct(context, input);
  const { receptionCentres } = await places(context);
  const centre = receptionCentres.find(({ id }) => id === input.receptionCentre);
  problems.require(centre !== undefined, ['input', 'receptionCentre'], 'UNKNOWN_CODE', {
    nb: 'Det finnes ikke noe mottak med dette nummeret. Velg et av en kommunes "receptionCentres".',
    en: 'There is no reception centre with this number. Take one of a municipality\'s "receptionCentres".',
  });
  problems.require(centre?.places !== 0, ['input', 'receptionCentre'], 'NOT_NOW', {
    nb: 'Mottaket er lagt ned. Velg et som har plasser.',
    en: 'The reception centre is closed. Choose one that has places.',
  });
  problems.require(person.status !== 'SETTLED', ['input', 'personId'], 'NOT_NOW', {
    nb: 'Personen er bosatt, og bor ikke på mottak.',
    en: 'The person is settled, and lives at no reception centre.',
  });
  if (problems.found.length > 0 || !centre) return refused(person, problems);

  await change(session, person, { receptionCentreId: centre.id });
  await note(context, person, officer, {
    kind: 'RECEPTION_CENTRE',
    receptionCentreId: centre.id,
    municipalityNumber: centre.municipalityNumber,
  });
  await endRelations(session, person.id, ['HOST']);
  await beginRelation(session, person.id, 'HOST', centre.municipalityNumber);
  return done(person.id);
}

/** @throws KompassError NOT_FOUND, CONFLICT, or BAD_USER_INPUT when the token names no officer */
export async function confirmSettlement(
  context: Context,
  input: SettledInput,
): Promise<SettlementPayloadRow> {
  const { session } = context;
  const { officer, person, problems } = await openAct(context, input);
  mustBeAccepted(person, problems);
  mustHaveBeen(context, input.on, person.assignedAt, problems);
  const municipality = person.municipalityNumber;
  if (problems.found.length > 0 || !municipality) return refused(person, problems);

  await change(session, person, { status: 'SETTLED', settledAt: input.on, receptionCentreId: null });
  await note(context, person, officer, {
    kind: 'SETTLED',
    municipalityNumber: municipality,
    day: input.on,
  });
  await endRelations(session, person.id, ['HOST', 'ASSIGNED', 'SETTLED']);
  await beginRelation(session, person.id, 'SETTLED', municipality);
  return done(person.id);
}

/**
 * Whoever is settled moves where they want; the municipality moved to sees the person, the one before no longer does.
 * @throws KompassError NOT_FOUND, CONFLICT, or BAD_USER_INPUT when the token names no officer
 */
export async function moveToAnotherMunicipality(
  context: Context,
  input: SecondaryMoveInput,
): Promise<SettlementPayloadRow> {
  const { session } = context;
  const { officer, person, problems } = await openAct(context, input);
  mustBeIn(await places(context), input.municipality, problems);
  problems.require(person.status === 'SETTLED', ['input', 'personId'], 'NOT_NOW', {
    nb: 'Personen er ikke bosatt ennå.',
    en: 'The person is not settled yet.',
  });
  problems.require(input.municipality !== person.municipalityNumber, ['input', 'municipality'], 'DUPLICATE', {
    nb: 'Personen bor der allerede.',
    en: 'The person lives there already.',
  });
  mustHaveBeen(context, input.on, person.settledAt, problems);
  mustFit(input.reason, problems);
  if (problems.found.length > 0) return refused(person, problems);

  await change(session, person, { municipalityNumber: input.municipality, settledAt: input.on });
  await note(context, person, officer, {
    kind: 'MOVED',
    municipalityNumber: input.municipality,
    day: input.on,
    reason: input.reason?.trim() || null,
  });
  await endRelations(session, person.id, ['HOST', 'ASSIGNED', 'SETTLED']);
  await beginRelation(session, person.id, 'SETTLED', input.municipality);
  return done(person.id);
}

/** Where the advice had the municipality: the person's own ranking, or else the latest batch. */
async function advised(
  session: SettlementSession,
  personId: string,
  number: string,
): Promise<Pick<EventColumns, 'advisedRank' | 'advisedScore'>> {
  const { municipalityMatch, batchAdvice, batch } = tables;
  const [own] = await session
    .select({ position: municipalityMatch.position, score: municipalityMatch.score })
    .from(municipalityMatch)
    .where(and(eq(municipalityMatch.personId, personId), eq(municipalityMatch.municipalityNumber, number)));
  if (own) return { advisedRank: own.position + 1, advisedScore: own.score };
  const [planned] = await session
    .select({ number: batchAdvice.municipalityNumber, score: batchAdvice.score })
    .from(batchAdvice)
    .innerJoin(batch, eq(batch.id, batchAdvice.batchId))
    .where(eq(batchAdvice.personId, personId))
    .orderBy(desc(batch.madeAt))
    .limit(1);
  return planned?.number === number ? { advisedRank: 1, advisedScore: planned.score } : {};
}

/** Whether all others of a family are assigned to a municipality, or settled in it. */
async function areAllIn(
  session: SettlementSession,
  memberIds: readonly string[],
  personId: string,
  number: string,
): Promise<boolean> {
  const { person } = tables;
  const others = memberIds.filter((id) => id !== personId);
  if (others.length === 0) return true;
  const found = await session
    .select({ municipalityNumber: person.municipalityNumber })
    .from(person)
    .where(inArray(person.id, others));
  return found.every(({ municipalityNumber }) => municipalityNumber === number);
}
