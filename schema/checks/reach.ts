import { type GraphQLSchema, getNamedType, isNonNullType, isObjectType } from 'graphql';
import type { Caller } from '../agencies.js';
import { placeOf } from '../api-schema.js';
import { callerInWords, nameOf, wordsIn } from '../in-words.js';
import type { Mistake } from '../mistake.js';
import { decide, type Rule } from '../shield.js';
import type { WrittenPolicy } from '../written-policy.js';

/** By kind of caller, the types that it gets to. */
export type Reached = ReadonlyMap<Caller, ReadonlySet<string>>;

/** The types that a caller gets to through fields that are granted. */
export function reachableTypes({ schema, decide: decisionOn }: WrittenPolicy, caller: Caller): Set<string> {
  const roots = [schema.getQueryType(), schema.getMutationType()].flatMap((root) => root ?? []);
  const reached = new Set(roots.map(({ name }) => name));
  for (const name of reached) {
    const type = schema.getType(name);
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields()))
      if (decisionOn(`${name}.${field.name}`, caller) !== 'deny') reached.add(getNamedType(field.type).name);
  }
  return reached;
}

/** A denied field is answered `null`, so whoever may be denied it must be able to get `null`. */
export function deniableNonNull(policy: WrittenPolicy, reached: Reached): Mistake[] {
  return Object.values(policy.schema.getTypeMap())
    .filter(isObjectType)
    .filter(({ name }) => !name.startsWith('_'))
    .flatMap((type) =>
      Object.values(type.getFields())
        .filter((field) => isNonNullType(field.type))
        .flatMap((field) => {
          const coordinate = `${type.name}.${field.name}`;
          const denied = policy.callerKinds.find(
            (caller) => reached.get(caller)?.has(type.name) && policy.decide(coordinate, caller) !== 'allow',
          );
          return denied
            ? [
                {
                  ...placeOf(field.astNode),
                  coordinate,
                  says: `is non-null but can be denied, to ${callerInWords(denied)}`,
                  remedy: 'remove the "!", or a refusal would null all that it belongs to',
                },
              ]
            : [];
        }),
    );
}

/** Words in a line that grant the field to nobody who gets there. */
export function grantsWithoutEffect(policy: WrittenPolicy, reached: Reached): Mistake[] {
  // Many lines have the same few words.
  const meant = new Map<Rule, readonly Caller[]>();
  const whoIsMeant = (word: Rule): readonly Caller[] => {
    const known = meant.get(word) ?? policy.callerKinds.filter((caller) => decide(word, caller) !== 'deny');
    meant.set(word, known);
    return known;
  };
  return policy.lines.flatMap(({ coordinate, file, line, rule }) => {
    const [type = ''] = coordinate.split('.');
    const idle = wordsIn(rule).flatMap((word) => {
      const arriving = whoIsMeant(word).filter((caller) => reached.get(caller)?.has(type));
      if (arriving.some((caller) => policy.decide(coordinate, caller) !== 'deny')) return [];
      return [{ name: nameOf(policy, word), arrives: arriving.length > 0 }];
    });
    if (idle.length === 0) return [];
    const names = idle.map(({ name }) => name).join(', ');
    const ways = waysTo(policy.schema, type);
    return [
      {
        file,
        line,
        coordinate,
        says: idle.some(({ arrives }) => arrives)
          ? `is granted to ${names} here and denied in another rule file`
          : `is granted to ${names}, who cannot get to it`,
        remedy: idle.some(({ arrives }) => arrives)
          ? 'let all rule files say the same of it'
          : ways.length > 0
            ? `grant what leads to it too (${ways.join(', ')}), or grant neither`
            : 'take it out: nothing leads to it, and operations start at Query and Mutation',
      },
    ];
  });
}

function waysTo(schema: GraphQLSchema, target: string): string[] {
  return Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .flatMap((type) =>
      Object.values(type.getFields())
        .filter((field) => getNamedType(field.type).name === target)
        .map((field) => `${type.name}.${field.name}`),
    );
}
