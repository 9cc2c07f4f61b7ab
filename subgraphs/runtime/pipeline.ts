import { makePgArray } from 'drizzle-orm/pg-core';
import pg, { type ClientBase, type Connection, type FieldDef, type Submittable } from 'pg';

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
    personId: string,
    statement: SentStatement,
    values?: readonly unknown[],
  ): Promise<Answer<Row>>;
}

/** A transaction was rolled back instead. */
export class NotCommitted extends Error {}

/**
 * A connection on which statements are sent in order, none waiting for the answer to the one before. Up to the next
 * `sync` they are one transaction, which is not over when the last is answered.
 */
export class Pipeline implements Client {
  /** What prepared statements answer, by their names. */
  readonly #prepared = new Map<string, Columns>();
  #run: Run | undefined;
  /** Whether a transaction was begun explicitly, and whether it still is open. */
  #explicit = false;
  #open = false;
  #lost = false;
  #closed = false;
  #last = false;
  readonly #lose = () => {
    this.#lost = true;
  };

  /** @param onStatement called with each statement sent */
  constructor(
    private readonly connection: ClientBase,
    private readonly onStatement?: (statement: string) => void,
  ) {
    // node-postgres tells whoever has sent something, too.
    connection.on('error', this.#lose).on('end', this.#lose);
  }

  /** Whether the connection is gone. */
  get lost(): boolean {
    return this.#lost;
  }

  /** Takes statements, up to the next {@link sync}. */
  open(): void {
    this.#closed = false;
    this.#last = false;
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
    await this.query({ text: 'begin' });
  }

  /**
   * Resolves when what was written since {@link begin} is safe.
   * @throws Error when a statement has failed before: PostgreSQL then takes a commit for a rollback, and says so
   */
  async commit(): Promise<void> {
    const committed = this.query({ text: 'commit' });
    void this.#run?.end(); // travels with it
    const { command } = await committed;
    this.#open = false;
    if (command !== 'COMMIT') throw new NotCommitted('a statement of the transaction has failed');
  }

  query<Row extends Record<string, unknown>>(
    statement: SentStatement,
    values: readonly unknown[] = [],
  ): Promise<Answer<Row>> {
    // Whoever still asks after the end has been answered for: nobody waits for it, nor would hear that it is refused. Sent,
    // it would be in the next one's transaction.
    if (this.#closed) return new Promise(() => {});
    this.onStatement?.(statement.text);
    if (!this.#run || this.#isOver(this.#run)) {
      this.#run = new Run(this.#prepared, this.#lose);
      this.#run.last = this.#last;
      this.connection.query(this.#run);
    }
    return this.#run.send(statement, values) as Promise<Answer<Row>>;
  }

  #isOver(run: Run): boolean {
    return run.ended || (this.#explicit && run.failed && !this.lost);
  }

  /**
   * Ends what was sent. A transaction that was begun and not committed is rolled back.
   * @returns resolves when PostgreSQL is ready for something else. Never rejects: who sent what failed has heard of it.
   */
  async sync(): Promise<void> {
    if (this.#open && !this.lost) this.query({ text: 'rollback' }).catch(() => {});
    this.#closed = true;
    await this.#run?.end();
    this.#run = undefined;
    this.#explicit = false;
    this.#open = false;
  }
}

/** How a statement's rows are read. */
interface Columns {
  readonly names: readonly string[];
  readonly parsers: readonly ((text: string) => unknown)[];
}

interface Awaited {
  readonly statement: SentStatement;
  readonly values: readonly unknown[];
  readonly rows: unknown[];
  columns: Columns | undefined;
  /** Whether PostgreSQL is to prepare it under its name. */
  prepares: boolean;
  resolve(answer: Answer<unknown>): void;
  reject(error: unknown): void;
}

/** What is sent up to one Sync, in the shape in which node-postgres takes queries that are not its own. */
class Run implements Submittable {
  /** Whether a statement has failed. PostgreSQL skips what follows. */
  failed = false;
  /** Whether its Sync is sent, or about to be. */
  ended = false;
  /** Whether its Sync is to be sent with the next statement. */
  last = false;
  readonly #awaited: Awaited[] = [];
  #answered = 0;
  #written = 0;
  #connection: Connection | undefined;
  #writing = false;
  #synced = false;
  #failure: unknown;
  #over: () => void = () => {};
  readonly #whenOver = new Promise<void>((resolve) => {
    this.#over = resolve;
  });

  /** @param lose called when PostgreSQL ends the connection */
  constructor(
    private readonly prepared: Map<string, Columns>,
    private readonly lose: () => void,
  ) {}

  send(statement: SentStatement, values: readonly unknown[]): Promise<Answer<unknown>> {
    return new Promise((resolve, reject) => {
      if (this.failed) {
        reject(this.#failure);
        return;
      }
      const rows: unknown[] = [];
      this.#awaited.push({ statement, values, rows, columns: undefined, prepares: false, resolve, reject });
      this.#writeSoon();
    });
  }

  end(): Promise<void> {
    this.ended = true;
    this.#writeSoon();
    return this.#whenOver;
  }

  submit(connection: Connection): void {
    this.#connection = connection;
    this.#writeSoon();
  }

  /** What is sent in one turn of the event loop is written together. */
  #writeSoon(): void {
    if (this.#writing) return;
    this.#writing = true;
    setImmediate(() => {
      this.#writing = false;
      if (this.#connection && !this.#synced) this.#write(this.#connection);
    });
  }

  #write(connection: Connection): void {
    connection.stream.cork();
    try {
      if (this.last && this.#written < this.#awaited.length) this.ended = true;
      for (; this.#written < this.#awaited.length; this.#written += 1)
        this.#writeStatement(connection, this.#awaited[this.#written] as Awaited);
      if (this.ended) this.#sync(connection);
      else connection.flush();
    } catch (error) {
      // A value that cannot be written.
      this.handleError(error, connection);
    } finally {
      connection.stream.uncork();
    }
  }

  #writeStatement(connection: Connection, awaited: Awaited): void {
    const { text, name = '' } = awaited.statement;
    const values = awaited.values.map(written);
    if (!this.prepared.has(name)) {
      if (name) {
        awaited.prepares = true;
        this.prepared.set(name, noColumns);
        // It may be there, from a run that failed before this was known.
        connection.close({ type: 'S', name }, true);
      }
      connection.parse({ name, text, types: [] }, true);
      connection.describe({ type: 'S', name }, true);
    }
    connection.bind({ statement: name, values }, true);
    connection.execute(null, true);
  }

  #sync(connection: Connection): void {
    this.#synced = true;
    connection.sync();
  }

  get #current(): Awaited | undefined {
    return this.#awaited[this.#answered];
  }

  handleRowDescription({ fields }: { readonly fields: readonly FieldDef[] }): void {
    const current = this.#current;
    if (!current) return;
    const { name, types = pg.types } = current.statement;
    const columns = {
      names: fields.map((field) => field.name),
      parsers: fields.map(({ dataTypeID }) => types.getTypeParser(dataTypeID, 'text')),
    };
    if (name) this.prepared.set(name, columns);
    else current.columns = columns;
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    const current = this.#current;
    if (!current || this.failed) return;
    const { name = '', rowMode } = current.statement;
    const columns = current.columns ?? this.prepared.get(name) ?? noColumns;
    try {
      const values = fields.map((text, at) => (text === null ? null : columns.parsers[at]?.(text)));
      current.rows.push(
        rowMode === 'array'
          ? values
          : Object.fromEntries(columns.names.map((column, at) => [column, values[at]])),
      );
    } catch (error) {
      this.handleError(error, this.#connection);
    }
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    const current = this.#current;
    if (!current || this.failed) return;
    this.#answered += 1;
    current.resolve({ rows: current.rows, command: text.split(' ', 1)[0] ?? '' });
  }

  handleError(error: unknown, connection: Connection | undefined): void {
    if (this.failed) return;
    this.failed = true;
    if ((error as { readonly severity?: string }).severity === 'FATAL') this.lose();
    this.#failure = error;
    const unanswered = this.#awaited.slice(this.#answered);
    for (const { prepares, statement } of unanswered)
      if (prepares) this.prepared.delete(statement.name ?? '');
    for (const { reject } of unanswered) reject(error);
    if (connection && !this.#synced) this.#sync(connection);
    this.#over();
  }

  handleReadyForQuery(): void {
    this.#over();
  }
}

const noColumns: Columns = { names: [], parsers: [] };

/**
 * A value as PostgreSQL reads it, whatever type it is then taken for.
 * @throws TypeError when it is of a type that no statement of ours is sent with
 */
function written(value: unknown): string | Buffer | null {
  if (value === null) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
    return String(value);
  if (Buffer.isBuffer(value)) return value;
  if (Array.isArray(value)) return makePgArray(value);
  throw new TypeError(`a statement cannot be sent with a value of type ${typeof value}`);
}
