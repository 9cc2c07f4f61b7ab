import { Problems, type Sentence } from '@kompass/runtime';
import type { Language } from '@kompass/schema';
import { and, eq, isNull, ne } from 'drizzle-orm';
import { type Act, namedOfficer } from './act.js';
import { close, type Right, requestOf, requireOpen } from './demand.js';
import { beginExecution } from './execution.js';
import { liftWhatFollowed } from './hiding.js';
import { requireReason } from './reason.js';
import * as tables from './tables.js';

const { rightsRequest } = tables;

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
  await requireOpen(problems, act, request);
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

/** What a granted demand has the rooms do. */
const carriedOut: Partial<Record<Right, 'ERASURE' | 'RECTIFICATION'>> = {
  ERASURE: 'ERASURE',
  RECTIFICATION: 'RECTIFICATION',
};

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
