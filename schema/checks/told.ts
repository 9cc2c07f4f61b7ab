import { getNamedType, isLeafType, isObjectType } from 'graphql';
import { didYouMean } from 'graphql/jsutils/didYouMean.js';
import { suggestionList } from 'graphql/jsutils/suggestionList.js';
import type { Caller } from '../agencies.js';
import { placeOf } from '../api-schema.js';
import { linesNaming } from '../category-of.js';
import { callerInWords } from '../in-words.js';
import { lineIn } from '../line-in.js';
import type { Mistake } from '../mistake.js';
import type { WrittenPolicy } from '../written-policy.js';

/** Every field is in one category. */
export function categoryMistakes(policy: WrittenPolicy): Mistake[] {
  const { schema, categories, sources } = policy;
  const coordinates = [...policy.categoriesOf.keys()];
  const source = sources.get('categories.ts');
  return coordinates.flatMap((coordinate): Mistake[] => {
    const [type = '', field = ''] = coordinate.split('.');
    const found = policy.categoriesOf.get(coordinate) ?? [];
    const definition = schema.getType(type);
    const at = placeOf(isObjectType(definition) ? definition.getFields()[field]?.astNode : undefined);
    if (found.length === 1) return [];
    if (found.length > 1)
      return [
        {
          file: 'schema/categories.ts',
          line: lineIn(source, `  ${found[1]}: {`),
          coordinate,
          says: `is in two categories, ${found.join(' and ')}`,
          remedy: `keep it in one, or name '${coordinate}' itself in the right one`,
        },
      ];
    // A type of which some fields are named one by one is not put anywhere as a whole.
    const isWhole = !coordinates.some(
      (each) => each.startsWith(`${type}.`) && policy.categoriesOf.get(each)?.length,
    );
    return [
      {
        ...at,
        coordinate,
        says: 'is in no category, so it cannot be held against the letter',
        remedy: `in schema/categories.ts, add '${isWhole ? type : coordinate}' to the \`holds\` of the category it belongs to (${[
          ...categories,
        ]
          .filter(([, { act = false }]) => act === (type === 'Mutation'))
          .map(([name]) => name)
          .join(', ')}), or a new category there and its promise in schema/promises.ts`,
      },
    ];
  });
}

/** Lines of categories that name nothing: what they were meant to name is then wherever else it fits. */
export function categoryLinesThatDoNotFit({ categories, categoriesOf, sources }: WrittenPolicy): Mistake[] {
  const coordinates = [...categoriesOf.keys()];
  const naming = new Set(coordinates.flatMap(linesNaming));
  return [...categories].flatMap(([name, { holds }]) =>
    holds
      .filter((line) => !naming.has(line))
      .map((line) => ({
        file: 'schema/categories.ts',
        line: lineIn(sources.get('categories.ts'), `  ${name}: {`, `'${line}'`),
        says: `The category ${name} holds '${line}', which is no field and no type`,
        remedy: `remove it or correct it.${didYouMean(suggestionList(line, [...naming]).slice(0, 2))}`,
      })),
  );
}

/** What is open to more than those in a person's case is named field by field, so that no new field is so by itself. */
export function openCategoryLines({ categories, sources }: WrittenPolicy): Mistake[] {
  return [...categories].flatMap(([name, { holds, public: isPublic, anonymous }]) =>
    holds
      .filter((line) => (isPublic || anonymous) && (line.startsWith('*') || !line.includes('.')))
      .map((line) => ({
        file: 'schema/categories.ts',
        line: lineIn(sources.get('categories.ts'), `  ${name}: {`, `'${line}'`),
        says: `The category ${name} is ${isPublic ? 'public' : 'anonymous'} and holds '${line}', which every field to come would fit`,
        remedy: 'name each field that it holds, as Type.field',
      })),
  );
}

/**
 * Whose name or number stands on a type that is about nobody is entered in no log and told in no letter. So a type with
 * public or anonymous fields may lead to persons, but holds nothing of theirs itself.
 */
