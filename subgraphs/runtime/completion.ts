import {
  type ExecutionResult,
  type FieldNode,
  GraphQLBoolean,
  GraphQLError,
  type GraphQLFieldResolver,
  GraphQLID,
  GraphQLInt,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  GraphQLString,
  getNullableType,
  isLeafType,
  isNonNullType,
  locatedError,
} from 'graphql';
import { inspect } from 'graphql/jsutils/inspect.js';
import { isIterableObject } from 'graphql/jsutils/isIterableObject.js';
import type { Path } from 'graphql/jsutils/Path.js';

// From a plan to an answer. What is here runs for each value of an answer, and semantics, messages and error paths are
// graphql-js' own. A function whose variables a closure holds on to costs an allocation a call, whether it comes to the
// closure or not; so whatever has to wait has a function of its own.

type Data = Record<string, unknown>;
export type Variables = Readonly<Record<string, unknown>>;

/** Makes what the client gets of what a resolver returned; throws what makes the value `null`, or its parent. */
export type Complete = (run: Run, value: unknown, path: Path | undefined) => unknown;

/** What one run shares. */
export interface Run {
  readonly contextValue: unknown;
  readonly variables: Variables;
  readonly errors: GraphQLError[];
  readonly shared: Shared;
}

export type Shared = Pick<GraphQLResolveInfo, 'schema' | 'fragments' | 'operation'>;

/** Where a value of an answer goes: under a field's key, or into a list. */
interface Place {
  readonly nodes: readonly FieldNode[];
  readonly nullable: boolean;
  /** Whether it is an object, an interface or a union, or a list: what lies beneath needs to know where it is. */
  readonly composite: boolean;
  /** Whose field it is; a list's items are nobody's. */
  readonly typeName: string | undefined;
  readonly complete: Complete;
}

/** A field under one response key, its nodes merged. */
export interface PlannedField extends Place {
  readonly key: string;
  readonly name: string;
  readonly parent: GraphQLObjectType;
  readonly type: GraphQLOutputType;
  /** Absent where the value is the property of the same name. */
  readonly resolve: GraphQLFieldResolver<unknown, unknown> | undefined;
  argumentsFor(variables: Variables): Variables;
}

/** What a resolver is told of its field. Most ask little of it, so that it is told when they ask. */
class Info implements GraphQLResolveInfo {
  readonly rootValue = undefined;

  constructor(
    private readonly run: Run,
    private readonly field: PlannedField,
    private readonly above: Path | undefined,
  ) {}

  get fieldName() {
    return this.field.name;
  }
  get fieldNodes() {
    return this.field.nodes;
  }
  get returnType() {
    return this.field.type;
  }
  get parentType() {
    return this.field.parent;
  }
  get path() {
    return pathOf(this.field, this.above, this.field.key);
  }
  get schema() {
    return this.run.shared.schema;
  }
  get fragments() {
    return this.run.shared.fragments;
  }
  get operation() {
    return this.run.shared.operation;
  }
  get variableValues() {
    return this.run.variables as GraphQLResolveInfo['variableValues'];
  }
}

/**
 * Answers an operation.
 * @param fields the root type's
 * @returns a promise only when something had to be waited for
 */
export function answerOperation(
  fields: readonly PlannedField[],
  variables: Variables,
  contextValue: unknown,
  shared: Shared,
): ExecutionResult | Promise<ExecutionResult> {
  const errors: GraphQLError[] = [];
  const run: Run = { contextValue, variables, errors, shared };
  const answer = (data: Data | null): ExecutionResult => (errors.length > 0 ? { errors, data } : { data });
  const failed = (error: unknown): ExecutionResult => {
    errors.push(error as GraphQLError);
    return answer(null);
  };
  try {
    const data =
      shared.operation.operation === 'mutation'
        ? answerSerially(run, fields)
        : answerFields(run, fields, undefined, undefined);
    return data instanceof Promise ? data.then(answer, failed) : answer(data);
  } catch (error) {
    return failed(error);
  }
}

async function answerSerially(run: Run, fields: readonly PlannedField[]): Promise<Data> {
  const data: Data = {};
  for (const field of fields) data[field.key] = await answerField(run, field, undefined, undefined);
  return data;
}

/** The fields of one object; a promise only when one of them is. */
export function answerFields(
  run: Run,
  fields: readonly PlannedField[],
  source: unknown,
  above: Path | undefined,
): Data | Promise<Data> {
  const data: Data = {};
  let waiting: Promise<void>[] | undefined;
  try {
    for (const field of fields) {
      const value = answerField(run, field, source, above);
      data[field.key] = value;
      if (value instanceof Promise) {
        waiting ??= [];
        waiting.push(setLater(data, field.key, value));
      }
    }
  } catch (error) {
    if (!waiting) throw error;
    return throwAfter(waiting, error);
  }
  return waiting ? answerAfter(waiting, data) : data;
}

async function setLater(data: Data, key: string, value: Promise<unknown>): Promise<void> {
  data[key] = await value;
}

async function answerAfter(waiting: readonly Promise<void>[], data: Data): Promise<Data> {
  try {
    await Promise.all(waiting);
  } catch (error) {
    return throwAfter(waiting, error);
  }
  return data;
}

