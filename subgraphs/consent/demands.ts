import { randomUUID } from 'node:crypto';
import { Problems, restriction, type Said, type Sentence, type Session } from '@kompass/runtime';
import { type Caller, KompassError, type Language, type Purpose } from '@kompass/schema';
import { and, eq, inArray, isNull, ne } from 'drizzle-orm';
import { dayOf, monthsAfter } from './deadline.js';
import { beginExecution } from './execution.js';
import { mustSee } from './person.js';
import * as tables from './tables.js';

type ConsentSession = Session<typeof tables>;
type Right = (typeof tables.right.enumValues)[number];
type Request = typeof tables.rightsRequest.$inferSelect;

const { rightsRequest } = tables;

/** The longest text that a demand or a decision may have. */
const longest = 2_000;

/** Who acts, when, and about whom. */
export interface Act {
  readonly session: ConsentSession;
  readonly caller: Caller;
  readonly now: Date;
  readonly personId: string;
  /** The day that a demand was received, when it is entered later; `2026-01-31`. */
  readonly receivedOn?: string | null | undefined;
}

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
      dueAt: monthsAfter(receivedAt, 1),
    });
  return problems.found;
}

/**
 * Extends the time limit, within the first month and by two at most (GDPR art. 12(3)).
 * @returns what is wrong; nothing is then written
 * @throws KompassError NOT_FOUND, or BAD_USER_INPUT when no named officer asks
 */
export async function extend(
  act: Act,
  requestId: string,
  months: number,
  reason: string,
): Promise<Problems['found']> {
  const officer = namedOfficer(act.caller);
  const request = await requestOf(act, requestId);
  const problems = new Problems(act.caller.language);
  requireReason(problems, reason);
  requireUndecided(problems, request);
  problems.require(months === 1 || months === 2, ['months'], 'OUT_OF_RANGE', {
    nb: 'Fristen kan forlenges med én eller to måneder.',
    en: 'The time limit can be extended by one or two months.',
  });
  problems.require(request.extensionReason === null, ['requestId'], 'NOT_NOW', {
    nb: 'Fristen er allerede forlenget: den kan forlenges én gang.',
    en: 'The time limit is extended already: that can be done once.',
  });
  problems.require(dayOf(act.now) <= monthsAfter(request.receivedAt, 1), ['requestId'], 'NOT_NOW', {
    nb: 'Den første måneden er over: personen skulle ha fått vite om forlengelsen innen da.',
    en: 'The first month is over: the person had to be told of an extension by then.',
  });
  if (problems.found.length === 0)
    await act.session
      .update(rightsRequest)
      .set({
        // That a correction did not fit is what the officer must know, also with more time.
        status: request.status === 'DOES_NOT_FIT' ? request.status : 'EXTENDED',
        dueAt: monthsAfter(request.receivedAt, 1 + months),
        extensionReason: reason,
        extendedBy: officer,
      })
      .where(eq(rightsRequest.id, requestId));
  return problems.found;
}

/**
 * Decides on a demand, as a named officer and with a reason, and lets follow what follows from it.
 * @returns what is wrong; nothing is then written
 * @throws KompassError NOT_FOUND, or BAD_USER_INPUT when no named officer asks
 */
export async function decide(
  act: Act,
  requestId: string,
  decision: 'GRANT' | 'REFUSE',
  reason: string,
): Promise<Problems['found']> {
  const officer = namedOfficer(act.caller);
  const request = await requestOf(act, requestId);
  const problems = new Problems(act.caller.language);
  requireReason(problems, reason);
  requireUndecided(problems, request);
  if (decision === 'GRANT' && request.right === 'ERASURE') await requireOthersDecided(problems, act);
  if (problems.found.length > 0) return problems.found;
  const kind = decision === 'GRANT' ? carriedOut[request.right] : undefined;
  await close(act, request, decision === 'REFUSE' ? 'REFUSED' : kind ? 'CARRYING_OUT' : 'GRANTED', {
    decidedBy: officer,
    reason,
  });
  if (decision === 'REFUSE') await liftWhatFollowed(act, request);
  if (kind)
    await beginExecution(act.session, {
      kind,
      personId: act.personId,
      ground: kind === 'ERASURE' ? 'REQUEST' : null,
      requestId,
      decidedBy: officer,
      decidedAt: act.now,
    });
  return [];
}

/**
 * Takes a demand back, which is for the person alone. What followed from it at once is lifted.
 * @returns what is wrong; nothing is then written
 * @throws KompassError NOT_FOUND
 */
export async function withdraw(act: Act, requestId: string): Promise<Problems['found']> {
  const request = await requestOf(act, requestId);
  const problems = new Problems(act.caller.language);
  requireUndecided(problems, request);
  if (problems.found.length > 0) return problems.found;
  await close(act, request, 'WITHDRAWN', {});
  await liftWhatFollowed(act, request);
  return [];
}

/** Notes the problem when a person's erasure is decided: nothing more is then written. */
export async function requireNotBeingErased(
  problems: Problems,
  session: ConsentSession,
  personId: string,
): Promise<void> {
  problems.require(!(await isHidden(session, personId, 'ERASURE')), ['personId'], 'NOT_NOW', {
    nb: 'Opplysningene er i ferd med å bli slettet.',
    en: 'The data is about to be erased.',
  });
}

