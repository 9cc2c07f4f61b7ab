import { type Session, smallestCell } from '@kompass/runtime';
import { sql } from 'drizzle-orm';
import type * as tables from './tables.js';

export interface Cell {
  readonly value: string;
  readonly count: number;
}

/**
 * Withholds what could point at somebody: cells under the floor, and as many of the next smallest as it takes for the
 * withheld ones to be at least two and to hold at least the floor together, so that no total gives one away.
 * @returns the cells that may be shown, the largest first
 */
export function withholdSmall(cells: readonly Cell[]): readonly Cell[] {
  const sorted = [...cells].sort((one, other) => other.count - one.count);
  let shown = sorted.findIndex(({ count }) => count < smallestCell);
  if (shown === -1) return sorted;
  const withheld = () => sorted.slice(shown);
  const held = () => withheld().reduce((sum, { count }) => sum + count, 0);
  while (shown > 0 && (withheld().length < 2 || held() < smallestCell)) shown -= 1;
  return sorted.slice(0, shown);
}

/** Numbers of persons by one characteristic, as the database gives them out to this caller. */
export async function statistics(session: Session<typeof tables>, dimension: Dimension) {
  const { rows } = await session.execute<{ value: string; count: number }>(
    sql`select value, count from profile.statistics(${dimension})`,
  );
  const cells = withholdSmall(rows);
  return { dimension, cells, withheldCells: rows.length - cells.length };
}

type Dimension =
  | 'REGISTRATION_STATUS'
  | 'GENDER'
  | 'AGE_GROUP'
  | 'CITIZENSHIP'
  | 'EDUCATION_LEVEL'
  | 'OCCUPATION_GROUP';
