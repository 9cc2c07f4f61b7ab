import {
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
} from 'graphql';
import { placeOf } from '../api-schema.js';
import { callerInWords } from '../in-words.js';
import { lineIn } from '../line-in.js';
import type { Mistake } from '../mistake.js';
import type { WrittenPolicy } from '../written-policy.js';

/** A field that is worked out from others (`@requires`) would tell of them, so it may not be open to more. */
export function looserThanRequired(policy: WrittenPolicy): Mistake[] {
  return policy.fields.flatMap(({ coordinate, file, line, requires }) => {
    const [type = ''] = coordinate.split('.');
    return selectedIn(policy.schema, type, requires).flatMap((required) => {
      const looser = policy.callerKinds.find(
        (caller) =>
          policy.decide(coordinate, caller) !== 'deny' && policy.decide(required, caller) === 'deny',
      );
      return looser
        ? [
            {
              file,
              line,
              coordinate,
              says: `is worked out from ${required}, which is denied to ${callerInWords(looser)}`,
              remedy: `grant it to nobody who may not see ${required}`,
            },
          ]
        : [];
    });
  });
}

function selectedIn(schema: GraphQLSchema, type: string, requires: string | undefined): string[] {
  if (requires === undefined) return [];
  const [operation] = parse(`{ ${requires} }`).definitions;
  const walk = (set: SelectionSetNode, name: string): string[] =>
    set.selections.flatMap((node) => {
      if (node.kind !== Kind.FIELD) return [];
      const of = schema.getType(name);
      const field = isObjectType(of) ? of.getFields()[node.name.value] : undefined;
      const beneath =
        node.selectionSet && field ? walk(node.selectionSet, getNamedType(field.type).name) : [];
      return [`${name}.${node.name.value}`, ...beneath];
    });
  return operation?.kind === Kind.OPERATION_DEFINITION ? walk(operation.selectionSet, type) : [];
}

/** Who may ask for one field and may not see another, of which the first tells. */
function mayAskUnseen(policy: WrittenPolicy, asked: string, told: string): WrittenPolicy['callerKinds'] {
  return policy.callerKinds.filter(
    (caller) => policy.decide(asked, caller) !== 'deny' && policy.decide(told, caller) !== 'allow',
  );
}

/** An argument that picks by a field tells of it, so whoever may use it must be granted what it reads. */
export function argumentsThatTell(policy: WrittenPolicy): Mistake[] {
  return Object.values(policy.schema.getTypeMap())
    .filter(isObjectType)
    .filter(({ name }) => !name.startsWith('_') && name !== 'Mutation')
    .flatMap((type) =>
      Object.values(type.getFields()).flatMap((field) =>
        field.args
          .filter(
            (argument) =>
              !policy.reading.readsOthers(argument) && !['first', 'after'].includes(argument.name),
          )
          .flatMap(({ name, astNode }): Mistake[] => {
            const coordinate = `${type.name}.${field.name}`;
            const argument = `${coordinate}(${name})`;
            const read = Object.hasOwn(policy.picks, argument) ? policy.picks[argument] : undefined;
            if (!read || !policy.categoriesOf.has(read))
              return [
                {
                  ...placeOf(astNode),
                  coordinate: argument,
                  says: read
                    ? `reads ${read}, which is not in the schema`
                    : 'may read a field, and nothing says which',
                  remedy:
                    'say under `picks` in schema/arguments.ts which field it picks by, or under `reads` what each of its values reads',
                },
              ];
            const looser = mayAskUnseen(policy, coordinate, read)[0];
            return looser
              ? [
                  {
                    ...placeOf(astNode),
                    coordinate: argument,
                    says: `reads ${read}, which is denied to ${callerInWords(looser)}`,
                    remedy: `grant ${coordinate} to nobody who may not see ${read}`,
                  },
                ]
              : [];
          }),
      ),
    );
}

/** Filters and orders are held against the rules where a query begins, and in what names them itself. */
export function filtersPastTheRules({ schema, reading }: WrittenPolicy): Mistake[] {
  const types = Object.values(schema.getTypeMap());
  const beneath = types
    .filter(isObjectType)
    .filter(({ name }) => name !== 'Query')
    .flatMap((type) =>
      Object.values(type.getFields()).flatMap((field) =>
        field.args.filter(reading.readsOthers).map(({ name, astNode }) => ({
          ...placeOf(astNode),
          coordinate: `${type.name}.${field.name}(${name})`,
          says: 'filters or orders, where only fields of Query are held against what that reads',
          remedy: 'take it at a field of Query',
        })),
      ),
    );
  const within = types
    .filter(isInputObjectType)
    .filter(({ name }) => !reading.types.has(name))
    .flatMap((type) =>
      Object.values(type.getFields())
        .filter((field) => reading.types.has(getNamedType(field.type).name))
        .map((field) => ({
          ...placeOf(field.astNode),
          coordinate: `${type.name}.${field.name}`,
          says: `holds ${getNamedType(field.type).name}, whose reading is not looked for in ${type.name}`,
          remedy: `take it as an argument of its own, or say in schema/arguments.ts what each field of ${type.name} reads`,
        })),
    );
  return [...beneath, ...within];
}

