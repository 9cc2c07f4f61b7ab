import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { AnyRoom } from './room.js';
import type { Session } from './session.js';

/** Something wrong about a person, and what is right (GDPR art. 16). */
export interface Rectification {
  readonly personId: string;
  /** `Person.name`, `WorkExperience.from`; for a whole entry that should not be there, `WorkExperience`. */
  readonly field: string;
  /** As the schema answers it; `null` for what should not be there at all. */
  readonly correction: string | null;
  /** What was meant; `null` when that is not known. */
  readonly said: Said | null;
}

/**
 * What a field, or a whole entry, said when its rectification was demanded, under the names of the schema; and the entry's
 * `id` in profile, which it keeps wherever a save puts it.
 */
export type Said = Readonly<Record<string, unknown>>;

/** What a room's rectification came to; the SDL's `ExecutionOutcome` says what each means. */
export type RectificationOutcome = 'CORRECTED' | 'MARKED' | 'NOTHING_HELD' | 'DOES_NOT_FIT';

interface Step extends Record<string, unknown> {
  readonly personId: string;
  readonly kind: 'ERASURE' | 'RECTIFICATION';
  readonly field: string | null;
  readonly correction: string | null;
  readonly said: Said | null;
  /** Whether everything that was under way at the decision has ended. */
  readonly undisturbed: boolean;
}

/** How often, and how long in between, to look whether what was under way at the decision has ended. */
const patience = { times: 40, milliseconds: 250 };

/** The executions in which a room's step is open. */
export async function openSteps(
  session: Session<Record<string, unknown>>,
  room: string,
): Promise<readonly string[]> {
  const { rows } = await session.execute<{ id: string }>(
    sql`select execution_id as id from consent.own_open_steps(${room})`,
  );
  return rows.map(({ id }) => id);
}

/**
 * Does a room's step of an execution and confirms it in the same transaction, so that it is done once: a process that
 * ends in the middle has done nothing.
 * @throws Error when writes that were under way at the decision go on too long; try again
 */
export async function carryOut(
  session: Session<Record<string, unknown>>,
  room: AnyRoom,
  execution: string,
  now: Date,
): Promise<void> {
  const step = await undisturbedStep(session, room.name, execution);
  if (!step) return;
  const outcome = await outcomeOf(session, room, step, now);
  await session.execute(
    sql`select consent.confirm_own_step(${execution}, ${room.name}, ${outcome}, ${now.toISOString()})`,
  );
}

async function outcomeOf(
  session: Session<Record<string, unknown>>,
  room: AnyRoom,
  { personId, kind, field, correction, said }: Step,
  now: Date,
): Promise<RectificationOutcome | 'ERASED'> {
  if (kind === 'RECTIFICATION')
    return room.rectify(session, { personId, field: field ?? '', correction, said }, now);
  await room.erase(session, personId);
  return 'ERASED';
}

/** The step, once nobody writes any more who began before the decision was taken and does not know of it. */
async function undisturbedStep(
  session: Session<Record<string, unknown>>,
  room: string,
  execution: string,
): Promise<Step | undefined> {
  for (let time = 0; time < patience.times; time += 1) {
    const {
      rows: [step],
    } = await session.execute<Step>(sql`
      select person_id as "personId", kind, field, correction, said, undisturbed
      from consent.step_of(${execution}, ${room})`);
    if (!step || step.undisturbed) return step;
    await sleep(patience.milliseconds);
  }
  throw new Error('writes that began before the decision are still under way');
}