async function listAfter(answers: readonly unknown[]): Promise<unknown[]> {
  try {
    return await Promise.all(answers);
  } catch (error) {
    return throwAfter(answers, error);
  }
}

/** Those under way are waited for, so that nothing is asked after the answer, by when its connection is somebody else's. */
async function throwAfter(waiting: readonly unknown[], error: unknown): Promise<never> {
  await Promise.allSettled(waiting);
  throw error;
}

function answerField(run: Run, field: PlannedField, source: unknown, above: Path | undefined): unknown {
  let value: unknown;
  try {
    value = resolved(run, field, source, above);
  } catch (raw) {
    return failed(run, field, raw, above, field.key);
  }
  return completed(run, field, value, above, field.key);
}

function resolved(run: Run, field: PlannedField, source: unknown, above: Path | undefined): unknown {
  const { resolve } = field;
  if (resolve)
    return resolve(source, field.argumentsFor(run.variables), run.contextValue, new Info(run, field, above));
  if (typeof source !== 'object' || source === null) return undefined;
  const value = (source as Data)[field.name];
  return typeof value === 'function'
    ? value.call(source, field.argumentsFor(run.variables), run.contextValue, new Info(run, field, above))
    : value;
}

/** The value of a field or an item; `null` when it may be that and could not be completed. */
function completed(
  run: Run,
  place: Place,
  value: unknown,
  above: Path | undefined,
  key: string | number,
): unknown {
  try {
    const answer = isPromise(value)
      ? completedLater(run, place, value, above, key)
      : // Most values are a text or a number: nothing beneath needs to know where it is.
        place.complete(run, value, place.composite ? pathOf(place, above, key) : undefined);
    return answer instanceof Promise ? caught(run, place, answer, above, key) : answer;
  } catch (raw) {
    return failed(run, place, raw, above, key);
  }
}

function completedLater(
  run: Run,
  place: Place,
  value: Promise<unknown>,
  above: Path | undefined,
  key: string | number,
): Promise<unknown> {
  return Promise.resolve(value).then((settled) => place.complete(run, settled, pathOf(place, above, key)));
}

function caught(
  run: Run,
  place: Place,
  answer: Promise<unknown>,
  above: Path | undefined,
  key: string | number,
): Promise<unknown> {
  return answer.then(undefined, (raw: unknown) => failed(run, place, raw, above, key));
}

/** @throws the error, located, when the place must not be `null` */
function failed(run: Run, place: Place, raw: unknown, above: Path | undefined, key: string | number): null {
  const error = locatedError(raw, place.nodes, keysOf(pathOf(place, above, key)));
  if (!place.nullable) throw error;
  run.errors.push(error);
  return null;
}

const pathOf = ({ typeName }: Place, above: Path | undefined, key: string | number): Path => ({
  prev: above,
  key,
  typename: typeName,
});

function keysOf(path: Path): (string | number)[] {
  const keys: (string | number)[] = [];
  for (let at: Path | undefined = path; at; at = at.prev) keys.push(at.key);
  return keys.reverse();
}

/**
 * Completes a list.
 * @param complete its items
 * @param coordinate whose value it is
 */
export function completeList(
  type: GraphQLOutputType,
  complete: Complete,
  nodes: readonly FieldNode[],
  coordinate: string,
): Complete {
  const place: Place = {
    nodes,
    nullable: !isNonNullType(type),
    composite: !isLeafType(getNullableType(type)),
    typeName: undefined,
    complete,
  };
  return (run, value, above) => {
    if (!isIterableObject(value))
      throw new GraphQLError(`Expected Iterable, but did not find one for field "${coordinate}".`);
    const items: readonly unknown[] = Array.isArray(value) ? value : Array.from(value);
    const answers: unknown[] = new Array(items.length);
    let waiting = false;
    try {
      for (let at = 0; at < items.length; at += 1) {
        const answer = completed(run, place, items[at], above, at);
        if (answer instanceof Promise) waiting = true;
        answers[at] = answer;
      }
    } catch (error) {
      if (!waiting) throw error;
      return throwAfter(answers, error);
    }
    return waiting ? listAfter(answers) : answers;
  };
}

/** Completes a scalar or an enum. What most values are already is passed on; all else the type itself serialises. */
export function completeLeaf(type: GraphQLLeafType): Complete {
  const serialize = (value: unknown) => {
    const serialized = type.serialize(value);
    if (serialized === null || serialized === undefined)
      throw new Error(
        `Expected \`${inspect(type)}.serialize(${inspect(value)})\` to return non-nullable value, returned: ${inspect(serialized)}`,
      );
    return serialized;
  };
  if (type === GraphQLString || type === GraphQLID)
    return (_run, value) => (typeof value === 'string' ? value : serialize(value));
  if (type === GraphQLBoolean)
    return (_run, value) => (typeof value === 'boolean' ? value : serialize(value));
  if (type === GraphQLInt)
    return (_run, value) => (typeof value === 'number' && (value | 0) === value ? value : serialize(value));
  return (_run, value) => serialize(value);
}

export function isPromise(value: unknown): value is Promise<unknown> {
  return (
    typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'
  );
}
