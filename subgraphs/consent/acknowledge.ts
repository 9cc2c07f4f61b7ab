import { Problems, type Session, utcDay } from '@kompass/runtime';
import type { Caller } from '@kompass/schema';
import { mustSee } from './person.js';
import { noticeInForce } from './store.js';
import * as tables from './tables.js';

type ConsentSession = Session<typeof tables>;

/**
 * Notes that the person has read the letter in force, or that the caller has gone through it with the person. A second
 * time changes nothing.
 * @returns what is wrong with the input; nothing is then written
 * @throws KompassError NOT_FOUND
 */
export async function acknowledgeNotice(
  session: ConsentSession,
  caller: Caller,
  now: Date,
  personId: string,
  version: number,
  language: 'NB' | 'EN',
): Promise<Problems['found']> {
  await mustSee(session, personId);
  const inForce = await noticeInForce(session, language, utcDay(now));
  const problems = new Problems(caller.language);
  problems.require(inForce?.version === version, ['version'], 'NOT_NOW', {
    nb: `Informasjonsbrevet gjelder nå i versjon ${inForce?.version}: les det og bekreft den versjonen.`,
    en: `The information letter in force is version ${inForce?.version}: read it and acknowledge that version.`,
  });
  if (problems.found.length === 0)
    await session
      .insert(tables.acknowledgement)
      .values({
        personId,
        noticeVersion: version,
        language,
        acknowledgedAt: now,
        givenBy: caller.party === 'PERSON' ? null : (caller.organisation ?? null),
      })
      .onConflictDoNothing();
  return problems.found;
}
