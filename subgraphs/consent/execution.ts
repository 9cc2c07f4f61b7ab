import { randomUUID } from 'node:crypto';
import { restriction, type Session } from '@kompass/runtime';
import { subgraphNames } from '@kompass/schema';
import { eq, sql } from 'drizzle-orm';
import * as tables from './tables.js';

type ConsentSession = Session<typeof tables>;

/** A decision that every room must carry out. */
export type Decided = Pick<
  typeof tables.execution.$inferSelect,
  'kind' | 'personId' | 'ground' | 'requestId' | 'decidedAt' | 'decidedBy'
>;

/**
 * Has every room carry a decision out: writes a step for each, which the database puts in the room's queue. From the
 * decision to erase on, only the person and IMDi's privacy officer see the data, and nothing more is written.
 */
export async function beginExecution(session: ConsentSession, decided: Decided): Promise<void> {
  const { personId, kind } = decided;
  const id = randomUUID();
  await session.insert(tables.execution).values({
    id,
    ...decided,
    recipients: await recipientsOf(session, personId),
  });
  await session.insert(tables.executionStep).values(subgraphNames.map((room) => ({ executionId: id, room })));
  if (kind === 'ERASURE') await session.insert(restriction).values({ personId, kind: 'ERASURE' });
}

/** Whom the data has been shown to, and who must therefore be told (GDPR art. 19): all but the person and IMDi. */
async function recipientsOf(session: ConsentSession, personId: string): Promise<string[]> {
  const { disclosure } = tables;
  const rows = await session
    .selectDistinct({ party: disclosure.party, organisation: disclosure.organisation })
    .from(disclosure)
    .where(eq(disclosure.personId, personId))
    .orderBy(sql`1, 2`);
  return rows
    .filter(({ party }) => party !== 'PERSON' && party !== 'IMDI')
    .map(({ party, organisation }) => `${party} ${organisation}`);
}
