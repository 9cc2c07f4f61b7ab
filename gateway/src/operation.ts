import type { Asked, Operation } from '@kompass/schema';
import type { GraphQLSchema } from 'graphql';
import { documentOf } from './asked.js';
import { compilePlan, type Execute, type Source } from './execute.js';
import { compileDescription, type Describe } from './introspection.js';
import type { Planner } from './plan.js';
import { compileShape, type Shape } from './shape.js';

/** An operation planned and compiled, for all requests that ask the same of it. */
export interface ReadyOperation<Context> {
  readonly execute: Execute<Context>;
  readonly describe: Describe;
  readonly shape: Shape;
}

/**
 * @param identify whether persons are asked for their identifier, so that it is known whose data is answered
 * @param contract the schema as whoever asks may know it
 * @param whenLast told when everything that is to be asked is being asked
 */
export function makeReady<Context>(
  planner: Planner,
  sources: ReadonlyMap<string, Source<Context>>,
  operation: Operation,
  asked: Asked,
  identify: boolean,
  contract: () => GraphQLSchema,
  whenLast?: (context: Context) => void,
): ReadyOperation<Context> {
  const document = documentOf(operation, asked, identify, planner.fetchedAs);
  return {
    execute: compilePlan(document && planner.plan(document), sources, planner.supergraph, whenLast),
    describe: compileDescription(contract, operation, asked),
    shape: compileShape(planner.schema, asked, identify, planner.fetchedAs),
  };
}
