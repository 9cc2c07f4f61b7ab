import type { SentStatement } from './pipeline.js';

/** Statements that each connection keeps PostgreSQL's plan of. Clients can write ever new ones. */
const plansKept = 500;
const names = new Map<string, string>();

/** A statement that is planned once on each connection, unless there are too many of them already. */
export function prepared(text: string): SentStatement {
  if (names.size < plansKept && !names.has(text)) names.set(text, `kompass_${names.size}`);
  return { text, name: names.get(text) };
}
