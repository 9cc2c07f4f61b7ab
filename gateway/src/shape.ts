import { type Asked, type AskedField, isOfNobody } from '@kompass/schema';
import {
  type GraphQLCompositeType,
  GraphQLError,
  type GraphQLLeafType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isSpecifiedScalarType,
  isUnionType,
} from 'graphql';
import { actedOnKey, countedAs, type FetchedAs, listedKey, personKey } from './asked.js';
import { type Data, isInherited, ownValue, setValue } from './data.js';
import { answersAct, coordinatesOf, personType, type Told, toldIn, toldOf, toldOfListed } from './told.js';

/** An answer as the client gets it, and what it tells. */
export interface Shaped {
  /** `null` when a missing value left nothing. */
  readonly data: Data | null;
  /** Values that do not fit the schema and were answered `null`. */
  readonly misfits: readonly GraphQLError[];
  readonly disclosed: readonly Told[];
}

/** From what was fetched to what is answered. */
export type Shape = (fetched: Data, described: Data) => Shaped;

/** What of an answer was written so far. */
interface Pass {
  readonly described: Data;
  readonly path: (string | number)[];
  readonly misfits: GraphQLError[];
  readonly coordinates: number;
  readonly persons: Map<string, number>;
  /** Whose data is being written, as the number of their first coordinate in `told`; -1 for nobody's. */
  about: number;
  /** What was told of whom: a person's number times the number of coordinates, plus the coordinate's. */
  readonly told: number[];
}

/** A value, or one of the two below. */
type Complete = (value: unknown, pass: Pass) => unknown;

/** Answered `null`, and reported already. */
const missing = Symbol('missing');
/** Not answerable at all: whatever holds it is missing too. */
const broken = Symbol('broken');

interface ShapeField {
  readonly key: string;
  /** The key under which it was fetched. */
  readonly from: string;
  /** Whether every object inherits something of one of these names. */
  readonly inherited: boolean;
  readonly write: Complete;
  /** Takes its value from the object itself, not from what was fetched under the key. */
  readonly ofObject: boolean;
  /** Whether a value is written as it is: most are, and need no more than this. */
  readonly fits: ((value: unknown) => boolean) | undefined;
  /** The coordinate's number; -1 where no value is told, but an object's fields are. */
  readonly tells: number;
  /** Numbers of what is told where there is no object: that there is nothing of all that was asked of it. */
  readonly tellsNone: readonly number[];
  /** Numbers of what is told of each person in a list, by its filter or by being in it. */
  readonly tellsListed: readonly number[];
  /** Under which more of such persons were fetched. */
  readonly counted: string | undefined;
}

interface ShapeObject {
  readonly fields: readonly ShapeField[];
  /** The number of the first coordinate of whoever an object is about; `undefined` where it names nobody. */
  readonly whose: ((data: Data, pass: Pass) => number | undefined) | undefined;
}

/**
 * Compiles what an operation asks for into one pass over what was fetched: values checked against the schema, missing
 * ones carried up to the nearest field that may be null (GraphQL specification, § 6.4.4), everything in the order
 * asked, `null` where a field was denied, nothing that was fetched besides; and note taken of what is told of whom.
 * @param identified whether persons come with their identifier; then nothing of one without leaves
 */
export function compileShape(
  schema: GraphQLSchema,
  asked: Asked,
  identified: boolean,
  fetchedAs: FetchedAs,
): Shape {
  const coordinates = [...new Set([personType, ...coordinatesOf(asked)])].sort();
  const numberOf = new Map(coordinates.map((coordinate, at) => [coordinate, at]));
  const compiler = { schema, numberOf, identified, fetchedAs, known: numberOf.get(personType) ?? 0 };
  const listOf = listsOf(coordinates);
  const write = compileObject(asked.of, { beneath: [asked], parent: asked.of.name }, compiler);
  return (fetched, described) => {
    const pass: Pass = {
      described,
      path: [],
      misfits: [],
      persons: new Map(),
      about: -1,
      told: [],
      coordinates: coordinates.length,
    };
    const data = write(fetched, pass);
    return {
      data: data === missing ? null : (data as Data),
      misfits: pass.misfits,
      disclosed: disclosedIn(pass, listOf),
    };
  };
}

