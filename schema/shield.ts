import { createRequire } from 'node:module';
import { type GraphQLResolveInfo, type GraphQLSchema, isObjectType } from 'graphql';
import type { Caller, CallerKind } from './agencies.js';
import { KompassError } from './errors.js';
import type { Sentence } from './letter.js';
import type { Policy } from './policy.js';

// graphql-shield's ESM build does not load on Node ≥ 23 (its tracker, #1561); its CommonJS build does.
// graphql-middleware must come the same way, or the two disagree on what a middleware generator is.
const require = createRequire(import.meta.url);
type GraphqlShield = typeof import('graphql-shield', { with: { 'resolution-mode': 'require' }});
const graphqlShield = require('graphql-shield') as GraphqlShield;
const { shield, rule, or, and, allow, deny } = graphqlShield;
const { applyMiddleware } = require('graphql-middleware') as typeof import('graphql-middleware');

/** What a rule says of a caller before any row is known; `row` means that the row decides. */
export type Decision = 'allow' | 'deny' | 'row';

declare const vocabulary: unique symbol;

/** A graphql-shield rule whose decision about a caller can also be asked for without running a query. */
export interface Rule {
  readonly [vocabulary]: never;
}

type ShieldRule = Parameters<typeof graphqlShield.or>[number];

/** What entitles those whom a word means. */
export interface Basis {
  /** The provisions, as they are cited. */
  readonly law: string;
  /** What people were told; none for what is about nobody. */
  readonly letter?: Sentence;
}

/** What a rule is made of. */
export type Meaning =
  | {
      readonly kind: 'word';
      readonly name: string;
      /** Policies written before words had to carry a basis are still read, to compare with. */
      readonly basis: Basis | undefined;
      /** What decides, as written. */
      readonly conditions: readonly string[];
      /** The condition on the row, as written; none for a rule of the caller alone. */
      readonly row: string | undefined;
    }
  | { readonly kind: 'anyone'; readonly of: readonly Rule[] };

/** By rule, also of several policies at once: this module is the engine that they have in common. */
const meanings = new WeakMap<object, { decide(caller: CallerKind): Decision; readonly meaning: Meaning }>();

/** The one place where a shield rule becomes a word of the vocabulary. */
function word(made: ShieldRule, meaning: Meaning, decision: (caller: CallerKind) => Decision): Rule {
  meanings.set(made, { decide: decision, meaning });
  return made as unknown as Rule;
}

const shieldRule = (ruled: Rule): ShieldRule => ruled as unknown as ShieldRule;

/** The rules of a room: type name → field name → rule. */
export type Rules = Readonly<Record<string, Readonly<Record<string, Rule>>>>;

/** What shield needs in the GraphQL context. */
export interface CallerContext {
  readonly caller: Caller;
}

/**
 * A rule of the caller alone.
 * @param name unique: graphql-shield caches the answer of a request under it
 */
export function callerRule(name: string, grants: (caller: CallerKind) => boolean, basis: Basis): Rule {
  const made = rule(name, { cache: 'contextual' })(
    (_parent: unknown, _args: unknown, context: CallerContext): boolean => grants(context.caller),
  );
  return word(
    made,
    { kind: 'word', name, basis, conditions: [grants.toString()], row: undefined },
    (caller) => (grants(caller) ? 'allow' : 'deny'),
  );
}

/**
 * A rule that also looks at the row. Never cached: a cached answer would leak one person's field to another.
 * @param mayGrant whether any row at all could be granted to this caller
 * @param grants whether this row is; the row is what the resolver of the parent type returned
 */
export function rowRule(
  name: string,
  mayGrant: (caller: CallerKind) => boolean,
  grants: (caller: Caller, row: Readonly<Record<string, unknown>>) => boolean,
  basis: Basis,
): Rule {
  const made = rule(name, { cache: 'no_cache' })(
    (parent: Readonly<Record<string, unknown>>, _args: unknown, context: CallerContext): boolean =>
      // What holds of a row that says nothing is not the row's to grant: two that are absent are equal too.
      mayGrant(context.caller) && grants(context.caller, parent) && !grants(context.caller, {}),
  );
  const row = grants.toString();
  const conditions = [mayGrant.toString(), row];
  return word(made, { kind: 'word', name, basis, conditions, row }, (caller) =>
    mayGrant(caller) ? 'row' : 'deny',
  );
}

/** Grants when at least one of the rules does. */
export function anyone(...rules: [Rule, ...Rule[]]): Rule {
  return word(or(...rules.map(shieldRule)), { kind: 'anyone', of: rules }, (caller) => {
    let found: Decision = 'deny';
    for (const each of rules) {
      const decision = decide(each, caller);
      if (decision === 'allow') return 'allow';
      if (decision === 'row') found = 'row';
    }
    return found;
  });
}

