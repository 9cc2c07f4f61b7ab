import type { RectificationOutcome } from '@kompass/runtime';

/** This room keeps no copy of what can be demanded corrected. */
export async function rectify(): Promise<RectificationOutcome> {
  return 'NOTHING_HELD';
}
