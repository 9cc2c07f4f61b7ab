import { type GraphQLSchema, getNamedType, isAbstractType, isNonNullType, isObjectType } from 'graphql';
import { type Caller, parties, purposesOf } from './agencies.js';
import { type Decision, decide, type Rules } from './shield.js';

/** Every kind of caller a rule of the caller alone can tell apart, one each. */
export const callerKinds: readonly Caller[] = parties.flatMap((party) =>
  ([[], ['PRIVACY_OFFICER']] as const)
    .filter((held) => held.length === 0 || party === 'IMDI')
    .flatMap((held) => purposesOf(party, held).map((purpose) => ({ party, purpose, clearances: held }))),
);

/** The output fields of a schema that a rule must name, `Type.field`, federation's own left out. */
export function ruledCoordinates(schema: GraphQLSchema): string[] {
  return Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter(({ name }) => !name.startsWith('_'))
    .flatMap((type) =>
      Object.keys(type.getFields())
        .filter((field) => !field.startsWith('_'))
        .map((field) => `${type.name}.${field}`),
    );
}

/**
 * What is wrong with the rules of a schema, a sentence each; empty when nothing is.
 * A field is deniable when some caller may reach its type, through fields granted to that caller, and not the
 * field; a denied field is answered `null`, so it must be nullable.
 */
export function problems(schema: GraphQLSchema, rules: Rules): string[] {
  const coordinates = new Set(ruledCoordinates(schema));
  const ruled = new Set(
    Object.entries(rules).flatMap(([type, fields]) => Object.keys(fields).map((field) => `${type}.${field}`)),
  );
  const missing = [...coordinates]
    .filter((coordinate) => !ruled.has(coordinate))
    .map((coordinate) => `${coordinate} has no rule: add a line for it to the rules file`);
  const unknown = [...ruled]
    .filter((coordinate) => !coordinates.has(coordinate))
    .map((coordinate) => `${coordinate} has a rule but is not in the schema: remove or correct it`);
  const abstract = Object.values(schema.getTypeMap())
    .filter((type) => isAbstractType(type) && !type.name.startsWith('_'))
    .map(({ name }) => `${name} is an interface or a union, which no rule protects: use object types`);
  const found = [...missing, ...unknown, ...abstract];
  if (found.length > 0) return found;

  const nonNull = callerKinds.flatMap((caller) =>
    [...reachableTypes(schema, rules, caller)].flatMap((name) => {
      const type = schema.getType(name);
      if (!isObjectType(type)) return [];
      return Object.values(type.getFields())
        .filter((field) => isNonNullType(field.type) && !field.name.startsWith('_'))
        .filter((field) => decisionFor(rules, name, field.name, caller) !== 'allow')
        .map((field) => `${name}.${field.name}`);
    }),
  );
  return [...new Set(nonNull)].map(
    (coordinate) =>
      `${coordinate} can be denied but is non-null: remove the "!" in the SDL, or a refusal would null its parent`,
  );
}

function decisionFor(rules: Rules, type: string, field: string, caller: Caller): Decision {
  const rule = rules[type]?.[field];
  return rule ? decide(rule, caller) : 'deny';
}

function reachableTypes(schema: GraphQLSchema, rules: Rules, caller: Caller): Set<string> {
  const roots = [schema.getQueryType(), schema.getMutationType()].flatMap((root) => root ?? []);
  const reached = new Set(roots.map(({ name }) => name));
  for (const name of reached) {
    const type = schema.getType(name);
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      if (decisionFor(rules, name, field.name, caller) === 'deny') continue;
      const target = getNamedType(field.type);
      if (isObjectType(target)) reached.add(target.name);
      else if (isAbstractType(target))
        for (const possible of schema.getPossibleTypes(target)) reached.add(possible.name);
    }
  }
  return reached;
}
