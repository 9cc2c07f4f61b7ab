import { noSuchPerson } from '@kompass/runtime';
import { inArray } from 'drizzle-orm';
import { countyOffers, qualityOf, ranked, versionsOf } from './advice.js';
import { familiesOf, newcomersBy, offersIn } from './newcomers.js';
import type { Context } from './rows.js';
import * as tables from './tables.js';

/**
 * Ranks municipalities for a person and their family, and keeps the ranking for each of them in place of the one
 * before. It advises; nobody is assigned by it.
 * @throws KompassError NOT_FOUND; nothing is then written
 */
export async function adviseSettlement(context: Context, personId: string): Promise<void> {
  const { session, clock, caller } = context;
  const { matching, municipalityMatch } = tables;
  const [families, offers] = await Promise.all([
    familiesOf(session, [personId]),
    offersIn(session, clock().getUTCFullYear()),
  ]);
  const memberIds = families.get(personId)?.memberIds ?? [personId];
  const newcomers = await newcomersBy(session, memberIds);
  if (!newcomers.has(personId)) throw noSuchPerson();

  const ids = [...newcomers.keys()];
  const rankings = ranked([...newcomers.values()], offers, countyOffers(offers));
  await session.delete(municipalityMatch).where(inArray(municipalityMatch.personId, ids));
  await session.delete(matching).where(inArray(matching.personId, ids));
  await session.insert(matching).values(
    [...newcomers].map(([id, { competence }]) => ({
      personId: id,
      madeAt: clock(),
      madeBy: caller.officer ?? caller.organisation ?? '',
      ...versionsOf(offers),
      ...qualityOf(competence),
    })),
  );
  const matches = rankings.flatMap((ranking, at) =>
    ranking.map(({ number, score, criteria }, position) => ({
      personId: ids[at] ?? '',
      position,
      municipalityNumber: number,
      score,
      criteria,
    })),
  );
  if (matches.length > 0) await session.insert(municipalityMatch).values(matches);
}
