import { type Disclosure, openDisclosureLog } from '@kompass/consent/disclosure-log';
import type { Log } from '@kompass/runtime';
import { KompassError } from '@kompass/schema';
import { type FetchContext, sendSigned } from './fetch.js';
import { AnsweredOtherwise } from './subgraph-http.js';
import type { Told } from './told.js';

/** Where disclosures are appended. */
export interface DisclosureSink {
  /** @throws Error when the entries could not be appended */
  append(entries: readonly Disclosure[], context: FetchContext): Promise<void>;
  close(): Promise<void>;
}

/** The log in the database that this process hosts consent on. */
export function inDatabase(databaseUrl: string): DisclosureSink {
  const log = openDisclosureLog(databaseUrl);
  return { append: (entries) => log.append(entries), close: () => log.close() };
}

/** The log of a consent subgraph that runs apart. */
export function atConsent(subgraphUrl: URL): DisclosureSink {
  const url = new URL('/disclosures', subgraphUrl);
  return {
    async append(entries, context) {
      const { status } = await sendSigned(context, 'disclosures', url, JSON.stringify(entries));
      if (status !== 204) throw new AnsweredOtherwise(status);
    },
    async close() {},
  };
}

/**
 * Appends what an answer tells of whom, before it leaves: no log, no data (design § 7).
 * @param acts whether the answer is of an act, which then stays done
 * @throws KompassError UNAVAILABLE, or OUTCOME_UNKNOWN of an act, when it could not be appended; the answer must then be
 * dropped
 */
export async function disclose(
  sink: DisclosureSink,
  context: FetchContext,
  operationName: string | null | undefined,
  acts: boolean,
  disclosed: readonly Told[],
  log: Log,
): Promise<void> {
  const { caller, policy, trace } = context;
  if (disclosed.length === 0) return;
  const entries = disclosed.map(
    ({ personIds, coordinates }): Disclosure => ({
      personIds,
      party: caller.party,
      organisation: caller.organisation ?? null,
      supplier: caller.supplier ?? null,
      officer: caller.officer ?? null,
      purpose: caller.purpose,
      operation: operationName ?? null,
      coordinates,
      policyVersion: policy.version,
      trace,
    }),
  );
  try {
    await sink.append(entries, context);
  } catch (error) {
    log.error({ err: error, id: trace }, 'the disclosure log could not be appended to');
    const http = { status: 503 };
    throw acts
      ? new KompassError(
          'OUTCOME_UNKNOWN',
          'What could be done was done, but what it answers could not be entered in the disclosure log, so it is not answered. Look it up before you do it again.',
          { http },
        )
      : new KompassError(
          'UNAVAILABLE',
          'What was asked for could not be entered in the disclosure log, so it is not answered. Try again later.',
          { http },
        );
  }
}
