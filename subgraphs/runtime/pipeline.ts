import type pg from 'pg';
import { prepared } from './prepared.js';
import { Run } from './run.js';

// node-postgres, as postgres.js, ends each statement with a Sync, to which PostgreSQL answers with a write to the network
// of its own. Here many statements share one: they travel together, and so do their answers.
// https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-PIPELINING

/** A statement, as drizzle hands it to node-postgres. */
export interface SentStatement {
  readonly text: string;
  /** Under which a connection keeps it prepared: always of the same text, and read by node-postgres' own types. */
  readonly name?: string | undefined;
  readonly rowMode?: 'array' | undefined;
  readonly types?: { getTypeParser: typeof pg.types.getTypeParser } | undefined;
}

/** What PostgreSQL answered. */
export interface Answer<Row> {
  readonly rows: Row[];
  /** Its first word for what it did, such as `COMMIT`. */
  readonly command: string;
}

/** A person, named by one of the two keys that everybody has. */
export interface PersonKey {
  readonly by: 'id' | 'dufNumber';
  readonly key: string;
}

/** What sends statements: a connection, or in benches a memory of what one once answered. */
export interface Client {
  query<Row extends Record<string, unknown>>(
    statement: SentStatement,
    values?: readonly unknown[],
  ): Promise<Answer<Row>>;
  /**
   * Sends one that reads one person, to whoever sees that person and nobody else: nothing, where the caller does not see
   * them. Absent where statements may write.
   */
  queryOfOne?<Row extends Record<string, unknown>>(
    one: PersonKey,
    statement: SentStatement,
    values?: readonly unknown[],
  ): Promise<Answer<Row>>;
  /** Says that something may still ask through it when the work is over, so that nobody else may have it then. */
  retire?(): void;
}

/** Something was asked after the work that it was asked for. */
export class WorkIsOver extends Error {}

/** A transaction was rolled back instead. */
export class NotCommitted extends Error {}

/**
 * Sends one transaction's statements in order, none waiting for the answer to the one before. Up to the next `sync` they
 * are one transaction, which is not over when the last is answered.
 */
export class Pipeline implements Client {
  #run: Run | undefined;
  /** Whether a transaction was begun explicitly, and whether it still is open. */
  #explicit = false;
  #open = false;
  #lost = false;
  #closed = false;
  #last = false;
  #retired = false;

  /**
   * @param writeSoon called when a run has something to write
   * @param onStatement called with each statement sent
   */
  constructor(
    private readonly writeSoon: (run: Run) => void,
    private readonly onStatement?: (statement: string) => void,
  ) {}

  /** Whether a connection was lost, or there was none, since it was opened. */
  get lost(): boolean {
    return this.#lost;
  }

  lose(): void {
    this.#lost = true;
  }

  /** Whether another work may use it. */
  get retired(): boolean {
    return this.#retired;
  }

  retire(): void {
    this.#retired = true;
  }

  /** Takes statements, up to the next {@link sync}. */
  open(): void {
    this.#closed = false;
    this.#last = false;
    this.#lost = false;
  }

  /** Whether the next statement begins a transaction. */
  get between(): boolean {
    return !this.#run || this.#isOver(this.#run);
  }

  /**
   * Lets a transaction that was not begun explicitly end with what is written together with the next statement: the Sync
   * travels along. What is sent later begins another, which ends likewise.
   */
  last(): void {
    this.#last = true;
    if (this.#run) this.#run.last = true;
  }

  /**
   * Begins a transaction whose end is asked for, and heard of: what writes needs one. After a statement that fails
   * PostgreSQL itself then refuses what follows, until it is rolled back.
   */
  async begin(): Promise<void> {
    this.#explicit = true;
    this.#open = true;
    await this.query(prepared('begin'));
  }

  /**
   * Resolves when what was written since {@link begin} is safe.
   * @throws Error when a statement has failed before: PostgreSQL then takes a commit for a rollback, and says so
   */
  async commit(): Promise<void> {
    const committed = this.query(prepared('commit'));
    void this.#run?.end(); // travels with it
    const { command } = await committed;
    this.#open = false;
    if (command !== 'COMMIT') throw new NotCommitted('a statement of the transaction has failed');
  }

  /**
   * @param ofOne whether it reads no more than one person, found by identifier
   * @throws WorkIsOver when nothing is taken any more: sent, it would be in the next one's transaction
   */
  query<Row extends Record<string, unknown>>(
    statement: SentStatement,
    values: readonly unknown[] = [],
    ofOne = false,
  ): Promise<Answer<Row>> {
    if (this.#closed) return Promise.reject(new WorkIsOver('the work that asks this is over'));
    this.onStatement?.(statement.text);
    if (!this.#run || this.#isOver(this.#run)) {
      const run = new Run(this, this.writeSoon);
      run.last = this.#last;
      if (this.#run?.lane?.isKeptBy(this)) this.#run.lane.add(run);
      this.#run = run;
    }
    return this.#run.send(statement, values, ofOne) as Promise<Answer<Row>>;
  }

  #isOver(run: Run): boolean {
    return run.ended || (this.#explicit && run.failed && !this.lost);
  }

  /**
   * Ends a transaction that was not begun explicitly, and resolves when what was written in it is safe.
   * @throws Error when a statement or the commit has failed, or the connection was lost before its answer
   */
  async settle(): Promise<void> {
    const run = this.#run;
    await run?.end();
    if (run?.failed) throw run.failure;
  }

  /**
   * Ends what was sent. A transaction that was begun and not committed is rolled back.
   * @returns resolves when PostgreSQL is ready for something else. Never rejects: who sent what failed has heard of it.
   */
  async sync(): Promise<void> {
    if (this.#open && !this.lost) this.query({ text: 'rollback' }).catch(() => {});
    this.#closed = true;
    const run = this.#run;
    await run?.end();
    run?.lane?.leave(this);
    this.#run = undefined;
    this.#explicit = false;
    this.#open = false;
  }
}
