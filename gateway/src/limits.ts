import { costLimitRule } from '@escape.tech/graphql-armor-cost-limit';
import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import type { GraphQLError, ValidationContext, ValidationRule } from 'graphql';

/** How large an operation may be. Each leaves a dashboard several times what it needs. */
export const limits = {
  /** Of the request body. */
  body: '256kb',
  tokens: 4_000,
  depth: 15,
  aliases: 40,
  directives: 50,
  /** Points: 1 a field, 2 a selection, half as much again at each level down, times `first`. */
  cost: 400_000,
} as const;

/** An operation over a limit is a mistake of the client's, reported like any other. */
const report = {
  propagateOnRejection: false,
  onReject: [(context: ValidationContext | null, error: GraphQLError) => context?.reportError(error)],
};

/** The limits on an operation that validation checks; an operation over one is not run. */
export const limitRules: ValidationRule[] = [
  maxDepthRule({ n: limits.depth, ...report }),
  maxAliasesRule({ n: limits.aliases, ...report }),
  maxDirectivesRule({ n: limits.directives, ...report }),
  costLimitRule({ maxCost: limits.cost, ...report }),
];
