import { makePgArray } from 'drizzle-orm/pg-core';
import pg, { type Connection, type FieldDef, type Submittable } from 'pg';
import type { Lane } from './lane.js';
import type { Answer, SentStatement } from './pipeline.js';

/** How a statement's rows are read. */
export interface Columns {
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

/** Whose statements a run sends. */
export interface RunOwner {
  /** Told that the connection is gone. */
  lose(): void;
}

/** What is sent up to one Sync, in the shape in which node-postgres takes queries that are not its own. */
export class Run implements Submittable {
  /** Whether a statement has failed. PostgreSQL skips what follows. */
  failed = false;
  /** Why, if one has. */
  failure: unknown;
  /** Whether its Sync is sent, or about to be. */
  ended = false;
  /** Whether its Sync is to be sent with the next statement. */
  last = false;
  /** Where it is sent. Until it has one, nothing is written. */
  lane: Lane | undefined;
  /** How many connections may be in use for its sake; none until it asks for one. */
  limit = 0;
  readonly #awaited: Awaited[] = [];
  #ofOne = true;
  #answered = 0;
  #written = 0;
  #connection: Connection | undefined;
  /** Known as soon as something is written, and not asked for before. */
  #prepared!: Map<string, Columns>;
  #prepares = false;
  #synced = false;
  #over: () => void = () => {};
  readonly #whenOver = new Promise<void>((resolve) => {
    this.#over = resolve;
  });

  /**
   * @param owner whose statements these are
   * @param writeSoon called when there is something to write
   */
  constructor(
    readonly owner: RunOwner,
    private readonly writeSoon: (run: Run) => void,
  ) {}

  /** Whether all of it is sent at once, and is read of one person. */
  get isBrief(): boolean {
    return this.last && this.#ofOne;
  }

  /** Whether another may be written behind it before it is answered: all of it is, and nothing depends on its success. */
  get letsFollow(): boolean {
    return this.#synced && !this.#prepares;
  }

  /** Whether something was written that PostgreSQL has not answered yet. */
  get isUnanswered(): boolean {
    return this.#written > this.#answered || this.#synced;
  }

  /** @param ofOne whether it reads no more than one person, found by identifier */
  send(statement: SentStatement, values: readonly unknown[], ofOne: boolean): Promise<Answer<unknown>> {
    return new Promise((resolve, reject) => {
      if (this.failed) {
        reject(this.failure);
        return;
      }
      if (!ofOne) this.#ofOne = false;
      const rows: unknown[] = [];
      this.#awaited.push({ statement, values, rows, columns: undefined, prepares: false, resolve, reject });
      this.writeSoon(this);
    });
  }

  end(): Promise<void> {
    this.ended = true;
    if (!this.failed) this.writeSoon(this);
    return this.#whenOver;
  }

  submit(connection: Connection): void {
    this.lane?.reach(connection);
  }

  /** Writes what is not written yet, into prepared statements that the connection is known to have. */
  write(connection: Connection, prepared: Map<string, Columns>): void {
    this.#connection = connection;
    this.#prepared = prepared;
    if (this.#synced) return;
    try {
      const written = this.#written;
      if (this.last && written < this.#awaited.length) this.ended = true;
      for (; this.#written < this.#awaited.length; this.#written += 1)
        this.#writeStatement(connection, this.#awaited[this.#written] as Awaited);
      if (this.ended) this.#sync(connection);
      else if (this.#written > written) connection.flush();
    } catch (error) {
      this.#fail(error); // a value that cannot be written
    }
  }

  #writeStatement(connection: Connection, awaited: Awaited): void {
    const { text, name = '' } = awaited.statement;
    const values = awaited.values.map(written);
    if (!this.#prepared.has(name)) {
      this.#prepares = true;
      if (name) {
        awaited.prepares = true;
        this.#prepared.set(name, noColumns);
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
    if (name) this.#prepared.set(name, columns);
    else current.columns = columns;
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    const current = this.#current;
    if (!current || this.failed) return;
    const { name = '', rowMode } = current.statement;
    const columns = current.columns ?? this.#prepared.get(name) ?? noColumns;
    try {
      const values = fields.map((text, at) => (text === null ? null : columns.parsers[at]?.(text)));
      current.rows.push(
        rowMode === 'array'
          ? values
          : Object.fromEntries(columns.names.map((column, at) => [column, values[at]])),
      );
    } catch (error) {
      this.#fail(error);
    }
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    const current = this.#current;
    if (!current || this.failed) return;
    this.#answered += 1;
    this.lane?.hear();
    current.resolve({ rows: current.rows, command: text.split(' ', 1)[0] ?? '' });
  }

  /** PostgreSQL has refused a statement. node-postgres tells of nothing more up to the Sync. */
  handleError(error: unknown): void {
    this.#fail(error);
    this.lane?.over(this);
  }

  #fail(error: unknown): void {
    if (this.failed) return;
    this.failed = true;
    if ((error as { readonly severity?: string }).severity === 'FATAL') {
      this.owner.lose();
      this.lane?.lose(error);
    }
    this.failure = error;
    const unanswered = this.#awaited.slice(this.#answered);
    for (const { prepares, statement } of unanswered)
      if (prepares) this.#prepared.delete(statement.name ?? '');
    for (const { reject } of unanswered) reject(error);
    if (this.#connection && !this.#synced) this.#sync(this.#connection);
    this.#over();
  }

  /** The connection is gone, or there is none. Whoever has heard of a failure before has heard enough. */
  lose(error: unknown): void {
    if (this.failed) return;
    this.owner.lose();
    this.#connection = undefined;
    this.#fail(error);
  }

  handleReadyForQuery(): void {
    this.#over();
    this.lane?.over(this);
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
