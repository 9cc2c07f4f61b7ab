import { setImmediate } from 'node:timers/promises';
import { openLanes } from '@kompass/runtime';

/**
 * What is kept of one request about persons of whom it told the same, design § 7: an entry for each. Time, numbers and
 * hashes come from the database.
 */
export interface Disclosure {
  readonly personIds: readonly string[];
  readonly party: string;
  readonly organisation: string | null;
  /** The processor whose system acted for the organisation. */
  readonly supplier: string | null;
  readonly officer: string | null;
  readonly purpose: string;
  readonly operation: string | null;
  /** The schema coordinates that came with a value. */
  readonly coordinates: readonly string[];
  readonly policyVersion: string;
  readonly trace: string;
}

/** The log's one opening: entries go in, and only when they are safe does the promise resolve. */
export interface DisclosureLog {
  /** @throws Error when the entries could not be appended; none of them then is */
  append(entries: readonly Disclosure[]): Promise<void>;
  close(): Promise<void>;
}

const append = { text: 'select consent.enter_disclosures($1::text[], $2::text::jsonb)', name: 'append' };

/** What `append` takes: each list of coordinates once, for it is long and nearly always one of a few. */
function listedOnce(entries: readonly Disclosure[]): [lists: readonly string[], entries: string] {
  const lists: string[] = [];
  // Compared, and not hashed in a Map, which takes longer for so few.
  const placeOf = (list: string) => lists.indexOf(list) + 1 || lists.push(list);
  const referring = entries.map((entry) => ({
    ...entry,
    coordinates: undefined,
    list: placeOf(joined(entry.coordinates)),
  }));
  return [lists, JSON.stringify(referring)];
}

const known = new WeakMap<readonly string[], string>();

/** Whoever answers the same hands over the same list. */
function joined(coordinates: readonly string[]): string {
  const before = known.get(coordinates);
  if (before !== undefined) return before;
  const text = coordinates.join(' ');
  known.set(coordinates, text);
  return text;
}

interface Waiting {
  readonly entries: readonly Disclosure[];
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * The log in a database. Requests that finish while a commit is under way share the next one: the chain has one head,
 * and every commit costs a write to disk, so one commit for many is what keeps it cheap.
 */
export function openDisclosureLog(url: string): DisclosureLog {
  const lanes = openLanes(url, 'disclosure', 'kompass_consent');
  let waiting: Waiting[] = [];
  let writing: Promise<void> | undefined;

  const write = async (): Promise<void> => {
    while (waiting.length > 0) {
      // Whoever finishes in the same turn of the event loop comes along: the busier, the more of them.
      await setImmediate();
      const together = waiting;
      waiting = [];
      const entries = together.flatMap((each) => each.entries);
      try {
        await lanes.use(async (pipeline) => {
          pipeline.last();
          await pipeline.query(append, listedOnce(entries));
          await pipeline.settle();
        });
        for (const each of together) each.resolve();
      } catch (error) {
        for (const each of together) each.reject(error);
      }
    }
    writing = undefined;
  };

  return {
    append: (entries) =>
      new Promise((resolve, reject) => {
        waiting.push({ entries, resolve, reject });
        writing ??= write();
      }),
    async close() {
      await writing;
      await lanes.close();
    },
  };
}