/** Whether something of a kind hides a person now. */
export async function isHidden(
  session: ConsentSession,
  personId: string,
  kind: 'ERASURE' | 'PROTECTION',
): Promise<boolean> {
  const found = await session
    .select({ kind: restriction.kind })
    .from(restriction)
    .where(and(eq(restriction.personId, personId), eq(restriction.kind, kind), isNull(restriction.liftedAt)));
  return found.length > 0;
}

/** What an agency does about a person's rights has somebody who answers for it. @throws KompassError BAD_USER_INPUT */
export function namedOfficer({ officer }: Caller): string {
  if (officer) return officer;
  throw new KompassError('BAD_USER_INPUT', 'A named officer does this: the token must say who, in "sub".');
}

/** What a granted demand has the rooms do. */
const carriedOut: Partial<Record<Right, 'ERASURE' | 'RECTIFICATION'>> = {
  ERASURE: 'ERASURE',
  RECTIFICATION: 'RECTIFICATION',
};

/** @throws KompassError NOT_FOUND when the person, or such a demand of theirs, is not there for the caller */
async function requestOf({ session, personId }: Act, requestId: string): Promise<Request> {
  await mustSee(session, personId);
  const [found] = await session
    .select()
    .from(rightsRequest)
    .where(and(eq(rightsRequest.id, requestId), eq(rightsRequest.personId, personId)))
    .for('update');
  if (found) return found;
  throw new KompassError('NOT_FOUND', 'The person has made no such demand.');
}

async function close(
  { session, now }: Act,
  { id }: Request,
  status: Request['status'],
  decision: { readonly decidedBy?: string; readonly reason?: string },
): Promise<void> {
  await session
    .update(rightsRequest)
    .set({ status, decidedAt: now, ...decision })
    .where(eq(rightsRequest.id, id));
}

/** A restriction, or an objection to a purpose, ends with the last demand that it rests on. */
async function liftWhatFollowed({ session, now, personId }: Act, request: Request): Promise<void> {
  const { right, purpose } = request;
  if (right !== 'RESTRICTION' && right !== 'OBJECTION') return;
  if (await stands(session, personId, right, purpose)) return;
  await session
    .update(restriction)
    .set({ liftedAt: now })
    .where(
      and(
        eq(restriction.personId, personId),
        eq(restriction.kind, right),
        purpose ? eq(restriction.purpose, purpose) : isNull(restriction.purpose),
        isNull(restriction.liftedAt),
      ),
    );
}

/** What else the person demands is answered first: erasing the person would erase it unanswered. */
async function requireOthersDecided(problems: Problems, { session, personId }: Act): Promise<void> {
  const others = await session
    .selectDistinct({ right: rightsRequest.right })
    .from(rightsRequest)
    .where(
      and(
        eq(rightsRequest.personId, personId),
        ne(rightsRequest.right, 'ERASURE'),
        isNull(rightsRequest.decidedAt),
      ),
    );
  const named = (language: Language) =>
    new Intl.ListFormat(language).format(others.map(({ right }) => rightNames[right][language]));
  problems.require(others.length === 0, ['requestId'], 'NOT_NOW', {
    nb: `Avgjør først det personen ellers har krevd, som ellers slettes uten svar: ${named('nb')}.`,
    en: `Decide first what else the person has demanded, which would be erased without an answer: ${named('en')}.`,
  });
}

const rightNames: Readonly<Record<Right, Sentence>> = {
  ACCESS: { nb: 'innsyn', en: 'access' },
  RECTIFICATION: { nb: 'retting', en: 'rectification' },
  ERASURE: { nb: 'sletting', en: 'erasure' },
  RESTRICTION: { nb: 'begrensning', en: 'restriction' },
  OBJECTION: { nb: 'protest', en: 'objection' },
  COMPLAINT: { nb: 'klage', en: 'complaint' },
};

/** Whether a person's restriction, or objection to a purpose, rests on a demand. */
export async function stands(
  session: ConsentSession,
  personId: string,
  right: 'RESTRICTION' | 'OBJECTION',
  purpose: Purpose | null,
): Promise<boolean> {
  const found = await session
    .select({ id: rightsRequest.id })
    .from(rightsRequest)
    .where(
      and(
        eq(rightsRequest.personId, personId),
        eq(rightsRequest.right, right),
        purpose ? eq(rightsRequest.purpose, purpose) : isNull(rightsRequest.purpose),
        inArray(rightsRequest.status, ['RECEIVED', 'EXTENDED', 'GRANTED']),
        isNull(rightsRequest.liftedAt),
      ),
    );
  return found.length > 0;
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

function requireUndecided(problems: Problems, { decidedAt }: Request): void {
  problems.require(decidedAt === null, ['requestId'], 'NOT_NOW', {
    nb: 'Kravet er allerede avgjort.',
    en: 'The demand is decided already.',
  });
}

/** Notes the problem unless there is a reason, of a length that can be read. */
export function requireReason(problems: Problems, reason: string): void {
  problems.require(reason.trim() !== '', ['reason'], 'REQUIRED', {
    nb: 'En avgjørelse må begrunnes.',
    en: 'A decision needs a reason.',
  });
  requireLength(problems, ['reason'], reason);
}

function requireLength(problems: Problems, path: readonly string[], text: string | null | undefined): void {
  problems.require((text ?? '').length <= longest, path, 'TOO_LONG', {
    nb: `Teksten kan ha inntil ${longest} tegn.`,
    en: `The text may have up to ${longest} characters.`,
  });
}
