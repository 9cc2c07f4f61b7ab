import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import {
  type ASTVisitor,
  GraphQLError,
  Kind,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';

/** How large an operation may be. Each leaves a dashboard several times what it needs. */
export const limits = {
  /** Of the request body. */
  body: '256kb',
  tokens: 4_000,
  depth: 15,
  /** Fields, with each fragment counted wherever it is spread: all that there is to ask of a person are 640. */
  selections: 2_000,
  aliases: 40,
  directives: 50,
  /** That an answer could hold, by `cost.ts`: a page of 500 persons with all that is known of them is 220,000. */
  values: 250_000,
  /** That are told of an operation's variables: one for each item of a list would be a long answer. */
  variableErrors: 50,
  /** Characters of what is told of one mistake: names that a client chose are repeated with each. */
  message: 1_000,
  /** Characters of a name: an alias is answered with each person, and an operation's is kept in the disclosure log. */
  name: 100,
} as const;

/** An operation over a limit is a mistake of the client's, reported like any other; GraphQL Armor calls it one of syntax. */
const report = (message: string) => ({
  propagateOnRejection: false,
  onReject: [(context: ValidationContext | null) => context?.reportError(new GraphQLError(message))],
});

/** The limits on an operation that validation checks; an operation over one is not run. */
export const limitRules: ValidationRule[] = [
  maxDepthRule({ n: limits.depth, ...report(`An operation is at most ${limits.depth} levels deep.`) }),
  maxAliasesRule({
    n: limits.aliases,
    ...report(
      `An operation has at most ${limits.aliases} aliases, with its fragments counted wherever they are spread.`,
    ),
  }),
  maxDirectivesRule({
    n: limits.directives,
    ...report(
      `An operation has at most ${limits.directives} directives, with its fragments counted wherever they are spread.`,
    ),
  }),
  selections,
  names,
  operationNames,
];

/**
 * An operation is planned with its fragments written out, and kept so. Fragments of fragments, each spread often, make
 * hundreds of thousands of selections of a few tokens; where they all say the same, the answer is small and costs nothing.
 */
function selections(context: ValidationContext): ASTVisitor {
  const ofFragments = new Map<string, number>();
  const ofFragment = (name: string): number => {
    const known = ofFragments.get(name);
    if (known !== undefined) return known;
    // For one that spreads itself, which another rule refuses.
    ofFragments.set(name, 0);
    const fragment = context.getFragment(name);
    const count = fragment ? countIn(fragment.selectionSet) : 0;
    ofFragments.set(name, count);
    return count;
  };
  const countIn = ({ selections }: SelectionSetNode): number =>
    selections.reduce(
      (count, node) =>
        count +
        (node.kind === Kind.FRAGMENT_SPREAD
          ? ofFragment(node.name.value)
          : 1 + (node.selectionSet ? countIn(node.selectionSet) : 0)),
      0,
    );
  return {
    OperationDefinition(node) {
      if (countIn(node.selectionSet) > limits.selections)
        context.reportError(
          new GraphQLError(
            `An operation has at most ${limits.selections} fields, with its fragments counted wherever they are spread.`,
            { nodes: node },
          ),
        );
    },
  };
}

/** An alias of 200,000 characters makes an answer of 100 MB of a page of 500 persons, which costs no more than any other. */
function names(context: ValidationContext): ASTVisitor {
  return {
    Name(node) {
      if (node.value.length > limits.name)
        context.reportError(
          new GraphQLError(`A name has at most ${limits.name} characters.`, { nodes: node }),
        );
    },
  };
}

/**
 * An operation's name is entered in the disclosure log, for years and beyond an erasure: so no number that could be a
 * person's is in it (an identifying number has 11 digits, a DUF number 12), nor one in parts.
 */
function operationNames(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition({ name }) {
      if (name && /\d(?:_*\d){10}/.test(name.value))
        context.reportError(
          new GraphQLError("An operation's name holds no number as long as a person's: use a variable.", {
            nodes: name,
          }),
        );
    },
  };
}