/** What of some coordinates a pattern marks: for as good as all requests one of a few lists, the same each time. */
function listsOf(coordinates: readonly string[]): (pattern: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (pattern) => {
    const before = known.get(pattern);
    if (before) return before;
    const list = coordinates.filter((_, at) => pattern.charCodeAt(at) === 1);
    if (known.size < patternsKept) known.set(pattern, list);
    return list;
  };
}

/** Patterns that are kept for an operation. */
const patternsKept = 50;

function disclosedIn(
  { persons, told, coordinates }: Pass,
  listOf: (pattern: string) => readonly string[],
): readonly Told[] {
  const marks = Buffer.alloc(persons.size * coordinates);
  for (const each of told) marks[each] = 1;
  const alike = new Map<string, { personIds: string[]; coordinates: readonly string[] }>();
  for (const [person, from] of persons) {
    const pattern = marks.toString('latin1', from, from + coordinates);
    const others = alike.get(pattern);
    if (others) others.personIds.push(person);
    else alike.set(pattern, { personIds: [person], coordinates: listOf(pattern) });
  }
  return [...alike.values()].filter((each) => each.coordinates.length > 0);
}

interface Compiler {
  readonly schema: GraphQLSchema;
  readonly numberOf: ReadonlyMap<string, number>;
  readonly identified: boolean;
  readonly fetchedAs: FetchedAs;
  /** The number of {@link personType}. */
  readonly known: number;
}

/** What is asked under one key. */
interface Gathered {
  readonly field: AskedField;
  /** The type that a misfit's message names. */
  readonly parent: string;
  readonly beneath: Asked[];
}

/** The fields that apply to an object of a type, as GraphQL collects them (specification, § 6.3.2). */
function gather(
  asked: Asked,
  type: GraphQLCompositeType,
  parent: string,
  schema: GraphQLSchema,
  into: Map<string, Gathered>,
): void {
  for (const each of asked.selections) {
    if (each.kind === 'fragment') {
      const { of } = each.beneath;
      if (of === type || (isAbstractType(of) && !isUnionType(type) && schema.isSubType(of, type)))
        gather(each.beneath, type, of.name, schema, into);
      continue;
    }
    const known = into.get(each.key);
    if (known) known.beneath.push(...(each.beneath ? [each.beneath] : []));
    else into.set(each.key, { field: each, parent, beneath: each.beneath ? [each.beneath] : [] });
  }
}

function compileFields(
  asked: readonly Asked[],
  type: GraphQLCompositeType,
  compiler: Compiler,
): ShapeField[] {
  const gathered = new Map<string, Gathered>();
  for (const each of asked) gather(each, type, type.name, compiler.schema, gathered);
  return [...gathered].map(([key, each]) => {
    const { field } = each;
    const isTypeName = field.node.name.value === '__typename';
    const leaf = getNullableType(field.type);
    const from = compiler.fetchedAs(field);
    const numbers = (coordinates: readonly string[]) =>
      [...new Set(coordinates)].flatMap((coordinate) => compiler.numberOf.get(coordinate) ?? []);
    const whole = !field.beneath || isOfNobody(field.beneath.of.name);
    return {
      key,
      from,
      inherited: isInherited(key) || isInherited(from),
      ofObject: isTypeName,
      fits: isLeafType(leaf) && !field.describes && !field.denied && !isTypeName ? fitsLeaf(leaf) : undefined,
      write: field.describes
        ? (_, { described }) => described[key] ?? null
        : field.denied
          ? () => null
          : isTypeName
            ? typeNameOf(from, type, compiler.schema)
            : compileValue(field.type, each, compiler),
      tells: whole ? (numbers(toldOf(field))[0] ?? -1) : -1,
      tellsNone: whole ? [] : numbers(each.beneath.flatMap(({ selections }) => selections.flatMap(toldIn))),
      tellsListed: numbers(toldOfListed(field)),
      counted: compiler.identified ? countedAs(field, each.beneath, compiler.fetchedAs) : undefined,
    };
  });
}

