import { createHash } from 'node:crypto';

/** An entry as it lies in the log. */
export interface ChainedDisclosure {
  readonly seq: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly personId: string;
  readonly party: string;
  readonly organisation: string | null;
  readonly supplier: string | null;
  readonly officer: string | null;
  readonly purpose: string;
  readonly operation: string | null;
  readonly coordinates: readonly string[];
  readonly policyVersion: string;
  readonly trace: string;
  readonly hash: Buffer;
}

/** Where the chain stood at some time, kept where nobody who can write to the log can write. */
export interface Anchor {
  readonly seq: number;
  /** Hexadecimal. */
  readonly hash: string;
}

/** What the first entry is chained to. */
export const genesis: Buffer = createHash('sha256').update('Kompass').digest();

/**
 * The hash of an entry: over the hash of the one before and the content as PostgreSQL writes a JSON array. A supplier
 * stands last, and only where there is one: entries without are hashed as they were before suppliers were kept.
 */
export function hashOf(before: Buffer, entry: Omit<ChainedDisclosure, 'hash'>): Buffer {
  const content = [
    entry.seq,
    entry.at,
    entry.personId,
    entry.party,
    entry.organisation,
    entry.officer,
    entry.purpose,
    entry.operation,
    entry.coordinates.join(' '),
    entry.policyVersion,
    entry.trace,
    ...(entry.supplier === null ? [] : [entry.supplier]),
  ].map((part) => JSON.stringify(part));
  return createHash('sha256')
    .update(before)
    .update(`[${content.join(', ')}]`)
    .digest();
}

/** Follows a chain entry by entry, in order of their numbers. */
export class ChainVerifier {
  #last = { seq: 0, hash: genesis };
  readonly #anchors: ReadonlyMap<number, ReadonlySet<string>>;

  constructor(anchors: readonly Anchor[]) {
    const known = new Map<number, Set<string>>();
    for (const { seq, hash } of anchors) known.set(seq, (known.get(seq) ?? new Set()).add(hash));
    this.#anchors = known;
  }

  /** @returns what is wrong with the entry, the first that is; `undefined` when nothing is */
  follow(entry: ChainedDisclosure): string | undefined {
    const expected = this.#last.seq + 1;
    if (entry.seq !== expected) return `entry ${expected} is missing`;
    const hash = hashOf(this.#last.hash, entry);
    if (!hash.equals(entry.hash)) return `entry ${entry.seq} was changed, or the one before it was replaced`;
    const anchored = this.#anchors.get(entry.seq) ?? new Set();
    // All of them: an end that was rewritten, and anchored once more, has two.
    if ([...anchored].some((each) => each !== hash.toString('hex')))
      return `entry ${entry.seq} is not the one that was anchored: the chain was rewritten`;
    this.#last = { seq: entry.seq, hash };
    return undefined;
  }

  /** @returns what is missing at the end; `undefined` when nothing is */
  end(head: Anchor): string | undefined {
    const { seq, hash } = this.#last;
    const beyond = [...this.#anchors.keys()].filter((anchored) => anchored > seq);
    if (beyond.length > 0)
      return `entry ${seq + 1} is missing: entries up to ${Math.max(...beyond)} were anchored`;
    if (head.seq !== seq || head.hash !== hash.toString('hex'))
      return `entry ${seq + 1} is missing: the log's head says ${head.seq}`;
    return undefined;
  }
}
