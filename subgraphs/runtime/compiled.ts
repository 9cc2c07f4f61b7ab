import {
  type DocumentNode,
  defaultTypeResolver,
  type ExecutionResult,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLBoolean,
  GraphQLError,
  type GraphQLFieldResolver,
  GraphQLID,
  GraphQLInt,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  GraphQLString,
  getNullableType,
  getOperationAST,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  locatedError,
  type OperationDefinitionNode,
  TypeNameMetaFieldDef,
  visit,
} from 'graphql';
import { collectFields, collectSubfields } from 'graphql/execution/collectFields.js';
import { getArgumentValues, getVariableValues } from 'graphql/execution/values.js';
import { inspect } from 'graphql/jsutils/inspect.js';
import { isIterableObject } from 'graphql/jsutils/isIterableObject.js';
import type { Path } from 'graphql/jsutils/Path.js';
import { LRUCache } from 'lru-cache';

// graphql-js works out for each row again which fields a selection holds, what their types are and how those are
// completed. Here that is worked out once for an operation, into closures; what is left for a row is to read, check
// and write its values. Semantics, messages and error paths are graphql-js' own, with `collectFields` and the
// coercions taken from it.

type Data = Record<string, unknown>;
type Variables = Readonly<Record<string, unknown>>;

/** A validated operation, ready to be run any number of times. */
export interface Compiled {
  readonly operation: OperationDefinitionNode;
  /** @returns the operation as these variables have it, or the errors that a client's variables have */
  for(variables: Variables | undefined): Ready | readonly GraphQLError[];
}

/** An operation whose variables are known. */
export interface Ready {
  readonly plan: Plan;
  readonly variables: Variables;
  run(contextValue: unknown): ExecutionResult | Promise<ExecutionResult>;
}

/** What an operation asks when its `@skip` and `@include` are decided. */
export interface Plan {
  /** The schema coordinates of everything that may be resolved, each once. */
  readonly coordinates: readonly string[];
  /** The root type's fields. */
  readonly fields: readonly PlannedField[];
}

/** A field under one response key, its nodes merged. */
export interface PlannedField {
  readonly key: string;
  readonly name: string;
  readonly nodes: readonly FieldNode[];
  readonly parent: GraphQLObjectType;
  readonly nullable: boolean;
  /** Absent where the value is the property of the same name. */
  readonly resolve: GraphQLFieldResolver<unknown, unknown> | undefined;
  readonly type: GraphQLOutputType;
  argumentsFor(variables: Variables): Variables;
  /** Whether it is an object, an interface or a union, or a list: what lies beneath needs to know where it is. */
  readonly composite: boolean;
  readonly complete: Complete;
}

/** Makes what the client gets of what a resolver returned; throws what makes the value `null`, or its parent. */
type Complete = (run: Run, value: unknown, path: Path | undefined) => unknown;

/** What one run shares. */
interface Run {
  readonly contextValue: unknown;
  readonly variables: Variables;
  readonly errors: GraphQLError[];
  readonly shared: Shared;
}

type Shared = Pick<GraphQLResolveInfo, 'schema' | 'fragments' | 'operation'>;

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
    return below(this.field, this.above);
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

const below = ({ key, parent }: PlannedField, above: Path | undefined): Path => ({
  prev: above,
  key,
  typename: parent.name,
});

/** Variants of an operation with other values of the variables that its directives use. */
const variantsKept = 16;

/**
 * Compiles one operation of a validated document.
 * @param schema whose resolvers answer
 * @returns `undefined` for what graphql-js had better execute: introspection, subscriptions, types that ask `isTypeOf`
 */
export function compile(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName?: string,
): Compiled | undefined {
  const operation = getOperationAST(document, operationName);
  const root = operation && schema.getRootType(operation.operation);
  if (!operation || !root || operation.operation === 'subscription') return undefined;
  const fragments = Object.fromEntries(
    document.definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
    ),
  );
  const deciding = decidingVariables(document);
  const variants = new LRUCache<string, Plan>({ max: variantsKept });
  const planFor = (variables: Variables): Plan => {
    const key = deciding.map((name) => (variables[name] === true ? 'y' : 'n')).join('');
    const known = variants.get(key) ?? new Planner(schema, fragments, variables).plan(operation, root);
    variants.set(key, known);
    return known;
  };
  // What cannot be compiled shows whatever the variables, unless they leave it out; then it had better be left as well.
  if (!compilable(schema, document)) return undefined;
  const definitions = operation.variableDefinitions ?? [];
  return {
    operation,
    for(given) {
      const { coerced, errors } = getVariableValues(schema, definitions, given ?? {}, { maxErrors: 50 });
      if (!coerced) return errors ?? [];
      const plan = planFor(coerced);
      return {
        plan,
        variables: coerced,
        run: (contextValue) => runPlan(plan, coerced, contextValue, { schema, fragments, operation }),
      };
    },
  };
}

/** The variables that decide what is selected at all. */
function decidingVariables(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Directive(directive) {
      for (const { value } of directive.arguments ?? [])
        if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names].sort();
}

