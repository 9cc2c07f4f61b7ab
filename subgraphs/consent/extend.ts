import { Problems } from '@kompass/runtime';
import { eq } from 'drizzle-orm';
import { type Act, namedOfficer } from './act.js';
import { dayOf, lastDayToAnswer } from './deadline.js';
import { requestOf, requireOpen } from './demand.js';
import { requireReason } from './reason.js';
import { rightsRequest } from './tables.js';

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
  await requireOpen(problems, act, request);
  problems.require(months === 1 || months === 2, ['months'], 'OUT_OF_RANGE', {
    nb: 'Fristen kan forlenges med én eller to måneder.',
    en: 'The time limit can be extended by one or two months.',
  });
  problems.require(request.extensionReason === null, ['requestId'], 'NOT_NOW', {
    nb: 'Fristen er allerede forlenget: den kan forlenges én gang.',
    en: 'The time limit is extended already: that can be done once.',
  });
  problems.require(dayOf(act.now) <= lastDayToAnswer(request.receivedAt, 1), ['requestId'], 'NOT_NOW', {
    nb: 'Den første måneden er over: personen skulle ha fått vite om forlengelsen innen da.',
    en: 'The first month is over: the person had to be told of an extension by then.',
  });
  if (problems.found.length === 0)
    await act.session
      .update(rightsRequest)
      .set({
        // That a correction did not fit is what the officer must know, also with more time.
        status: request.status === 'DOES_NOT_FIT' ? request.status : 'EXTENDED',
        dueAt: lastDayToAnswer(request.receivedAt, 1 + months),
        extensionReason: reason,
        extendedBy: officer,
      })
      .where(eq(rightsRequest.id, requestId));
  return problems.found;
}
