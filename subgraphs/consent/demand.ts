import type { Problems } from '@kompass/runtime';
import { KompassError } from '@kompass/schema';
import { and, eq } from 'drizzle-orm';
import type { Act } from './act.js';
import { requireNotBeingErased } from './hiding.js';
import { mustSee } from './person.js';
import * as tables from './tables.js';

const { rightsRequest } = tables;

export type Right = (typeof tables.right.enumValues)[number];
export type Request = typeof rightsRequest.$inferSelect;

/** @throws KompassError NOT_FOUND when the person, or such a demand of theirs, is not there for the caller */
export async function requestOf({ session, personId }: Act, requestId: string): Promise<Request> {
  await mustSee(session, personId);
  const [found] = await session
    .select()
    .from(rightsRequest)
    .where(and(eq(rightsRequest.id, requestId), eq(rightsRequest.personId, personId)))
    .for('update');
  if (found) return found;
  throw new KompassError(
    'NOT_FOUND',
    'The person has made no such demand.',
    {},
    { personId, coordinates: ['Person'] },
  );
}

/** Notes what became of a demand. */
export async function close(
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

/** Notes the problem of a demand that is decided already. */
export function requireUndecided(problems: Problems, { decidedAt }: Request): void {
  problems.require(decidedAt === null, ['requestId'], 'NOT_NOW', {
    nb: 'Kravet er allerede avgjort.',
    en: 'The demand is decided already.',
  });
}

/**
 * Notes the problem of a demand on which an officer can do nothing any more: it is decided, or would be erased with the
 * person before the answer is read.
 */
export async function requireOpen(
  problems: Problems,
  { session, personId }: Act,
  request: Request,
): Promise<void> {
  requireUndecided(problems, request);
  if (request.decidedAt === null) await requireNotBeingErased(problems, session, personId);
}
