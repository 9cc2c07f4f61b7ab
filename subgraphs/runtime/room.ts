import {
  type Caller,
  enforce,
  notDone,
  outcomeUnknown,
  type Policy,
  policyInForce,
  type SubgraphName,
  unavailable,
} from '@kompass/schema';
import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  parse,
  validate,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Sql } from 'postgres';
import { namingArgument } from './argument-holding.js';
import { CodeLists } from './code-lists.js';
import { type Compiled, compile } from './compiled.js';
import { type CursorSeal, cursorSeal } from './cursor.js';
import { type DatabaseOptions, OutcomeUnknown, openDatabase } from './database.js';
import { eraser } from './eraser.js';
import { carryOut, openSteps, type Rectification, type RectificationOutcome } from './execution.js';
import { everythingGranted } from './fast-path.js';
import { ConnectionLost } from './lanes.js';
import type { Log } from './log.js';
import { isUnforeseen, maskErrors } from './mask-errors.js';
import type { RequestTransaction } from './request-transaction.js';
import type { Session } from './session.js';
import { subgraphSchema } from './subgraph-schema.js';
import type { Rows } from './synthetic/copy.js';
import type { SyntheticPerson } from './synthetic/person.js';
import { unstorableLiterals } from './unstorable.js';

/** What distinguishes one subgraph from the others. The rest they share. */
export interface Room<Tables extends Record<string, unknown>> {
  readonly name: SubgraphName;
  /** Drizzle tables and relations. */
  readonly tables: Tables;
  readonly resolvers: object;
  /** Folder of the migrations. */
  readonly migrations: URL;
  /** Tables that hold persons, the shared ones included, that {@link seed} fills. */
  readonly seeded: readonly string[];
  /** Gathers a synthetic person's rows. */
  seed(person: SyntheticPerson, rows: Rows): void;
  /** Deletes all that the room holds on a person; once more, and there is nothing left to delete. */
  erase(session: Session<Tables>, personId: string): Promise<void>;
  /** Corrects what the room holds of what was wrong, and marks what it worked out from that. */
  rectify(session: Session<Tables>, rectification: Rectification, now: Date): Promise<RectificationOutcome>;
  /** What the room does when it falls due. */
  readonly duties: readonly Duty<Tables>[];
  /** Brings code lists and texts that production needs too up to date; called at each start, by the owner. */
  reference(sql: Sql): Promise<void>;
}

// biome-ignore lint/suspicious/noExplicitAny: the rooms differ in their tables only, which nobody here looks at
export type AnyRoom = Room<any>;

/** What a room does unasked, in one transaction, as IMDi. */
export interface Duty<Tables extends Record<string, unknown>> {
  /** The name of its queue. */
  readonly name: string;
  /** Once in so many seconds, however many processes host the room. */
  readonly every: number;
  run(session: Session<Tables>, now: Date, log: Log): Promise<void>;
}

/** What time it is; another than the real one in tests that live through years. */
export type Clock = () => Date;

/** How a room may be opened otherwise than in operation. */
export interface RoomOptions extends DatabaseOptions {
  readonly clock?: Clock | undefined;
  /** Leaves the fast path out, so that graphql-shield's own middleware answers what it would have answered. */
  readonly shieldAlways?: boolean | undefined;
  /** Opens another database than PostgreSQL: one that remembers what PostgreSQL answered. */
  readonly openDatabase?: typeof openDatabase | undefined;
  /** Answers whatever is asked, to measure what the rules cost; no service of ours is ever started so. */
  readonly rules?: 'off' | undefined;
}

/** What resolvers of a room are handed. */
export interface RoomContext<Tables extends Record<string, unknown>> {
  readonly caller: Caller;
  /** What the request is answered under, from its beginning to its end. */
  readonly policy: Policy;
  readonly session: Session<Tables>;
  readonly clock: Clock;
  readonly cursors: CursorSeal;
  readonly codeLists: CodeLists<Tables>;
  /** Batches of this request, one for each field that asks for entities. */
  readonly batches: Map<object, unknown>;
}