function compileValue(type: GraphQLOutputType, gathered: Gathered, compiler: Compiler): Complete {
  if (isNonNullType(type)) {
    const write = compileValue(type.ofType, gathered, compiler);
    return (value, pass) => {
      const written = write(value, pass);
      if (written !== null && written !== missing) return written;
      if (written === null)
        misfit(pass, `Cannot return null for non-nullable ${place(pass, type.ofType, gathered)}.`);
      return broken;
    };
  }
  if (isListType(type)) return compileList(type, compileValue(type.ofType, gathered, compiler));
  if (isCompositeType(type)) return compileObject(type, gathered, compiler);
  const fits = fitsLeaf(type);
  return (value, pass) => {
    if (value === null || fits(value)) return value;
    misfit(pass, `Invalid value found for ${place(pass, type, gathered)}.`);
    return missing;
  };
}

function compileList(type: GraphQLOutputType, write: Complete): Complete {
  return (value, pass) => {
    if (value === null) return null;
    if (!Array.isArray(value)) throw new Error(`a subgraph answered ${typeof value} for the list ${type}`);
    const list: unknown[] = new Array(value.length);
    const before = pass.told.length;
    let whole = true;
    for (let at = 0; at < value.length; at += 1) {
      pass.path.push(at);
      const written = write(value[at] ?? null, pass);
      pass.path.pop();
      if (written === broken) whole = false;
      list[at] = written === missing ? null : written;
    }
    if (whole) return list;
    pass.told.length = before;
    return missing;
  };
}

function compileObject(
  declared: GraphQLCompositeType,
  gathered: Pick<Gathered, 'beneath' | 'parent'>,
  compiler: Compiler,
): Complete {
  const { schema, identified, known: personKnown } = compiler;
  const known = new Map<string, ShapeObject>();
  const shapeOf = (type: GraphQLCompositeType): ShapeObject => {
    const shape = known.get(type.name) ?? {
      fields: compileFields(gathered.beneath, type, compiler),
      whose: identified ? whoseIs(type) : undefined,
    };
    known.set(type.name, shape);
    return shape;
  };
  if (isObjectType(declared)) shapeOf(declared);
  return (value, pass) => {
    if (value === null) return null;
    if (typeof value !== 'object') throw new Error(`a subgraph answered ${typeof value} for ${declared}`);
    const data = value as Data;
    const name = data['__typename'];
    if (!name || name === declared.name) return writeObject(shapeOf(declared), data, personKnown, pass);
    const type = schema.getType(String(name));
    if (isCompositeType(type)) return writeObject(shapeOf(type), data, personKnown, pass);
    misfit(pass, `Invalid __typename found for object at ${place(pass, declared, gathered)}.`);
    return missing;
  };
}

/** Whose data an object of a type is, if it says: a person's own, or an answer to an act on a person. */
function whoseIs(type: GraphQLCompositeType): ShapeObject['whose'] {
  if (type.name === personType) return (data, pass) => numberOfPerson(data[personKey], pass);
  if (!answersAct(type)) return undefined;
  return (data, pass) => {
    const person = data[actedOnKey] as Data | null | undefined;
    // Nobody, where an act admitted nobody; or somebody whom the act hid from whoever did it.
    return person ? numberOfPerson(person[personKey], pass) : undefined;
  };
}

