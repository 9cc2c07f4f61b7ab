import {
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isUnionType,
} from 'graphql';

/** An operation that is valid against its schema, and values for its variables. */
export interface RandomOperation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Numbers from 0 up to, and without, a limit; the same for the same seed (mulberry32). */
export type Dice = (limit: number) => number;

export function diceOf(seed: number): Dice {
  let state = seed | 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

interface Writing {
  readonly schema: GraphQLSchema;
  readonly dice: Dice;
  readonly fragments: Map<string, string>;
  readonly declarations: Map<string, string>;
  readonly variables: Record<string, unknown>;
  readonly words: Words;
  /** Selections of one set, at most. */
  readonly breadth: number;
}

/** Values of a scalar that mean something; `undefined` for any. */
export type Words = (scalar: string, argument: string, dice: Dice) => unknown;

/**
 * Aliases, arguments by value and by variable, fields asked twice, fragments of both kinds on any type that fits,
 * conditions by value and by variable.
 */
export function randomOperation(
  schema: GraphQLSchema,
  seed: number,
  words: Words = () => undefined,
  breadth = 5,
): RandomOperation {
  const dice = diceOf(seed);
  const writing: Writing = {
    schema,
    dice,
    fragments: new Map(),
    declarations: new Map(),
    variables: {},
    words,
    breadth,
  };
  const mutation = schema.getMutationType();
  const root = mutation && dice(8) === 0 ? mutation : schema.getQueryType();
  if (!root) throw new Error('the schema has no root');
  const selection = selectionOf(root, 4, writing);
  const declared = [...writing.declarations.values()].join(', ');
  const kind = root === mutation ? 'mutation' : 'query';
  const fragments = [...writing.fragments.values()].join('\n');
  return {
    query: `${kind} Random${declared ? `(${declared})` : ''} ${selection}\n${fragments}`,
    variables: writing.variables,
  };
}

function selectionOf(type: GraphQLCompositeType, depth: number, writing: Writing): string {
  const { dice, breadth } = writing;
  const written = Array.from({ length: 1 + dice(breadth) }, () => selectOne(type, depth, writing));
  // Something stays, whatever the conditions say.
  const stays = written.some((each) => each.includes('@')) ? ' __typename' : '';
  return `{ ${written.join(' ')}${stays} }`;
}

function selectOne(type: GraphQLCompositeType, depth: number, writing: Writing): string {
  const { dice, schema, fragments } = writing;
  const choice = dice(12);
  if (choice === 0) return `${dice(2) ? 'kind: ' : ''}__typename${condition(writing)}`;
  if (depth > 0 && (choice < 3 || isUnionType(type))) {
    const on = pick(fitting(type, schema), dice);
    const selection = selectionOf(on, depth - 1, writing);
    if (dice(2))
      return `...${dice(3) || on !== type ? ` on ${on.name}` : ''}${condition(writing)} ${selection}`;
    const name = `F${fragments.size}`;
    fragments.set(name, `fragment ${name} on ${on.name} ${selection}`);
    return `...${name}${condition(writing)}`;
  }
  if (isUnionType(type)) return '__typename';
  const fields = Object.values(type.getFields()).filter(
    ({ type: of }) => depth > 0 || !isCompositeType(getNamedType(of)),
  );
  return fields.length > 0 ? fieldOf(pick(fields, dice), type, depth, writing) : '__typename';
}

/** The type itself, and the types of objects among which it does not tell. */
function fitting(type: GraphQLCompositeType, schema: GraphQLSchema): GraphQLCompositeType[] {
  return isAbstractType(type) ? [type, ...schema.getPossibleTypes(type)] : [type];
}

function fieldOf(
  field: GraphQLField<unknown, unknown>,
  parent: GraphQLCompositeType,
  depth: number,
  writing: Writing,
): string {
  const { dice } = writing;
  const args = field.args
    .filter(({ type, defaultValue }) => (isNonNullType(type) && defaultValue === undefined) || dice(2) === 0)
    .map((argument) => `${argument.name}: ${argumentOf(argument, writing)}`);
  // What two types of one interface call alike may differ in type, and what has arguments may differ in those.
  const alias =
    args.length > 0
      ? `${field.name}_${hash(parent.name + args.join())}: `
      : dice(6) === 0
        ? `${parent.name}_${field.name}: `
        : isCompositeType(getNamedType(field.type)) || isNonNullType(field.type)
          ? `${field.name}_${parent.name}: `
          : '';
  const beneath = getNamedType(field.type);
  const selection = isCompositeType(beneath) ? ` ${selectionOf(beneath, depth - 1, writing)}` : '';
  return `${alias}${field.name}${args.length > 0 ? `(${args.join(', ')})` : ''}${condition(writing)}${selection}`;
}

function condition({ dice, variables, declarations }: Writing): string {
  if (dice(6) > 0) return '';
  const name = dice(2) ? 'skip' : 'include';
  // Of what is left out by a literal Apollo's planner still fetches some; nobody writes that.
  if (dice(3) === 0) return ` @${name}(if: ${name === 'include'})`;
  // Each has its own variable: of conditions that contradict each other Apollo's planner loses the field around them.
  const variable = `if${declarations.size}`;
  const withDefault = dice(3) === 0;
  declarations.set(variable, `$${variable}: Boolean${withDefault ? ' = true' : '!'}`);
  if (!withDefault) variables[variable] = dice(2) === 0;
  return ` @${name}(if: $${variable})`;
}

function argumentOf({ type, name }: GraphQLArgument, writing: Writing): string {
  const { declarations, variables, dice } = writing;
  const value = inputFor(type, name, writing);
  if (dice(2) === 0) return literal(value, type);
  const variable = `${name}${declarations.size}`;
  declarations.set(variable, `$${variable}: ${type}`);
  variables[variable] = value;
  return `$${variable}`;
}

function inputFor(type: GraphQLInputType, name: string, writing: Writing): unknown {
  const { dice, words } = writing;
  if (isNonNullType(type)) return inputFor(type.ofType, name, writing);
  if (isListType(type)) return Array.from({ length: dice(3) }, () => inputFor(type.ofType, name, writing));
  if (isEnumType(type)) return pick(type.getValues(), dice).name;
  if (isInputObjectType(type))
    return Object.fromEntries(
      Object.values(type.getFields())
        .filter((field) => isNonNullType(field.type) || dice(3) === 0)
        .map((field) => [field.name, inputFor(field.type, field.name, writing)]),
    );
  const word = words(type.name, name, dice);
  if (word !== undefined) return word;
  switch (type.name) {
    case 'Int':
      return dice(20);
    case 'Float':
      return dice(100) / 8;
    case 'Boolean':
      return dice(2) === 0;
    default:
      return `value-${dice(5)}`;
  }
}

function literal(value: unknown, type: GraphQLInputType): string {
  if (isNonNullType(type)) return literal(value, type.ofType);
  if (isListType(type))
    return `[${(value as unknown[]).map((each) => literal(each, type.ofType)).join(', ')}]`;
  if (isEnumType(type)) return String(value);
  if (!isInputObjectType(type)) return JSON.stringify(value).replace(/"(\w+)":/g, '$1: ');
  const fields = type.getFields();
  const written = Object.entries(value as object).flatMap(([name, each]) => {
    const field = fields[name];
    return field ? [`${name}: ${literal(each, field.type)}`] : [];
  });
  return `{ ${written.join(', ')} }`;
}

export function pick<Item>(items: readonly Item[], dice: Dice): Item {
  const item = items[dice(items.length)];
  if (item === undefined) throw new Error('nothing to choose from');
  return item;
}

/** FNV-1a, 32 bits. */
export function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) state = Math.imul(state ^ text.charCodeAt(at), 0x01000193);
  return state >>> 0;
}