export interface Operation {
  readonly query: string;
  readonly variables?: Record<string, unknown> | undefined;
  readonly operationName?: string | undefined;
}

/** One operation of a room's, read and validated once, answered any number of times. */
export interface Prepared {
  /**
   * Answers for a caller, under a policy, in one transaction. The answer's objects belong to whoever asked. Errors that
   * are not meant for clients are masked.
   */
  execute(
    variables: Readonly<Record<string, unknown>> | undefined,
    caller: Caller,
    policy: Policy,
    request?: AskedIn,
  ): Promise<ExecutionResult>;
}

/** The client's request in which a room is asked. */
export interface AskedIn {
  /** Its id, which stands beside whatever is logged of it. */
  readonly trace?: string | undefined;
  /** Its own, where it has one: what only reads is read in that. */
  readonly transaction?: RequestTransaction;
}

/** A room that answers. */
export interface OpenRoom {
  readonly name: SubgraphName;
  /** @param query a document; when it holds several operations, `operationName` says which */
  prepare(query: string, operationName?: string): Prepared;
  /** Answers one operation for a caller, under the policy in force. */
  execute(operation: Operation, caller: Caller, request?: AskedIn): Promise<ExecutionResult>;
  /** Deletes all that the room holds on a person, in one transaction. */
  erase(personId: string): Promise<void>;
  /** The executions of decisions in which the room's step is open. */
  openSteps(): Promise<readonly string[]>;
  /** Does the room's step of an execution and confirms it, in one transaction; nothing when it has confirmed already. */
  carryOut(execution: string): Promise<void>;
  /** What the room does when it falls due. */
  readonly duties: readonly { readonly name: string; readonly every: number; run(): Promise<void> }[];
  /** @throws Error when the room cannot answer now */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a room on a database that is ready when the room is first asked; until then nothing connects to it.
 * @throws PolicyMistakes naming all that is wrong with the policy, when something is
 */
export function openRoom<Tables extends Record<string, unknown>>(
  room: Room<Tables>,
  url: string,
  log: Log,
  {
    clock = () => new Date(),
    shieldAlways = false,
    openDatabase: open = openDatabase,
    rules,
    ...options
  }: RoomOptions = {},
): OpenRoom {
  const schema = subgraphSchema(room.name, room.resolvers);
  const operations = new LRUCache<string, ValidOperation | readonly GraphQLError[]>({ max: 1_000 });
  const guarded = new WeakMap<Policy, GraphQLSchema>();
  const guardedBy = (policy: Policy): GraphQLSchema => {
    const known = guarded.get(policy) ?? enforce(schema, policy.rules[room.name], policy);
    guarded.set(policy, known);
    return known;
  };
  guardedBy(policyInForce());
  const database = open(url, room.name, room.tables, options);
  let cursors: Promise<CursorSeal> | undefined;
  const listsDatabase = open(url, room.name, room.tables, { ...options, pool: `${room.name}-lists` });
  const codeLists = new CodeLists(listsDatabase);

  const answer = async (
    operation: ValidOperation,
    variables: Readonly<Record<string, unknown>> | undefined,
    caller: Caller,
    policy: Policy,
    { trace, transaction }: AskedIn,
  ): Promise<ExecutionResult> => {
    const { document, operationName, compiled, acts } = operation;
    const ready = compiled?.for(variables);
    if (isErrors(ready)) return { errors: ready };
    const onFastPath =
      ready !== undefined && !shieldAlways && (rules === 'off' || everythingGranted(ready, caller, policy));
    const within = async (session: Session<Tables>, seal: CursorSeal): Promise<ExecutionResult> => {
      // graphql-js answers at the first failure, and lets what it has begun go on asking.
      if (!onFastPath) session.$client.retire?.();
      const contextValue: RoomContext<Tables> = {
        caller,
        policy,
        session,
        clock,
        cursors: seal,
        codeLists,
        batches: new Map(),
      };
      return onFastPath
        ? ready.run(contextValue)
        : execute({
            schema: guardedBy(policy),
            document,
            contextValue,
            variableValues: variables,
            operationName,
          });
    };
    let answered: ExecutionResult | undefined;
    try {
      cursors ??= database.sealKey().then(cursorSeal);
      const seal = await cursors;
      if (transaction && !acts) {
        const read = await transaction
          .in(room.name, room.tables, (session) => within(session, seal))
          .catch(() => undefined);
        if (read && !read.errors?.some(isUnforeseen)) return maskErrors(read, log, trace);
        // The transaction has ended for every room. The room that ended it fails again below, the others do not.
      }
      const result = await (acts ? database.acting : database.reading)(caller, async (session) => {
        answered = await within(session, seal);
        // An act is done whole or not at all.
        if (acts && answered.errors?.some(({ path }) => path?.length === 1)) throw new Error('an act failed');
        return answered;
      });
      return maskErrors(result, log, trace);
    } catch (error) {
      // Nothing was done, and what was read may have been read for nobody: the answer counts for its errors at most.
      if (acts && answered?.errors && !(error instanceof ConnectionLost))
        return maskErrors({ data: null, errors: [...answered.errors, ...undone(answered)] }, log, trace);
      cursors = undefined;
      log.error({ err: error, id: trace }, `${room.name} cannot reach its database`);
      return { errors: [error instanceof OutcomeUnknown ? outcomeUnknown() : unavailable()] };
    }
  };

  const prepare = (query: string, operationName?: string): Prepared => {
    const key = `${operationName ?? ''} ${query}`;
    const operation = operations.get(key) ?? validated(schema, query, operationName);
    operations.set(key, operation);
    return {
      execute: async (variables, caller, policy, request = {}) =>
        isErrors(operation) ? { errors: operation } : answer(operation, variables, caller, policy, request),
    };
  };

  return {
    name: room.name,
    prepare,
    execute: ({ query, variables, operationName }, caller, request) =>
      prepare(query, operationName).execute(variables, caller, policyInForce(), request),
    erase: (personId) => database.acting(eraser, (session) => room.erase(session, personId)),
    openSteps: () => database.acting(eraser, (session) => openSteps(session, room.name)),
    carryOut: (execution) =>
      database.acting(eraser, (session) => carryOut(session, room, execution, clock())),
    duties: room.duties.map(({ name, every, run }) => ({
      name,
      every,
      run: () => database.acting(eraser, (session) => run(session, clock(), log)),
    })),
    ping: () => database.ping(),
    close: async () => {
      await Promise.all([database.close(), listsDatabase.close()]);
    },
  };
}

/** One error for each act that was undone with another: `null` without one would look like an answer. */
function undone({ data, errors = [] }: ExecutionResult): readonly GraphQLError[] {
  const told = new Set(errors.flatMap(({ path = [] }) => (path.length === 1 ? path : [])));
  return Object.keys(data ?? {}).flatMap((key) => (told.has(key) ? [] : [notDone([key])]));
}

/** An operation that fits the room's schema. */
interface ValidOperation {
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  /** Absent where graphql-js answers itself. */
  readonly compiled: Compiled | undefined;
  /** Whether it is a mutation. */
  readonly acts: boolean;
}

function validated(
  schema: GraphQLSchema,
  query: string,
  operationName: string | undefined,
): ValidOperation | readonly GraphQLError[] {
  try {
    const document = parse(query);
    const errors = [
      ...validate(schema, document).map((error) => namingArgument(document, error)),
      ...unstorableLiterals(document),
    ];
    if (errors.length > 0) return errors;
    return {
      document,
      operationName,
      compiled: compile(schema, document, operationName),
      acts: getOperationAST(document, operationName)?.operation === 'mutation',
    };
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

function isErrors(value: unknown): value is readonly GraphQLError[] {
  return Array.isArray(value);
}
