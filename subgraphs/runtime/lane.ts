import type { Connection, PoolClient } from 'pg';
import type { Columns, Run, RunOwner } from './run.js';

/** How many may be under way on a connection: as many as are answered in some milliseconds. */
const deep = 16;

/** Milliseconds without an answer after which nobody else is sent behind whoever waits, as for a lock. */
const prompt = 500;

/**
 * A connection in use. One transaction keeps it to itself until its owner leaves it, unless it is brief: behind a brief one
 * others are written before it is answered. PostgreSQL then goes from one to the next without waiting to be told, in one
 * process whose caches are warm.
 */
export class Lane {
  /** Whether the connection is gone, or there was none. */
  lost = false;
  readonly #runs: Run[] = [];
  #client: PoolClient | undefined;
  /** Known with the client. */
  #prepared!: Map<string, Columns>;
  #connection: Connection | undefined;
  #submitted = false;
  #keeper: RunOwner | undefined;
  #corked = false;
  /** When PostgreSQL was last heard of, or began to be waited for: milliseconds of `performance.now()`. */
  #heardAt = 0;

  /** @param whenLess called when less is under way than before */
  constructor(private readonly whenLess: (lane: Lane) => void) {}

  /** Whether it can be given back. */
  get isEmpty(): boolean {
    return this.#runs.length === 0 && !this.#keeper;
  }

  /** Whether another may be sent behind those under way. */
  get takesAnother(): boolean {
    return !this.#keeper && !this.lost && this.#runs.length < deep && this.silence < prompt;
  }

  /** Milliseconds for which an answer has been waited for, and nothing was heard. */
  get silence(): number {
    return this.#runs[0]?.isUnanswered ? performance.now() - this.#heardAt : 0;
  }

  /** PostgreSQL has answered something. */
  hear(): void {
    this.#heardAt = performance.now();
  }

  isKeptBy(owner: RunOwner): boolean {
    return this.#keeper === owner;
  }

  /** The connection is there. */
  open(client: PoolClient, prepared: Map<string, Columns>): void {
    this.#client = client;
    this.#prepared = prepared;
    client.on('error', this.lose).on('end', this.lose);
    this.advance();
  }

  /** Is to be sent when what was added before lets it follow. */
  add(run: Run): void {
    run.lane = this;
    if (!run.isBrief) this.#keeper = run.owner;
    this.#runs.push(run);
    if (this.lost) this.lose();
  }

  /** Writes what may be written. What is written in one turn of the event loop travels together. */
  advance(): void {
    const [first] = this.#runs;
    if (!first || !this.#client) return;
    if (!this.#submitted) {
      this.#submitted = true;
      this.#client.query(first);
    } else if (this.#connection) this.#write(this.#connection);
  }

  /**
   * node-postgres tells where to write: at once, or when PostgreSQL is ready again, where a statement of whoever had the
   * connection before has just failed.
   */
  reach(connection: Connection): void {
    this.#connection = connection;
    this.#write(connection);
  }

  #write(connection: Connection): void {
    this.#cork(connection);
    if (!this.#runs[0]?.isUnanswered) this.hear();
    for (const run of this.#runs) {
      run.write(connection, this.#prepared);
      if (!run.letsFollow) return;
    }
  }

  #cork({ stream }: Connection): void {
    if (this.#corked) return;
    this.#corked = true;
    stream.cork();
    process.nextTick(() => {
      this.#corked = false;
      stream.uncork();
    });
  }

  /** Nothing more is answered to a run. */
  over(run: Run): void {
    if (this.#runs[0] !== run) return;
    this.hear();
    this.#runs.shift();
    this.#submitted = false;
    this.advance();
    this.whenLess(this);
  }

  /** @param owner nothing more is sent of */
  leave(owner: RunOwner): void {
    if (this.#keeper !== owner) return;
    this.#keeper = undefined;
    this.whenLess(this);
  }

  /** The connection is gone, or there is none. */
  readonly lose = (error: unknown = new Error('the connection has ended')): void => {
    this.lost = true;
    const runs = this.#runs.splice(0);
    for (const run of runs) run.lose(error);
    if (runs.length > 0) this.whenLess(this);
  };

  /** Gives up a connection over which nothing comes any more. */
  abandon(): void {
    this.lose(new Error('PostgreSQL has not answered for too long'));
    this.#connection?.stream.destroy();
  }

  /** Gives the connection back. */
  close(): void {
    this.#client?.off('error', this.lose).off('end', this.lose).release(this.lost);
  }
}
