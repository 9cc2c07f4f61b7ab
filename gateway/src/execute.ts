import type { FetchNode, FlattenNode, PlanNode } from '@apollo/query-planner';
import type { Variables } from '@kompass/schema';
import {
  type ExecutionResult,
  GraphQLError,
  type GraphQLSchema,
  isAbstractType,
  isObjectType,
  type OperationDefinitionNode,
} from 'graphql';
import { isNamed, type Named, namedByRequest } from './ahead.js';
import { askedPath } from './asked.js';
import { type Data, merge, ownValue, setValue } from './data.js';
import { compileRepresentation, compileRewrites } from './representation.js';

/** Asks a subgraph one operation, made ready once. */
export type Ask<Context> = (variables: Variables, context: Context) => Promise<ExecutionResult>;

/** Where a subgraph is asked. */
export interface Source<Context> {
  prepare(query: string, operationName: string | undefined): Ask<Context>;
}

/** What the subgraphs answered together, and what went wrong. */
export interface Fetched {
  readonly data: Data;
  readonly errors: readonly GraphQLError[];
}

/** What is done around the fetches of an operation. */
export type Around<Context> = (
  definition: OperationDefinitionNode,
  context: Context,
  run: (context: Context) => Promise<Fetched>,
) => Promise<Fetched>;

/** Carries a plan out. */
export type Execute<Context> = (variables: Variables, context: Context) => Promise<Fetched>;

interface Run<Context> {
  readonly variables: Variables;
  readonly context: Context;
  readonly data: Data;
  readonly errors: GraphQLError[];
  /** What is asked before it is known that it will be wanted. */
  readonly ahead: Map<FetchNode, { readonly named: Data; readonly answer: Promise<ExecutionResult> }>;
}

type Path = FlattenNode['path'];

/** One node of a plan; `entities` are the objects that it is about. */
type Step<Context> = (run: Run<Context>, entities: readonly Data[]) => Promise<void>;

interface Compiler<Context> {
  readonly sources: ReadonlyMap<string, Source<Context>>;
  readonly types: GraphQLSchema;
  readonly named: ReadonlyMap<FetchNode, Named>;
  /** Ask what can be asked ahead. */
  readonly ahead: ((run: Run<Context>) => void)[];
}

/**
 * Compiles one of Apollo's query plans. What subgraphs answer is put together in place: nothing is copied, and nothing
 * is written out or read again between them.
 * @param types the supergraph's
 * @param whenLast told when nothing more is left to be asked than what is about to be, if everything goes as planned
 */
export function compilePlan<Context>(
  plan: PlanNode | undefined,
  sources: ReadonlyMap<string, Source<Context>>,
  types: GraphQLSchema,
  whenLast: (context: Context) => void = () => {},
): Execute<Context> {
  const named = namedByRequest(plan, types);
  const compiler: Compiler<Context> = { sources, types, named, ahead: [] };
  const nodes = stepsOf(plan);
  const steps = nodes.map((node) => compile(node, [], compiler));
  const last = lastStep(nodes, named);
  return async (variables, context) => {
    const run: Run<Context> = { variables, context, data: {}, errors: [], ahead: new Map() };
    try {
      for (const [at, step] of steps.entries()) {
        if (at === last) whenLast(context);
        const done = step(run, [run.data]);
        if (at === 0) for (const ask of compiler.ahead) ask(run);
        await done;
      }
    } finally {
      // What was asked in vain is waited for, too: later it would be asked in another request's transaction.
      if (run.ahead.size > 0) await Promise.allSettled([...run.ahead.values()].map(({ answer }) => answer));
    }
    return run;
  };
}

function stepsOf(plan: PlanNode | undefined): readonly PlanNode[] {
  if (!plan) return [];
  return plan.kind === 'Sequence' ? plan.nodes : [plan];
}

/** The step with which everything is asked: the first where all others are asked ahead, or none. */
function lastStep(steps: readonly PlanNode[], named: ReadonlyMap<FetchNode, Named>): number | undefined {
  const fetches = steps.map(fetchedAtOnce);
  if (fetches.slice(1).every((each) => each?.every((fetch) => named.has(fetch)))) return 0;
  return fetches.at(-1) && steps.length - 1;
}

/** What a node fetches; `undefined` where not all of it is asked at once. */
function fetchedAtOnce(node: PlanNode): readonly FetchNode[] | undefined {
  switch (node.kind) {
    case 'Fetch':
      return [node];
    case 'Flatten':
      return fetchedAtOnce(node.node);
    case 'Parallel': {
      const all = node.nodes.map(fetchedAtOnce);
      return all.some((each) => !each) ? undefined : all.flatMap((each) => each ?? []);
    }
    default:
      return undefined;
  }
}

function compile<Context>(node: PlanNode, path: Path, compiler: Compiler<Context>): Step<Context> {
  switch (node.kind) {
    case 'Sequence': {
      const steps = node.nodes.map((each) => compile(each, path, compiler));
      return async (run, entities) => {
        for (const step of steps) await step(run, entities);
      };
    }
    case 'Parallel': {
      const steps = node.nodes.map((each) => compile(each, path, compiler));
      return async (run, entities) => {
        await Promise.all(steps.map((step) => step(run, entities)));
      };
    }
    case 'Flatten': {
      const step = compile(node.node, [...path, ...node.path], compiler);
      return async (run, entities) => {
        const found: Data[] = [];
        for (const each of entities) gather(each, node.path, 0, found);
        if (found.length > 0) await step(run, found);
      };
    }
    case 'Fetch': {
      const step = compileFetch(node, path, compiler);
      return async (run, entities) => {
        try {
          await step(run, entities);
        } catch (error) {
          run.errors.push(asGraphQLError(error));
        }
      };
    }
    default:
      // Conditions are decided before planning, and nothing is deferred.
      throw new Error(`a plan holds a node that is not known here: ${node.kind}`);
  }
}