/** What holds where a caller says nothing must be granted to whoever may ask, or they would be refused for nothing. */
export function defaultsThatRead(policy: WrittenPolicy): Mistake[] {
  return Object.values(policy.schema.getQueryType()?.getFields() ?? {}).flatMap((field) =>
    field.args.flatMap((argument) => {
      const coordinate = `Query.${field.name}`;
      const refused = policy.reading
        .byArguments([argument], { [argument.name]: argument.defaultValue })
        .flatMap(({ coordinate: read }) =>
          mayAskUnseen(policy, coordinate, read).map((caller) => ({ read, caller })),
        );
      const [first] = refused;
      return first
        ? [
            {
              ...placeOf(argument.astNode),
              coordinate: `${coordinate}(${argument.name})`,
              says: `reads ${first.read} where nothing is said, which is denied to ${callerInWords(first.caller)}`,
              remedy: 'take a default that whoever may ask may use',
            },
          ]
        : [];
    }),
  );
}

/**
 * What of a list that tells of whoever is in it, by itself or by a filter, is fetched whatever was asked for, so that they
 * can be entered in the disclosure log: by field of the list.
 */
export function enteredBy({ schema, reading }: WrittenPolicy): ReadonlyMap<string, readonly string[]> {
  return new Map(
    Object.values(schema.getTypeMap())
      .filter(isObjectType)
      .flatMap((type) =>
        Object.values(type.getFields())
          .filter(
            ({ name, args }) =>
              `${type.name}.${name}` in reading.lists ||
              args.some((each) => reading.readsOthers(each) && isInputObjectType(getNamedType(each.type))),
          )
          .map((field): [string, readonly string[]] => {
            const list = getNamedType(field.type).name;
            const whom = list === 'Person' ? 'id' : 'edges { node { id } }';
            return [`${type.name}.${field.name}`, selectedIn(schema, list, whom)];
          }),
      ),
  );
}

/** Whoever may read such a list may be told who is in it, or nobody could be entered for it. */
export function listedNotEntered(policy: WrittenPolicy): Mistake[] {
  return [...enteredBy(policy)].flatMap(([coordinate, needed]) =>
    needed.flatMap((each): Mistake[] => {
      const line = policy.lines.find((written) => written.coordinate === each);
      const stricter = mayAskUnseen(policy, coordinate, each)[0];
      return stricter && line
        ? [
            {
              file: line.file,
              line: line.line,
              coordinate: each,
              says: `is denied to ${callerInWords(stricter)}, who may read ${coordinate}: whom that tells of could not be entered in the disclosure log`,
              remedy: `grant it to whoever may ask for ${coordinate}, or take that away`,
            },
          ]
        : [];
    }),
  );
}

/** Lists of persons that tell nothing of whoever is in them: the one of all. */
const tellingNothing: ReadonlySet<string> = new Set(['Query.persons']);

/** A list of persons tells why they are in it, so whoever may read the list must be granted what it tells. */
export function listsThatTell(policy: WrittenPolicy): Mistake[] {
  return Object.values(policy.schema.getTypeMap())
    .filter(isObjectType)
    .filter(({ name }) => !name.startsWith('_') && name !== 'Mutation')
    .flatMap((type) =>
      Object.values(type.getFields()).flatMap((field): Mistake[] => {
        const coordinate = `${type.name}.${field.name}`;
        if (!listsPersons(field.type) || tellingNothing.has(coordinate)) return [];
        const told = policy.reading.lists[coordinate];
        const place = { ...placeOf(field.astNode), coordinate };
        if (!told || !policy.categoriesOf.has(told))
          return [
            {
              ...place,
              says: told
                ? `tells ${told}, which is not in the schema`
                : 'lists persons, and nothing says what it tells of them',
              remedy:
                'say under `lists` in schema/arguments.ts which field being in the list tells of a person',
            },
          ];
        const looser = mayAskUnseen(policy, coordinate, told)[0];
        return looser
          ? [
              {
                ...place,
                says: `tells ${told}, which is denied to ${callerInWords(looser)}`,
                remedy: `grant ${coordinate} to nobody who may not see ${told}`,
              },
            ]
          : [];
      }),
    );
}

/** Whether a type is a list of persons, or a page of one. */
function listsPersons(type: GraphQLOutputType): boolean {
  const named = getNamedType(type);
  if (named.name === 'Person') return isListType(getNullableType(type));
  const edges = isObjectType(named) ? named.getFields()['edges'] : undefined;
  const edge = edges && getNamedType(edges.type);
  const node = isObjectType(edge) ? edge.getFields()['node'] : undefined;
  return node !== undefined && getNamedType(node.type).name === 'Person';
}

/** Filters and orders that read a field must be held against its rule. */
export function argumentsThatReadUnknown(policy: WrittenPolicy): Mistake[] {
  const { schema, categoriesOf, sources } = policy;
  const { reads, types } = policy.reading;
  const stale = Object.entries(reads)
    .filter(([, read]) => !categoriesOf.has(read))
    .map(([argument, read]) => ({
      file: 'schema/arguments.ts',
      line: lineIn(sources.get('arguments.ts'), `  '${argument}':`),
      coordinate: argument,
      says: `reads ${read}, which is not in the schema`,
      remedy: 'name the field that it reads now',
    }));
  const missing = [...types].flatMap((name) => {
    const type = schema.getType(name);
    const members = isInputObjectType(type)
      ? Object.values(type.getFields())
      : isEnumType(type)
        ? type.getValues()
        : [];
    return members
      .filter((member) => !(`${name}.${member.name}` in reads))
      .map((member) => ({
        ...placeOf(member.astNode),
        coordinate: `${name}.${member.name}`,
        says: 'may read a field, and nothing says which',
        remedy: 'add it to `reads` in schema/arguments.ts with the field that it filters or orders by',
      }));
  });
  return [...stale, ...missing];
}
