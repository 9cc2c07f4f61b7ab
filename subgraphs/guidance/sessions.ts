import { randomUUID } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { holdAppointment } from './appointments.js';
import type { AmendSessionInput, RecordSessionInput } from './generated/resolver-types.js';
import {
  identifier,
  mustBeCurrent,
  mustSee,
  nothingToChange,
  ownCentre,
  problemsFor,
  requireReferredHere,
  warningsOn,
} from './guards.js';
import type { Context, SessionPayloadRow } from './rows.js';
import * as tables from './tables.js';
import { checkNote, checkPast } from './validation.js';

const table = tables.session;

/** @throws KompassError NOT_FOUND */
export async function recordSession(
  context: Context,
  { personId, appointment, heldAt, interpreter, internalNote }: RecordSessionInput,
): Promise<SessionPayloadRow> {
  const { session, clock } = context;
  await mustSee(session, personId);
  const problems = problemsFor(context);
  const at = new Date(heldAt);
  await requireReferredHere(context, personId, problems);
  checkPast(at, clock(), ['input', 'heldAt'], problems);
  checkNote(internalNote ?? '', ['input', 'internalNote'], problems);
  const known = await session.query.session.findFirst({
    where: and(
      eq(table.personId, personId),
      eq(table.careerCentre, ownCentre(context)),
      eq(table.heldAt, at),
    ),
  });
  problems.require(known === undefined, ['input', 'heldAt'], 'DUPLICATE', {
    nb: 'En samtale på dette tidspunktet er registrert allerede. Rett den i stedet.',
    en: 'A session at that time is recorded already. Correct that one instead.',
  });
  const hold = appointment && (await holdAppointment(context, appointment, personId, problems));
  if (problems.found.length > 0) return { personId, problems: problems.found };
  if (hold) await hold();
  const id = randomUUID();
  await session.insert(table).values({
    id,
    personId,
    careerCentre: ownCentre(context),
    heldAt: at,
    interpreter,
    internalNote: internalNote?.trim() || null,
  });
  return { personId, session: id, warnings: warningsOnNote(context, internalNote) };
}

/** @throws KompassError NOT_FOUND, or CONFLICT when somebody has changed the session */
export async function amendSession(
  context: Context,
  { session: id, version, interpreter, internalNote }: AmendSessionInput,
): Promise<SessionPayloadRow> {
  const { session } = context;
  // Row-level security finds only what the caller may change.
  const [found] = await session
    .select({ personId: table.personId, version: table.version })
    .from(table)
    .where(eq(table.id, identifier(id)))
    .for('update');
  if (!found) throw nothingToChange();
  mustBeCurrent(version, found, 'GuidanceSession');
  const { personId } = found;
  const problems = problemsFor(context);
  checkNote(internalNote ?? '', ['input', 'internalNote'], problems);
  if (problems.found.length > 0) return { personId, problems: problems.found };
  await session
    .update(table)
    .set({ interpreter, internalNote: internalNote?.trim() || null, version: version + 1 })
    .where(eq(table.id, id));
  return { personId, session: id, warnings: warningsOnNote(context, internalNote) };
}

function warningsOnNote(context: Context, internalNote: string | null | undefined) {
  return warningsOn(context, [[['input', 'internalNote'], internalNote ?? '']]);
}
