import type { Caller } from '@kompass/schema';
import type { Database } from './database.js';
import type { Session } from './session.js';

/** In milliseconds. Code lists change some times a year; what is new is known a minute later. */
const keptFor = 60_000;

/** Lists hold nobody's data: they are read as a caller who sees no person. */
const reader: Caller = { party: 'RESEARCH', purpose: 'STATISTICS', clearances: [] };

/** A room's code lists, the same for every caller: read once a minute instead of at each request. */
export class CodeLists<Tables extends Record<string, unknown>> {
  readonly #kept = new Map<string, { list: unknown; readonly until: number }>();

  /**
   * @param database of connections that no request has: whoever waits for a list may hold all of those, and one that ends
   *   before its list is there would leave all others waiting
   */
  constructor(private readonly database: Pick<Database<Tables>, 'reading'>) {}

  /**
   * @param name what is read
   * @param read called when it is not known, or was read too long ago; one that fails is not kept
   * @returns the list itself once it is there, so that a row that names something of it does not wait
   */
  read<List>(name: string, read: (session: Session<Tables>) => Promise<List>): List | Promise<List> {
    const known = this.#kept.get(name);
    if (known && Date.now() < known.until) return known.list as List | Promise<List>;
    const reading = this.database.reading(reader, read);
    const kept = { list: reading as unknown, until: Date.now() + keptFor };
    this.#kept.set(name, kept);
    reading.then(
      (list) => {
        kept.list = list;
      },
      () => this.#kept.delete(name),
    );
    return reading;
  }
}
