import { randomUUID } from 'node:crypto';
import { Problems, type Said } from '@kompass/runtime';
import type { Purpose } from '@kompass/schema';
import { type Act, namedOfficer } from './act.js';
import { dayOf, lastDayToAnswer } from './deadline.js';
import type { Right } from './demand.js';
import { requireNotBeingErased } from './hiding.js';
import { mustSee } from './person.js';
import { requireLength } from './reason.js';
import { rightsRequest } from './tables.js';

/** What a demand says. */
export interface Demand {
  readonly right: Right;
  readonly purpose?: Purpose | null;
  readonly field?: string | null;
  readonly entry?: number | null;
  readonly correction?: string | null;
  readonly said?: Said | null;
  readonly grounds?: string | null | undefined;
}

/**
 * Receives a demand, of the person or as entered for the person by a named officer: one month to answer it, counted from
 * when IMDi received it (GDPR art. 12(3)).
 * @returns what is wrong with it; nothing is then written
 * @throws KompassError NOT_FOUND, or BAD_USER_INPUT when an agency enters it and no named officer does
 */
export async function receive(
  act: Act,
  demand: Demand,
  problems = new Problems(act.caller.language),
): Promise<Problems['found']> {
  const { session, personId, caller, now, receivedOn } = act;
  await mustSee(session, personId);
  const enteredBy = caller.party === 'PERSON' ? null : namedOfficer(caller);
  if (receivedOn) requireReceipt(problems, act, receivedOn);
  // Nobody knows the time of an earlier day.
  const receivedAt = receivedOn && receivedOn !== dayOf(now) ? new Date(receivedOn) : now;
  requireLength(
    problems,
    demand.right === 'RECTIFICATION' ? ['input', 'grounds'] : ['grounds'],
    demand.grounds,
  );
  problems.require(demand.right !== 'COMPLAINT' || Boolean(demand.grounds?.trim()), ['grounds'], 'REQUIRED', {
    nb: 'Skriv hva klagen gjelder.',
    en: 'Say what the complaint is about.',
  });
  await requireNotBeingErased(problems, session, personId);
  if (problems.found.length === 0)
    await session.insert(rightsRequest).values({
      id: randomUUID(),
      personId,
      ...demand,
      status: 'RECEIVED',
      receivedAt,
      enteredBy,
      dueAt: lastDayToAnswer(receivedAt, 1),
    });
  return problems.found;
}

/** Only the privacy officer, who answers for the time limit, says when it began. */
function requireReceipt(problems: Problems, { caller, now }: Act, receivedOn: string): void {
  problems.require(caller.clearances.includes('PRIVACY_OFFICER'), ['receivedOn'], 'NOT_YOURS', {
    nb: 'Bare IMDis personvernrådgiver sier når kravet kom inn: la feltet stå tomt.',
    en: 'Only IMDi’s privacy officer says when the demand was received: leave this out.',
  });
  problems.require(receivedOn <= dayOf(now), ['receivedOn'], 'IMPLAUSIBLE_DATE', {
    nb: 'Kravet kan ikke ha kommet inn i fremtiden.',
    en: 'The demand cannot have been received in the future.',
  });
}