/** @param personKnown the number of what is told of a person when nothing else is: that there is one */
function writeObject({ fields, whose }: ShapeObject, data: Data, personKnown: number, pass: Pass): unknown {
  const { about, told } = pass;
  const before = told.length;
  const person = whose?.(data, pass);
  if (person !== undefined) pass.about = person;
  const object: Data = {};
  for (const field of fields) {
    const { key, from, inherited, ofObject, fits, write, tells, tellsNone, tellsListed, counted } = field;
    const value = ofObject ? data : inherited ? ownValue(data, from) : data[from];
    let answered = value;
    if (value === null || value === undefined || !fits?.(value)) {
      pass.path.push(key);
      const written = write(value ?? null, pass);
      pass.path.pop();
      if (written === broken) {
        // What was told on the way is not answered.
        told.length = before;
        pass.about = about;
        return missing;
      }
      answered = written === missing ? null : written;
    }
    if (inherited) setValue(object, key, answered);
    else object[key] = answered;
    if (tellsListed.length > 0) tellListed(value, tellsListed, pass);
    if (counted !== undefined) tellListed(data[counted], tellsListed, pass);
    // What a subgraph did not answer tells nothing.
    if (pass.about < 0 || value === undefined) continue;
    if (tells >= 0) told.push(pass.about + tells);
    else if (tellsNone.length > 0 && isNothing(value))
      for (const each of tellsNone) told.push(pass.about + each);
  }
  if (person !== undefined && told.length === before) told.push(person + personKnown);
  pass.about = about;
  return object;
}

function isNothing(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}

/** Whether asked for or not, a filtered list tells of each person on its page what the filter read. */
function tellListed(list: unknown, numbers: readonly number[], pass: Pass): void {
  for (const each of listedIn(list)) {
    if (!each) continue;
    const person = numberOfPerson(each[personKey], pass);
    for (const number of numbers) pass.told.push(person + number);
  }
}

/** The persons of a list, which is one, or a page of one. */
function listedIn(list: unknown): readonly (Data | null)[] {
  if (Array.isArray(list)) return list as (Data | null)[];
  const edges = (list as Data | null | undefined)?.[listedKey];
  return Array.isArray(edges) ? (edges as { readonly node: Data | null }[]).map(({ node }) => node) : [];
}

function numberOfPerson(identifier: unknown, { persons, coordinates }: Pass): number {
  // An answer about nobody knows whom cannot be logged, so it must not leave.
  if (typeof identifier !== 'string') throw new Error('a person was answered without an identifier');
  const known = persons.get(identifier) ?? persons.size * coordinates;
  persons.set(identifier, known);
  return known;
}

function typeNameOf(key: string, of: GraphQLCompositeType, schema: GraphQLSchema): Complete {
  return (object) => {
    const data = object as Data;
    const name = ownValue(data, key) ?? data['__typename'];
    const type = typeof name === 'string' ? (schema.getType(name) ?? of) : of;
    return isObjectType(type) ? type.name : broken;
  };
}

const wholeNumber = /^-?(?:0|[1-9][0-9]*)$/;

/** Whether a value is one of a type's; what a scalar of a subgraph's own holds is that subgraph's affair. */
function fitsLeaf(type: GraphQLLeafType): (value: unknown) => boolean {
  if (isEnumType(type)) {
    const names = new Set<unknown>(type.getValues().map(({ name }) => name));
    return (value) => names.has(value);
  }
  switch (isSpecifiedScalarType(type) ? type.name : undefined) {
    case 'Boolean':
      return (value) => typeof value === 'boolean';
    case 'Int':
      return (value) => typeof value === 'number' && wholeNumber.test(String(value));
    case 'Float':
      return Number.isFinite;
    case 'String':
      return (value) => typeof value === 'string';
    case 'ID':
      return (value) =>
        typeof value === 'string' || (typeof value === 'number' && wholeNumber.test(String(value)));
    default:
      return () => true;
  }
}

function misfit({ misfits, path }: Pass, message: string): void {
  misfits.push(new GraphQLError(message, { path: [...path], extensions: { code: 'INVALID_GRAPHQL' } }));
}

function place({ path }: Pass, type: GraphQLOutputType, { parent }: Pick<Gathered, 'parent'>): string {
  const last = path.at(-1);
  return typeof last === 'string'
    ? `field ${parent}.${last}`
    : `array element of type ${type} at index ${last}`;
}