function compilable(schema: GraphQLSchema, document: DocumentNode): boolean {
  let simple = Object.values(schema.getTypeMap()).every((type) => !isObjectType(type) || !type.isTypeOf);
  visit(document, {
    Field({ alias, name }) {
      // Introspection; and a key that, written to an object, is no property of it.
      if (name.value === '__schema' || name.value === '__type' || alias?.value === '__proto__')
        simple = false;
    },
  });
  return simple;
}

class Planner {
  private readonly coordinates = new Set<string>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>,
    private readonly variables: Variables,
  ) {}

  plan({ selectionSet }: OperationDefinitionNode, root: GraphQLObjectType): Plan {
    const { schema, fragments, variables } = this;
    const fields = this.fields(root, collectFields(schema, fragments, variables, root, selectionSet));
    return { fields, coordinates: [...this.coordinates] };
  }

  private fields(
    type: GraphQLObjectType,
    selected: ReadonlyMap<string, readonly FieldNode[]>,
  ): readonly PlannedField[] {
    return [...selected].map(([key, nodes]) => this.field(type, key, nodes));
  }

  private field(parent: GraphQLObjectType, key: string, nodes: readonly FieldNode[]): PlannedField {
    const name = nodes[0]?.name.value ?? key;
    const definition = name === TypeNameMetaFieldDef.name ? TypeNameMetaFieldDef : parent.getFields()[name];
    if (!definition) throw new Error(`${parent.name} has no field ${name}`);
    if (definition !== TypeNameMetaFieldDef) this.coordinates.add(`${parent.name}.${name}`);
    const { resolve, type } =
      definition === TypeNameMetaFieldDef
        ? { resolve: () => parent.name, type: definition.type }
        : definition;
    return {
      key,
      name,
      nodes,
      parent,
      type,
      nullable: !isNonNullType(type),
      resolve,
      argumentsFor: argumentsOf(definition, nodes),
      composite: !isLeafType(getNullableType(type)),
      complete: this.completing(type, nodes, `${parent.name}.${name}`),
    };
  }

  private completing(type: GraphQLOutputType, nodes: readonly FieldNode[], coordinate: string): Complete {
    if (isNonNullType(type)) {
      const complete = this.completing(type.ofType, nodes, coordinate);
      return (run, value, path) => {
        const completed = complete(run, value, path);
        if (completed === null) throw new Error(`Cannot return null for non-nullable field ${coordinate}.`);
        return completed;
      };
    }
    const complete = this.completingNullable(type, nodes, coordinate);
    return (run, value, path) => {
      if (value === null || value === undefined) return null;
      if (value instanceof Error) throw value;
      return complete(run, value, path);
    };
  }

  private completingNullable(
    type: GraphQLOutputType,
    nodes: readonly FieldNode[],
    coordinate: string,
  ): Complete {
    if (isLeafType(type)) return leaf(type);
    if (isListType(type)) {
      return list(type.ofType, this.completing(type.ofType, nodes, coordinate), nodes, coordinate);
    }
    if (isObjectType(type)) {
      const fields = this.beneath(type, nodes);
      return (run, value, path) => answerFields(run, fields, value, path);
    }
    if (!isAbstractType(type)) throw new Error(`${coordinate} is of no output type`);
    const possible = new Map(
      this.schema.getPossibleTypes(type).map((each) => [each.name, this.beneath(each, nodes)] as const),
    );
    const resolveType = type.resolveType ?? defaultTypeResolver;
    const complete = (run: Run, value: unknown, path: Path | undefined, found: unknown) => {
      const fields = typeof found === 'string' ? possible.get(found) : undefined;
      if (!fields) throw new Error(`${coordinate} answered something that is no ${type.name}`);
      return answerFields(run, fields, value, path);
    };
    const completeLater = (run: Run, value: unknown, path: Path | undefined, found: Promise<unknown>) =>
      Promise.resolve(found).then((name) => complete(run, value, path, name));
    return (run, value, path) => {
      // Types are told from the value; nobody's asks where it is.
      const found = resolveType(value, run.contextValue, undefined as never, type);
      return isPromise(found) ? completeLater(run, value, path, found) : complete(run, value, path, found);
    };
  }

  private beneath(type: GraphQLObjectType, nodes: readonly FieldNode[]): readonly PlannedField[] {
    const { schema, fragments, variables } = this;
    return this.fields(type, collectSubfields(schema, fragments, variables, type, nodes));
  }
}

/** Arguments that no variable has a part in are worked out once. */
function argumentsOf(
  definition: Parameters<typeof getArgumentValues>[0],
  nodes: readonly FieldNode[],
): PlannedField['argumentsFor'] {
  const [node] = nodes;
  if (!node || definition.args.length === 0) return () => none;
  let constant: Variables | undefined;
  let varies = false;
  for (const { value } of node.arguments ?? [])
    visit(value, {
      Variable() {
        varies = true;
      },
    });
  if (varies) return (variables) => getArgumentValues(definition, node, variables);
  return () => {
    constant ??= getArgumentValues(definition, node);
    return constant;
  };
}

