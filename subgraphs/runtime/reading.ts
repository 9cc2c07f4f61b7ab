import {
  type Column,
  createTableRelationsHelpers,
  extractTablesRelationalConfig,
  getTableColumns,
  getTableUniqueName,
  is,
  mapColumnsInSQLToAlias,
  normalizeRelation,
  One,
  SQL,
  sql,
} from 'drizzle-orm';
import { getTableConfig, PgDialect, type PgTable, PgTimestamp } from 'drizzle-orm/pg-core';
import type { Client, PersonKey } from './pipeline.js';
import { prepared } from './prepared.js';
import type { Selection } from './selection.js';

// A fetch is one statement, whatever it selects: the rows that lie beneath a person are gathered in PostgreSQL, and one
// JSON value comes back. drizzle's relational queries say what is read; they are not sent by drizzle, which builds the
// text anew for each fetch, and reads it back value by value. Here the text is written once for a selection, planned
// once on a connection, and answers rows as they are.

/** What drizzle's `findMany` takes, as far as rows of persons need it. */
export interface Reading {
  /** All columns, unless stated. */
  readonly columns?: Readonly<Record<string, true>>;
  /** Relations of the table that are read with it. */
  readonly with?: Readonly<Record<string, Reading | true>>;
  readonly where?: SQL;
  readonly orderBy?:
    | readonly (SQL | Column)[]
    // biome-ignore lint/suspicious/noExplicitAny: drizzle hands the table's columns, which differ from table to table
    | ((columns: any) => readonly (SQL | Column)[]);
  readonly limit?: number;
}

/** A statement that answers rows. */
export interface Statement<Row> {
  readonly text: string;
  /** The rows, as drizzle would give them, from what the statement answered. */
  rows(answered: readonly Record<string, unknown>[]): readonly Row[];
}

/** Which persons a statement reads. */
export interface Whom {
  /** `where`, and for lists `order by` and `limit`, over the alias `person`, with `$1` … for parameters. */
  readonly clauses: string;
  /** Whether it is known by the clauses' end whom the caller sees of them. Their order is then nobody's. */
  readonly looksUp?: true;
}

/** Those whose keys are the parameter, in any order; and the one whose key it is, for whoever sees nobody else. */
const byKey: Readonly<Record<PersonKey['by'], { readonly several: Whom; readonly one: Whom }>> = {
  id: {
    several: { clauses: 'where person.id = any((select access.see($1::uuid[]))::uuid[])', looksUp: true },
    one: { clauses: 'where person.id = $1::uuid', looksUp: true },
  },
  dufNumber: {
    several: { clauses: 'where person.duf_number = any($1::text[])' },
    one: { clauses: 'where person.duf_number = $1', looksUp: true },
  },
};

/** Statements that read persons by a key. */
export interface ByKey<Row> {
  readonly by: PersonKey['by'];
  readonly several: Statement<Row>;
  readonly one: Statement<Row>;
}

/** The statements that read a room's persons by a key, and what lies beneath them; parameters as {@link readPersons}. */
export function readByKey<Row>(
  tables: Record<string, unknown>,
  reading: Reading,
  by: PersonKey['by'] = 'id',
): ByKey<Row> {
  return {
    by,
    several: readPersons(tables, reading, byKey[by].several),
    one: readPersons(tables, reading, byKey[by].one),
  };
}

/**
 * The statement that reads a room's persons, and what lies beneath them.
 * @param tables the room's tables and relations; `person` is one
 */
export function readPersons<Row>(
  tables: Record<string, unknown>,
  reading: Reading,
  { clauses, looksUp }: Whom,
): Statement<Row> {
  const { from, columns, beneath, revive } = new Reader(tables).select('person', reading, 'person');
  const rows = ([answered]: readonly Record<string, unknown>[]): readonly Row[] => {
    const found = (answered?.['rows'] ?? []) as Record<string, unknown>[];
    if (revive) for (const row of found) revive(row);
    return found as Row[];
  };
  const selected = [...columns, ...beneath].join(',\n    ');
  if (looksUp || beneath.length === 0)
    return {
      rows,
      text: `select json_agg(found) as rows from (
  select ${selected}
  from ${from} ${clauses}) as found`,
    };
  // Whom the caller sees of them is noted once; row security then knows for every row beneath.
  return {
    rows,
    text: `with told as materialized (
  select access.note(array(select person.id from ${from} ${clauses})) as ids)
select json_agg(found order by page.at) as rows
from told cross join unnest(told.ids) with ordinality as page (id, at)
cross join lateral (
  select ${selected}
  from ${from} where person.id = page.id) as found`,
  };
}

type Revive = (row: Record<string, unknown>) => void;

/** Parts of a `select`, and what makes rows of its JSON. */
interface Select {
  readonly from: string;
  readonly columns: readonly string[];
  readonly beneath: readonly string[];
  readonly revive: Revive | undefined;
}

/** Writes drizzle's relational configuration down as SQL. */
class Reader {
  private readonly config: ReturnType<typeof extractTablesRelationalConfig>;
  private readonly dialect = new PgDialect();

  constructor(private readonly tables: Record<string, unknown>) {
    this.config = extractTablesRelationalConfig(tables, createTableRelationsHelpers);
  }

