import {
  type DocumentNode,
  defaultTypeResolver,
  type ExecutionResult,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNullableType,
  getOperationAST,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  print,
  TypeNameMetaFieldDef,
  visit,
} from 'graphql';
import { collectFields, collectSubfields } from 'graphql/execution/collectFields.js';
import { getArgumentValues } from 'graphql/execution/values.js';
import type { Path } from 'graphql/jsutils/Path.js';
import { LRUCache } from 'lru-cache';
import {
  answerFields,
  answerOperation,
  type Complete,
  completeLeaf,
  completeList,
  isPromise,
  type PlannedField,
  type Run,
  type Variables,
} from './completion.js';
import { unstorableVariables } from './unstorable.js';
import { coercionOf } from './variables.js';

// graphql-js works out for each row again which fields a selection holds, what their types are and how those are
// completed. Here that is worked out once for an operation, into closures; what is left for a row is to read, check
// and write its values. `collectFields` and the coercions are graphql-js' own.

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
    const known = variants.get(key);
    if (known) return known;
    const plan = new Planner(schema, fragments, variables).plan(operation, root);
    variants.set(key, plan);
    return plan;
  };
  // What cannot be compiled shows whatever the variables, unless they leave it out; then it had better be left as well.
  if (!compilable(schema, document)) return undefined;
  const definitions = operation.variableDefinitions ?? [];
  const coerce = coercionOf(schema, definitions, 50);
  // References to entities are not the client's: the gateway makes them from what rooms answered.
  const sent = definitions
    .filter(({ type }) => !/\b_Any\b/.test(print(type)))
    .map(({ variable }) => variable.name.value);
  return {
    operation,
    for(given) {
      const { coerced, errors } = coerce(given ?? {});
      if (!coerced) return errors;
      const unstorable = unstorableVariables(sent, coerced);
      if (unstorable.length > 0) return unstorable;
      const plan = planFor(coerced);
      return {
        plan,
        variables: coerced,
        run: (contextValue) =>
          answerOperation(plan.fields, coerced, contextValue, { schema, fragments, operation }),
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
      typeName: parent.name,
      type,
      nullable: !isNonNullType(type),
      composite: !isLeafType(getNullableType(type)),
      resolve,
      argumentsFor: argumentsOf(definition, nodes),
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
    if (isLeafType(type)) return completeLeaf(type);
    if (isListType(type)) {
      return completeList(type.ofType, this.completing(type.ofType, nodes, coordinate), nodes, coordinate);
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
  if (varies) return fromVariables(definition, node);
  return () => {
    constant ??= getArgumentValues(definition, node);
    return constant;
  };
}

/** Where every argument is a variable that is given, it has been coerced already (specification, § 6.4.1). */
function fromVariables(
  definition: Parameters<typeof getArgumentValues>[0],
  node: FieldNode,
): PlannedField['argumentsFor'] {
  const inFull = (variables: Variables) => getArgumentValues(definition, node, variables);
  const pairs = (node.arguments ?? []).flatMap(({ name, value }) =>
    value.kind === Kind.VARIABLE ? [[name.value, value.name.value] as const] : [],
  );
  if (pairs.length < definition.args.length) return inFull;
  return (variables) => {
    const values: Record<string, unknown> = {};
    for (const [name, variable] of pairs) {
      const value = Object.hasOwn(variables, variable) ? variables[variable] : null;
      if (value === null) return inFull(variables);
      values[name] = value;
    }
    return values;
  };
}

const none: Variables = Object.freeze({});