export function personalOnWhatIsOpen(policy: WrittenPolicy): Mistake[] {
  const isOpen = (coordinate: string) =>
    (policy.categoriesOf.get(coordinate) ?? []).some((name) => {
      const category = policy.categories.get(name);
      return category?.public === true || category?.anonymous === true;
    });
  return Object.values(policy.schema.getTypeMap())
    .filter(isObjectType)
    .filter(({ name }) => name !== 'Query' && name !== 'Mutation')
    .flatMap((type) => {
      const fields = Object.values(type.getFields());
      const open = fields.filter(({ name }) => isOpen(`${type.name}.${name}`));
      const personal = fields.filter(
        (field) => isLeafType(getNamedType(field.type)) && !open.includes(field),
      );
      const fewer = personal.length > open.length ? open : personal;
      const [like] = fewer === open ? personal : open;
      if (!like) return [];
      return fewer.map((field) => ({
        ...placeOf(field.astNode),
        coordinate: `${type.name}.${field.name}`,
        says:
          fewer === open
            ? `is open to others in schema/categories.ts, and ${like.name} beside it is about persons`
            : `is about persons, and ${like.name} beside it is open to others in schema/categories.ts`,
        remedy:
          fewer === open
            ? 'hold it in a category that is promised'
            : 'put it on a type that is about the person, so that it is entered in the log as told of them',
      }));
    });
}

/** What is done is told as done, and what is seen as seen. */
export function actsAmongData({ categories, categoriesOf, sources }: WrittenPolicy): Mistake[] {
  return [...categoriesOf].flatMap(([coordinate, found]) =>
    found
      .filter((name) => (categories.get(name)?.act === true) !== coordinate.startsWith('Mutation.'))
      .map((name) => ({
        file: 'schema/categories.ts',
        line: lineIn(sources.get('categories.ts'), `  ${name}: {`),
        coordinate,
        says: coordinate.startsWith('Mutation.')
          ? `is done, and the category ${name} is of what is seen`
          : `is seen, and the category ${name} is of what is done`,
        remedy: coordinate.startsWith('Mutation.')
          ? 'hold it in a category with `act: true`'
          : 'hold it in a category without `act`',
      })),
  );
}

/** Whether the letter promises a category to a caller. */
export function isPromised(
  { promises, categories }: WrittenPolicy,
  category: string,
  caller: Caller,
): boolean {
  const promised = promises[caller.party]?.[caller.purpose] ?? [];
  return (
    categories.get(category)?.public === true ||
    promised.some(({ covers }) => covers.some((each) => each === category))
  );
}

/** What the rules grant and people were not told. */
export function grantsWithoutPromise(policy: WrittenPolicy): Mistake[] {
  return [...policy.categoriesOf].flatMap(([coordinate, [category, another]]) => {
    if (!category || another) return [];
    const beyond = policy.callerKinds.filter(
      (caller) => policy.decide(coordinate, caller) !== 'deny' && !isPromised(policy, category, caller),
    );
    const line = beyond.length > 0 && policy.lines.find((each) => each.coordinate === coordinate);
    if (!line) return [];
    const name = policy.categories.get(category)?.name;
    const where = beyond.map(({ party, purpose }) => `${party} ${purpose}`).join(' and ');
    return [
      {
        file: line.file,
        line: line.line,
        coordinate,
        says: `is granted to ${beyond.map(callerInWords).join(' and ')}, but the letter promises them no ${category} (${name?.en})`,
        remedy: `take the grant away or, if people have been told, add '${category}' under ${where} in schema/promises.ts beside the sentence that told them`,
      },
    ];
  });
}

/** What people were told and no rule grants. */
export function promisesWithoutGrant(policy: WrittenPolicy): Mistake[] {
  const { promises, categories, callerKinds, sources } = policy;
  const source = sources.get('promises.ts');
  const held = new Map<string, string[]>();
  for (const [coordinate, found] of policy.categoriesOf)
    for (const name of found) held.set(name, [...(held.get(name) ?? []), coordinate]);
  return Object.entries(promises).flatMap(([party, purposes]) =>
    Object.entries(purposes).flatMap(([purpose, promised]) => {
      const at = {
        file: 'schema/promises.ts',
        line: lineIn(source, 'export const promises', `  ${party}: {`, `    ${purpose}:`),
      };
      const kinds = callerKinds.filter((each) => each.party === party && each.purpose === purpose);
      if (kinds.length === 0)
        return [
          {
            ...at,
            says: `Something is promised of ${party} for ${purpose}, a purpose that ${party} may not state`,
            remedy: 'remove it, or give the party the purpose in schema/agencies.ts',
          },
        ];
      return [...new Set(promised.flatMap(({ covers }) => covers))].flatMap((category) => {
        const known = categories.has(category);
        const granted = (held.get(category) ?? []).some((coordinate) =>
          kinds.some((caller) => policy.decide(coordinate, caller) !== 'deny'),
        );
        if (granted) return [];
        return [
          {
            ...at,
            says: known
              ? `People are told that ${party} gets ${category} for ${purpose}, and no rule grants any of it`
              : `Something is promised of ${party} for ${purpose} that is no category: ${category}`,
            remedy: known ? 'take the promise away or grant it' : 'correct it',
          },
        ];
      });
    }),
  );
}
