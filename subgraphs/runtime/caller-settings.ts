import type { Caller } from '@kompass/schema';

/** Sets who asks, until the transaction ends: a pooled connection never carries the last caller. To be selected. */
export const actingFor = `
  set_config('kompass.party', $1, true),
  set_config('kompass.purpose', $2, true),
  set_config('kompass.organisation', $3, true),
  set_config('kompass.duf_number', $4, true),
  set_config('kompass.clearances', $5, true)`;

/** The same, in a transaction that does not write. */
export const readingFor = `${actingFor},
  set_config('transaction_read_only', 'on', true)`;

/** The parameters of both. */
export function callerSettings({ party, purpose, organisation, dufNumber, clearances }: Caller): string[] {
  return [party, purpose, organisation ?? '', dufNumber ?? '', clearances.join(',')];
}