/**
 * What a rule says of a caller.
 * @throws Error when the rule was not made with the vocabulary of `agencies.ts`
 */
export function decide(ruled: Rule, caller: CallerKind): Decision {
  return known(ruled).decide(caller);
}

/**
 * What a rule is made of.
 * @throws Error when the rule was not made with the vocabulary of `agencies.ts`
 */
export function meaningOf(ruled: Rule): Meaning {
  return known(ruled).meaning;
}

/** Whether a value is a rule that was made here. */
export function isRule(value: unknown): value is Rule {
  return typeof value === 'object' && value !== null && meanings.has(value);
}

function known(ruled: Rule) {
  const found = meanings.get(ruled);
  if (!found) throw new Error('a rule was not built from the words in schema/agencies.ts');
  return found;
}

/** What is refused: a field, or an argument that reads one. */
export interface Denied {
  readonly coordinate: string;
  readonly argument?: string;
}

/**
 * The refusal of one field: names the coordinate, and the argument where it is one that reads it, never the value or the
 * person. Where the caller may see it for another purpose, which is the policy's to tell, it names that too.
 */
export function forbidden({ coordinate, argument }: Denied, caller: Caller, policy: Policy): KompassError {
  const { party, purpose } = caller;
  const field = argument ? `${coordinate}, which the argument ${argument} reads,` : coordinate;
  const allowed = policy.otherPurposes(coordinate, caller);
  const advice =
    allowed.length > 0
      ? ` It may for ${allowed.join(' or ')}; where the request is for that, state it in the header "kompass-purpose".`
      : '';
  return new KompassError('FORBIDDEN', `${party} may not see ${field} for the purpose ${purpose}.${advice}`, {
    coordinate,
    party,
    purpose,
    policyVersion: policy.version,
    ...(allowed.length > 0 ? { allowed } : {}),
  });
}

/**
 * The schema with graphql-shield in front of every resolver, everything unnamed denied.
 * A subgraph's federation entrances are opened on purpose: what protects an entity is the rules on its fields.
 */
export function enforce(schema: GraphQLSchema, rules: Rules, policy: Policy): GraphQLSchema {
  const tree = shield(
    {
      ...guardArguments(schema, rules, policy),
      _Service: { sdl: allow },
    },
    {
      fallbackRule: deny,
      // Errors of resolvers pass as they are and are masked once, where answers leave the room.
      allowExternalErrors: true,
      debug: false,
      hashFunction: () => {
        throw new Error('no rule may be cached by its arguments');
      },
      fallbackError: (_thrown, _parent, _args, context, info) =>
        forbidden({ coordinate: `${info.parentType.name}.${info.fieldName}` }, callerOf(context), policy),
    },
  );
  const guarded = applyMiddleware(schema, tree);
  keepReferenceResolvers(schema, guarded);
  return guarded;
}

function callerOf(context: object): Caller {
  return (context as CallerContext).caller;
}

/** Fields whose arguments read other fields are granted only to whoever may read those too. */
function guardArguments(schema: GraphQLSchema, rules: Rules, policy: Policy) {
  const mayReadArguments = rule('mayReadArguments', { cache: 'no_cache' })(
    (
      _parent: unknown,
      args: Record<string, unknown>,
      { caller }: CallerContext,
      info: GraphQLResolveInfo,
    ): true | Error => {
      const field = info.parentType.getFields()[info.fieldName];
      const denied = policy.reading
        .byArguments(field?.args ?? [], args)
        .find(({ coordinate }) => policy.decide(coordinate, caller) !== 'allow');
      return denied ? forbidden(denied, caller, policy) : true;
    },
  );
  const query = schema.getQueryType()?.getFields() ?? {};
  const shieldRules = Object.fromEntries(
    Object.entries(rules).map(([type, fields]) => [
      type,
      Object.fromEntries(
        Object.entries(fields).map(([name, ruled]) => [
          name,
          type === 'Query' && query[name]?.args.length
            ? and(shieldRule(ruled), mayReadArguments)
            : shieldRule(ruled),
        ]),
      ),
    ]),
  );
  return {
    ...shieldRules,
    Query: { ...shieldRules['Query'], _service: allow, _entities: allow },
  };
}

/** graphql-middleware rebuilds types; @apollo/subgraph finds entities through a type's extensions. */
function keepReferenceResolvers(from: GraphQLSchema, to: GraphQLSchema): void {
  for (const type of Object.values(from.getTypeMap())) {
    const rebuilt = to.getType(type.name);
    if (isObjectType(type) && isObjectType(rebuilt))
      rebuilt.extensions = { ...type.extensions, ...rebuilt.extensions };
  }
}
