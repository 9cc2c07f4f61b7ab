import { isInterfaceType, isUnionType } from 'graphql';
import { didYouMean } from 'graphql/jsutils/didYouMean.js';
import { suggestionList } from 'graphql/jsutils/suggestionList.js';
import { placeOf } from '../api-schema.js';
import { subgraphNames } from '../contract.js';
import type { Mistake } from '../mistake.js';
import type { WrittenPolicy } from '../written-policy.js';

/** Fields without a rule, and rules without a field. */
export function linesThatDoNotFit({ lines, schema, fields: all }: WrittenPolicy): Mistake[] {
  return subgraphNames.flatMap((room) => {
    const file = `schema/${room}.rules.ts`;
    const fields = all.filter((each) => each.file === `schema/${room}.graphql`);
    const ruled = lines.filter((each) => each.file === file);
    const has = (some: readonly { readonly coordinate: string }[]) =>
      new Set(some.map(({ coordinate }) => coordinate));
    const [written, there] = [has(ruled), has(fields)];
    const missing = fields
      .filter(({ coordinate }) => !written.has(coordinate))
      .map(({ coordinate, file: sdl, line }) => ({
        file: sdl,
        line,
        coordinate,
        says: 'has no rule, so nobody sees it',
        remedy: `add a line for it to ${file}`,
      }));
    const unknown = ruled
      .filter(({ coordinate }) => !there.has(coordinate))
      .map((each) => {
        const type = schema.getType(each.coordinate.split('.')[0] ?? '');
        const abstract = isInterfaceType(type) || isUnionType(type);
        const alike = suggestionList(
          each.coordinate,
          fields.map(({ coordinate }) => coordinate),
        );
        return {
          file: each.file,
          line: each.line,
          coordinate: each.coordinate,
          says: abstract
            ? 'is a field of an interface, where no rule has any effect'
            : `has a rule but is not in schema/${room}.graphql`,
          remedy: abstract
            ? 'write the rule for each object type that has the field'
            : `remove it or correct it.${didYouMean(alike.slice(0, 2))}`,
        };
      });
    return [...missing, ...unknown];
  });
}

/** A field that an extension adds stands in no category, so that nothing holds it against the letter. */
export function extendedTypes({ extensions }: WrittenPolicy): Mistake[] {
  return extensions.map(({ name, file, line }) => ({
    file,
    line,
    says: `${name} is extended, and what an extension adds is held against nothing`,
    remedy:
      name === 'schema'
        ? 'leave it out: operations start at Query and Mutation'
        : `write the fields into the type ${name} itself, or as \`type ${name} { … }\` where another subgraph has it`,
  }));
}

/** Names that begin so are federation's own, which no rule and no category is asked for. */
export function reservedNames({ fields, schema }: WrittenPolicy): Mistake[] {
  const named = Object.values(schema.getTypeMap())
    .filter(({ name, astNode }) => name.startsWith('_') && astNode)
    .map(({ name, astNode }) => ({ ...placeOf(astNode), name }));
  const fieldsNamed = fields
    .filter(({ coordinate }) => coordinate.includes('._'))
    .map(({ file, line, coordinate: name }) => ({ file, line, name }));
  return [...named, ...fieldsNamed].map(({ file, line, name }) => ({
    file,
    line,
    says: `${name} begins with "_", as what only the gateway reads`,
    remedy: 'call it otherwise',
  }));
}

/** Rules bind to object types only: asked through an interface, a field would go unruled. */
export function abstractTypes({ schema }: WrittenPolicy): Mistake[] {
  return Object.values(schema.getTypeMap())
    .filter((type) => isInterfaceType(type) || isUnionType(type))
    .map((type) => ({
      ...placeOf(type.astNode),
      says: `${type.name} is an interface or a union, which no rule protects`,
      remedy: 'use object types',
    }));
}