function asGraphQLError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new GraphQLError(message, { originalError: error instanceof Error ? error : null });
}

/** The objects at the end of a path, lists opened, gaps left out. */
function gather(value: unknown, path: Path, from: number, found: Data[]): void {
  for (let at = from; at < path.length; at += 1) {
    if (value === null || value === undefined) return;
    const step = path[at];
    if (step === '@') {
      for (const each of value as unknown[]) gather(each, path, at + 1, found);
      return;
    }
    value = ownValue(value as Data, String(step));
  }
  if (Array.isArray(value)) for (const each of value) gather(each, path, path.length, found);
  else if (value !== null && value !== undefined) found.push(value as Data);
}

function compileFetch<Context>(
  node: FetchNode,
  path: Path,
  { sources, types, named, ahead }: Compiler<Context>,
): Step<Context> {
  const source = sources.get(node.serviceName);
  if (!source) throw new Error(`nobody answers for the subgraph ${node.serviceName}`);
  const ask = source.prepare(node.operation, node.operationName);
  const used = node.variableUsages ?? [];
  const variablesOf = ({ variables }: Run<Context>): Data => {
    const given: Data = {};
    for (const name of used) {
      const value = ownValue(variables as Data, name);
      if (value !== undefined) setValue(given, name, value);
    }
    return given;
  };
  const rewriteOutput = compileRewrites(node.outputRewrites, types);
  if (!node.requires)
    return async (run, entities) => {
      const { data, errors } = await ask(variablesOf(run), run.context);
      for (const error of errors ?? [])
        run.errors.push(ofSubgraph(error, node.serviceName, error.path && [...path, ...error.path]));
      if (!data) return;
      rewriteOutput?.(data);
      for (const each of entities) merge(each, data as Data);
    };

  const represent = compileRepresentation(node.requires, types);
  const rewriteInput = compileRewrites(node.inputRewrites, types);
  const askOf = (representations: readonly Data[], run: Run<Context>): Promise<ExecutionResult> => {
    const variables = variablesOf(run);
    if ('representations' in variables)
      throw new GraphQLError('A variable cannot be called "representations".');
    return ask({ ...variables, representations }, run.context);
  };
  const name = named.get(node);
  if (name)
    ahead.push((run) => {
      const entity = name(run.variables);
      if (!entity) return;
      const answer = (async () => askOf([entity], run))();
      answer.catch(() => {}); // whoever wants the answer hears of it
      run.ahead.set(node, { named: entity, answer });
    });
  return async (run, entities) => {
    const represented: Data[] = [];
    const representations: Data[] = [];
    for (const entity of entities) {
      const representation = represent(entity);
      if (!representation?.['__typename']) continue;
      rewriteInput?.(representation);
      representations.push(representation);
      represented.push(entity);
    }
    if (representations.length === 0) return;
    const asked = run.ahead.get(node);
    const isWanted = asked !== undefined && isNamed(asked.named, representations);
    const { data, errors } = await (isWanted ? asked.answer : askOf(representations, run));
    if (isWanted) run.ahead.delete(node);
    for (const error of errors ?? []) {
      const [, at, ...rest] = error.path ?? [];
      const whole = error.path && [...path, ...error.path];
      const entity = typeof at === 'number' ? represented[at] : undefined;
      const place = entity ? [...pathTo(entity, run.data, path), ...rest] : whole;
      run.errors.push(ofSubgraph(error, node.serviceName, place));
    }
    if (!data) return;
    const answered = data['_entities'];
    if (!Array.isArray(answered)) throw new Error('Expected "data._entities" in response to be an array');
    if (answered.length !== representations.length)
      throw new Error(`Expected "data._entities" to contain ${representations.length} elements`);
    for (const [at, entity] of represented.entries()) {
      const more = answered[at] as Data | null;
      if (!more) continue;
      keepType(more, entity, types);
      rewriteOutput?.(more);
      merge(entity, more);
    }
  };
}

/** What an entity is stays known where a subgraph does not say, or knows no more than an interface of it. */
function keepType(more: Data, entity: Data, types: GraphQLSchema): void {
  const name = more['__typename'];
  if (name === entity['__typename']) return;
  if (
    !name ||
    (isAbstractType(types.getType(String(name))) && isObjectType(types.getType(String(entity['__typename']))))
  )
    more['__typename'] = entity['__typename'];
}

/** Where in the data an entity is, that a path with gaps leads to. */
function pathTo(entity: Data, data: Data, path: Path): (string | number)[] {
  const find = (value: unknown, at: number, way: readonly (string | number)[]): Path | undefined => {
    if (value === entity) return [...way];
    if (Array.isArray(value)) {
      for (const [item, each] of value.entries()) {
        const found = find(each, path[at] === '@' ? at + 1 : at, [...way, item]);
        if (found) return found;
      }
      return undefined;
    }
    const step = path[at];
    if (step === undefined || typeof value !== 'object' || value === null) return undefined;
    return find(ownValue(value as Data, String(step)), at + 1, [...way, step]);
  };
  return find(data, 0, []) ?? [];
}

/** A subgraph's error as the gateway's: where in the whole answer it is, and whose it was. */
function ofSubgraph(
  error: GraphQLError,
  serviceName: string,
  path: readonly (string | number)[] | undefined,
): GraphQLError {
  return new GraphQLError(error.message || `Error while fetching subquery from service "${serviceName}"`, {
    originalError: error,
    path: path ? askedPath(path) : null,
    extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', ...error.extensions, serviceName },
  });
}
