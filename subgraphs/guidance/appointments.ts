import { randomUUID } from 'node:crypto';
import type { Problems } from '@kompass/runtime';
import { and, eq, gt, ne, sql } from 'drizzle-orm';
import type {
  BookAppointmentInput,
  CancelAppointmentInput,
  MoveAppointmentInput,
  RecordAttendanceInput,
} from './generated/resolver-types.js';
import {
  identifier,
  mustBeCurrent,
  mustSee,
  nothingToChange,
  ownCentre,
  problemsFor,
  requireReferredHere,
} from './guards.js';
import type { AppointmentPayloadRow, Context } from './rows.js';
import * as tables from './tables.js';
import { checkComing } from './validation.js';

const { appointment } = tables;
type Appointment = typeof appointment.$inferSelect;

/** @throws KompassError NOT_FOUND */
export async function bookAppointment(
  context: Context,
  { personId, startsAt, mode }: BookAppointmentInput,
): Promise<AppointmentPayloadRow> {
  const { session, clock } = context;
  await mustSee(session, personId);
  const problems = problemsFor(context);
  const at = new Date(startsAt);
  await requireReferredHere(context, personId, problems);
  checkComing(at, clock(), ['input', 'startsAt'], problems);
  await requireFree(context, { personId, startsAt: at, id: undefined }, problems);
  if (problems.found.length > 0) return { personId, problems: problems.found };
  const id = randomUUID();
  await session.insert(appointment).values({
    id,
    personId,
    careerCentre: ownCentre(context),
    startsAt: at,
    mode,
    status: 'BOOKED',
  });
  return { personId, appointment: id };
}

/** @throws KompassError NOT_FOUND, or CONFLICT when somebody has changed the appointment */
export async function moveAppointment(
  context: Context,
  { appointment: id, version, startsAt, mode }: MoveAppointmentInput,
): Promise<AppointmentPayloadRow> {
  const found = await takeAppointment(context, id, version);
  const problems = problemsFor(context);
  const at = new Date(startsAt);
  requireBooked(found, problems);
  checkComing(at, context.clock(), ['input', 'startsAt'], problems);
  await requireFree(context, { ...found, startsAt: at }, problems);
  return change(context, found, { startsAt: at, ...(mode ? { mode } : {}) }, problems);
}

/** @throws KompassError NOT_FOUND, or CONFLICT when somebody has changed the appointment */
export async function cancelAppointment(
  context: Context,
  { appointment: id, version }: CancelAppointmentInput,
): Promise<AppointmentPayloadRow> {
  const found = await takeAppointment(context, id, version);
  const problems = problemsFor(context);
  requireBooked(found, problems);
  const { caller, clock } = context;
  problems.require(
    caller.party !== 'PERSON' || found.startsAt > clock(),
    ['input', 'appointment'],
    'NOT_NOW',
    {
      nb: 'Avtalen har begynt eller vært. Ta kontakt med karrieresenteret.',
      en: 'The appointment has begun, or has been. Contact the career centre.',
    },
  );
  return change(context, found, { status: 'CANCELLED' }, problems);
}

/** Calls off what is still to come at a career centre that a person is no longer referred to. */
export async function callOffComing(
  { session, clock }: Context,
  personId: string,
  careerCentre: string,
): Promise<void> {
  await session
    .update(appointment)
    .set({ status: 'CANCELLED', version: sql`${appointment.version} + 1` })
    .where(
      and(
        eq(appointment.personId, personId),
        eq(appointment.careerCentre, careerCentre),
        eq(appointment.status, 'BOOKED'),
        gt(appointment.startsAt, clock()),
      ),
    );
}

/** @throws KompassError NOT_FOUND, or CONFLICT when somebody has changed the appointment */
export async function recordAttendance(
  context: Context,
  { appointment: id, version, attendance }: RecordAttendanceInput,
): Promise<AppointmentPayloadRow> {
  const found = await takeAppointment(context, id, version);
  const problems = problemsFor(context);
  requireBooked(found, problems);
  requireBegun(context, found, 'attendance', problems);
  return change(context, found, { status: attendance }, problems);
}

/**
 * Notes that a booked appointment was held, as part of recording its session.
 * @throws KompassError NOT_FOUND
 */
export async function holdAppointment(
  context: Context,
  id: string,
  personId: string,
  problems: Problems,
): Promise<() => Promise<unknown>> {
  const found = await lock(context, id);
  if (found.personId !== personId) throw nothingToChange(personId);
  requireBooked(found, problems);
  requireBegun(context, found, 'appointment', problems);
  return () => change(context, found, { status: 'HELD' }, problems);
}

/** The appointment, as it was read, held until the transaction ends. */
async function takeAppointment(context: Context, id: string, version: number): Promise<Appointment> {
  const found = await lock(context, id);
  mustBeCurrent(version, found, 'Appointment');
  return found;
}

/** Row-level security finds only what the caller may change. */
async function lock({ session }: Context, id: string): Promise<Appointment> {
  const [found] = await session
    .select()
    .from(appointment)
    .where(eq(appointment.id, identifier(id)))
    .for('update');
  if (!found) throw nothingToChange();
  return found;
}

async function change(
  { session }: Context,
  { id, personId, version }: Appointment,
  values: Partial<Appointment>,
  problems: Problems,
): Promise<AppointmentPayloadRow> {
  if (problems.found.length > 0) return { personId, problems: problems.found };
  await session
    .update(appointment)
    .set({ ...values, version: version + 1 })
    .where(eq(appointment.id, id));
  return { personId, appointment: id };
}

function requireBooked({ status }: Appointment, problems: Problems): void {
  problems.require(status === 'BOOKED', ['input', 'appointment'], 'NOT_NOW', {
    nb: 'Avtalen er ikke åpen lenger: den er holdt, avlyst eller ikke møtt til. Bestill en ny.',
    en: 'The appointment is no longer open: it was held, called off or missed. Book another.',
  });
}

/** Nobody has come, or stayed away, before the time. */
function requireBegun(
  { clock }: Context,
  { startsAt }: Appointment,
  field: string,
  problems: Problems,
): void {
  problems.require(startsAt <= clock(), ['input', field], 'NOT_NOW', {
    nb: 'Avtalen har ikke begynt ennå. Registrer oppmøtet etterpå.',
    en: 'The appointment has not begun yet. Record whether the person came afterwards.',
  });
}

/** Nobody can be at two appointments at once. */
async function requireFree(
  { session }: Context,
  {
    id,
    personId,
    startsAt,
  }: { readonly id: string | undefined; readonly personId: string; readonly startsAt: Date },
  problems: Problems,
): Promise<void> {
  const other = await session.query.appointment.findFirst({
    where: and(
      eq(appointment.personId, personId),
      eq(appointment.startsAt, startsAt),
      eq(appointment.status, 'BOOKED'),
      id ? ne(appointment.id, id) : undefined,
    ),
  });
  problems.require(other === undefined, ['input', 'startsAt'], 'DUPLICATE', {
    nb: 'Personen har allerede en avtale da. Velg et annet tidspunkt.',
    en: 'The person has an appointment at that time already. Choose another.',
  });
}
