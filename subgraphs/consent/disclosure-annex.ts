import type { Annex } from '@kompass/runtime';
import { type Caller, KompassError } from '@kompass/schema';
import { Router } from 'express';
import { type Disclosure, openDisclosureLog } from './disclosure-log.js';

/** `POST /disclosures`: where a gateway that runs apart appends to the log. */
export function disclosureAnnex(databaseUrl: string): Annex {
  const log = openDisclosureLog(databaseUrl);
  const router = Router();
  router.post('/disclosures', async (request, response) => {
    const entries = request.body as readonly Disclosure[];
    if (!Array.isArray(entries) || !entries.every((entry) => isOf(entry, response.locals['caller']))) {
      const mistake = new KompassError('BAD_USER_INPUT', 'Every entry must be of the caller in the token.');
      response.status(400).json({ errors: [mistake] });
      return;
    }
    await log.append(entries);
    response.status(204).end();
  });
  return { router, close: () => log.close() };
}

function isOf(entry: Disclosure, caller: Caller): boolean {
  return (
    entry.party === caller.party &&
    entry.purpose === caller.purpose &&
    entry.organisation === (caller.organisation ?? null) &&
    entry.officer === (caller.officer ?? null)
  );
}
