import type { SentStatement } from './pipeline.js';

/** Statements that each connection keeps PostgreSQL's plan of. Clients can write ever new ones. */
const plansKept = 500;
const kept = new Map<string, SentStatement>();

/** A statement that is planned once on each connection, unless there are too many of them already. */
export function prepared(text: string): SentStatement {
  const known = kept.get(text);
  if (known) return known;
  if (kept.size >= plansKept) return { text };
  const statement = { text, name: `kompass_${kept.size}` };
  kept.set(text, statement);
  return statement;
}