const none: Variables = Object.freeze({});

/** What most values are already is passed on; all else goes through the type's own serialisation. */
function leaf(type: GraphQLLeafType): Complete {
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

function list(
  type: GraphQLOutputType,
  complete: Complete,
  nodes: readonly FieldNode[],
  coordinate: string,
): Complete {
  const nullable = !isNonNullType(type);
  const composite = !isLeafType(getNullableType(type));
  const failed = (run: Run, raw: unknown, above: Path | undefined, at: number): null => {
    const error = locatedError(raw, nodes, pathOf(item(above, at)));
    if (!nullable) throw error;
    run.errors.push(error);
    return null;
  };
  const completeLater = (run: Run, value: Promise<unknown>, above: Path | undefined, at: number) =>
    Promise.resolve(value).then((settled) => complete(run, settled, item(above, at)));
  const caught = (run: Run, completed: Promise<unknown>, above: Path | undefined, at: number) =>
    completed.then(undefined, (raw: unknown) => failed(run, raw, above, at));
  return (run, value, above) => {
    if (!isIterableObject(value))
      throw new GraphQLError(`Expected Iterable, but did not find one for field "${coordinate}".`);
    const items: readonly unknown[] = Array.isArray(value) ? value : Array.from(value);
    const completed: unknown[] = new Array(items.length);
    let waiting = false;
    for (let at = 0; at < items.length; at += 1) {
      try {
        const each = items[at];
        const one = isPromise(each)
          ? completeLater(run, each, above, at)
          : complete(run, each, composite ? item(above, at) : undefined);
        if (one instanceof Promise) {
          waiting = true;
          completed[at] = caught(run, one, above, at);
        } else completed[at] = one;
      } catch (raw) {
        completed[at] = failed(run, raw, above, at);
      }
    }
    return waiting ? Promise.all(completed) : completed;
  };
}

const item = (above: Path | undefined, at: number): Path => ({ prev: above, key: at, typename: undefined });

function runPlan(
  plan: Plan,
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
        ? answerSerially(run, plan.fields)
        : answerFields(run, plan.fields, undefined, undefined);
    return data instanceof Promise ? data.then(answer, failed) : answer(data);
  } catch (error) {
    return failed(error);
  }
}

// What follows runs for each value of an answer. A function whose variables a closure holds on to costs an allocation a
// call, whether it comes to the closure or not; so whatever has to wait has a function of its own.

/** The fields of one object; a promise only when one of them is. */
function answerFields(
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
    // Those under way are waited for, so that nothing is asked after the answer.
    if (!waiting) throw error;
    return throwAfter(waiting, error);
  }
  return waiting ? answerAfter(waiting, data) : data;
}

async function setLater(data: Data, key: string, value: Promise<unknown>): Promise<void> {
  data[key] = await value;
}

async function answerAfter(waiting: readonly Promise<void>[], data: Data): Promise<Data> {
  await Promise.all(waiting);
  return data;
}

async function throwAfter(waiting: readonly Promise<void>[], error: unknown): Promise<never> {
  await Promise.allSettled(waiting);
  throw error;
}

async function answerSerially(run: Run, fields: readonly PlannedField[]): Promise<Data> {
  const data: Data = {};
  for (const field of fields) data[field.key] = await answerField(run, field, undefined, undefined);
  return data;
}

function answerField(run: Run, field: PlannedField, source: unknown, above: Path | undefined): unknown {
  try {
    const value = resolved(run, field, source, above);
    const completed = isPromise(value)
      ? completeLater(run, field, value, above)
      : // Most fields are a text or a number: nothing beneath needs to know where it is.
        field.complete(run, value, field.composite ? below(field, above) : undefined);
    return completed instanceof Promise ? caught(run, field, completed, above) : completed;
  } catch (raw) {
    return failed(run, field, raw, above);
  }
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

function completeLater(
  run: Run,
  field: PlannedField,
  value: Promise<unknown>,
  above: Path | undefined,
): Promise<unknown> {
  return Promise.resolve(value).then((settled) => field.complete(run, settled, below(field, above)));
}

function caught(
  run: Run,
  field: PlannedField,
  completed: Promise<unknown>,
  above: Path | undefined,
): Promise<unknown> {
  return completed.then(undefined, (raw: unknown) => failed(run, field, raw, above));
}

/** @throws the error, located, when the field must not be `null` */
function failed(run: Run, field: PlannedField, raw: unknown, above: Path | undefined): null {
  const error = locatedError(raw, field.nodes, pathOf(below(field, above)));
  if (!field.nullable) throw error;
  run.errors.push(error);
  return null;
}

function pathOf(path: Path): (string | number)[] {
  const keys: (string | number)[] = [];
  for (let at: Path | undefined = path; at; at = at.prev) keys.push(at.key);
  return keys.reverse();
}

function isPromise(value: unknown): value is Promise<unknown> {
  return (
    typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'
  );
}