  select(tableName: string, reading: Reading, alias: string): Select {
    const table = this.tables[tableName] as PgTable;
    const known = getTableColumns(table);
    const names = Object.keys(reading.columns ?? known);
    const below = Object.entries(reading.with ?? {}).map(
      ([name, each]) => [name, this.beneath(tableName, alias, name, each === true ? {} : each)] as const,
    );
    return {
      from: `${qualified(table)} as ${alias}`,
      columns: names.map((name) => `${columnOf(known[name], alias)} as ${quoted(name)}`),
      beneath: below.map(([name, { text }]) => `(${text}) as ${quoted(name)}`),
      revive: reviver(
        names.filter((name) => is(known[name], PgTimestamp)),
        below.flatMap(([name, { revive }]) => (revive ? [[name, revive] as const] : [])),
      ),
    };
  }

  private beneath(tableName: string, alias: string, name: string, reading: Reading) {
    const { tables: configs, tableNamesMap } = this.config;
    const relation = configs[tableName]?.relations[name];
    if (!relation) throw new Error(`${tableName} has no relation ${name}`);
    const { fields, references } = normalizeRelation(configs, tableNamesMap, relation);
    const target = tableNamesMap[getTableUniqueName(relation.referencedTable)] ?? '';
    const below = `${alias}_${name}`.toLowerCase();
    const { from, columns, beneath, revive } = this.select(target, reading, below);
    const conditions = fields.map(
      (field, at) => `${columnOf(references[at], below)} = ${columnOf(field, alias)}`,
    );
    if (reading.where) conditions.push(this.written(reading.where, below));
    const rows = [
      `select ${[...columns, ...beneath].join(', ')} from ${from}`,
      `where ${conditions.join(' and ')}`,
      ...this.order(target, reading, below),
      ...(reading.limit ? [`limit ${reading.limit}`] : []),
    ].join(' ');
    const gathered = is(relation, One) ? 'to_json(found)' : `coalesce(json_agg(found), '[]')`;
    return { text: `select ${gathered} from (${rows}) as found`, revive };
  }

  private order(tableName: string, { orderBy = [] }: Reading, alias: string): string[] {
    const columns = getTableColumns(this.tables[tableName] as PgTable);
    const by = typeof orderBy === 'function' ? orderBy(columns) : orderBy;
    const written = by.map((each) => this.written(is(each, SQL) ? each : sql`${each}`, alias));
    return written.length > 0 ? [`order by ${written.join(', ')}`] : [];
  }

  private written(expression: SQL, alias: string): string {
    const { sql: text, params } = this.dialect.sqlToQuery(mapColumnsInSQLToAlias(expression, alias));
    if (params.length > 0) throw new Error('what is read beneath a person is the same for every fetch');
    return text;
  }
}

function columnOf(column: Column | undefined, alias: string): string {
  if (!column) throw new Error(`a reading names a column that ${alias} does not have`);
  return `${alias}.${quoted(column.name)}`;
}

function qualified(table: PgTable): string {
  const { schema, name } = getTableConfig(table);
  return `${quoted(schema ?? 'public')}.${quoted(name)}`;
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** JSON has no points in time; drizzle's rows do. */
function reviver(
  times: readonly string[],
  beneath: readonly (readonly [string, Revive])[],
): Revive | undefined {
  if (times.length === 0 && beneath.length === 0) return undefined;
  return (row) => {
    for (const name of times) if (typeof row[name] === 'string') row[name] = new Date(row[name]);
    for (const [name, revive] of beneath) {
      const below = row[name];
      if (Array.isArray(below)) for (const each of below) revive(each);
      else if (below) revive(below as Record<string, unknown>);
    }
  };
}

/**
 * Keeps what is worked out from a selection by the selection, for as long as it is used.
 * @param make called once for a selection and key
 */
export function perSelection<Value>(
  make: (selection: Selection, key: string) => Value,
): (selection: Selection, key?: string) => Value {
  const kept = new WeakMap<Selection, Map<string, Value>>();
  return (selection, key = '') => {
    const known = kept.get(selection)?.get(key);
    if (known !== undefined) return known;
    const value = make(selection, key);
    const values = kept.get(selection) ?? new Map<string, Value>();
    kept.set(selection, values.set(key, value));
    return value;
  };
}

/** Sends a statement, to be planned once on each connection. */
export async function ask<Row>(
  { $client }: { readonly $client: Client },
  { text, rows }: Statement<Row>,
  parameters: readonly unknown[],
): Promise<readonly Row[]> {
  const answer = await $client.query(prepared(text), parameters);
  return rows(answer.rows);
}

/**
 * The persons with these keys that the caller may see, in any order. One alone is read in a role that sees nobody else,
 * where nothing is written.
 */
export async function askByKey<Row>(
  { $client }: { readonly $client: Client },
  { by, several, one }: ByKey<Row>,
  keys: readonly string[],
): Promise<readonly Row[]> {
  const [key] = keys;
  if (key === undefined || keys.length > 1 || !$client.queryOfOne) return ask({ $client }, several, [keys]);
  const answer = await $client.queryOfOne({ by, key }, prepared(one.text), [key]);
  return one.rows(answer.rows);
}
