import { readFileSync } from 'node:fs';
import { Supergraph } from '@apollo/federation-internals';
import { createPlanner } from '@kompass/gateway';
import { check, contractFolder, meaningOf, policyInForce, readSupergraph } from '@kompass/schema';
import { loadPolicy } from '@kompass/schema/load-policy';
import { casesFile, failures, readCases } from '@kompass/schema/policy-cases';
import { sourcesIn } from '@kompass/schema/written-policy';
import { type GraphQLSchema, lexicographicSortSchema, printSchema, validateSchema } from 'graphql';
import { expect, it } from 'vitest';

it('finds nothing wrong with the policy (npm run policy -- check says the same)', () => {
  expect(check(loadPolicy(sourcesIn(contractFolder)))).toEqual([]);
});

it('finds the policy to be what schema/policy.test.txt expects (npm run policy -- test says the same)', () => {
  const policy = policyInForce();
  const cases = readCases(policy, readFileSync(new URL(casesFile, contractFolder), 'utf8'));
  expect(failures(policy, cases)).toEqual([]);
});

it('lists every word of schema/agencies.ts in docs/policy.md, under “The words”', () => {
  const guide = readFileSync(new URL('../../docs/policy.md', import.meta.url), 'utf8');
  const listed = [...guide.matchAll(/^\| `(\w+)` +\|/gm)].map(([, word]) => word);
  const words = [...policyInForce().vocabulary.words].filter(([, rule]) => meaningOf(rule).kind === 'word');
  expect(listed.sort()).toEqual(words.map(([word]) => word).sort());
});

it('reads the same policy from the sources as from the compiled words', () => {
  const loaded = loadPolicy(sourcesIn(contractFolder));
  const inForce = policyInForce();
  const decisions = (policy: typeof loaded) =>
    [...policy.categoriesOf.keys()].map((coordinate) => [
      coordinate,
      ...policy.callerKinds.map((caller) => policy.decide(coordinate, caller)),
    ]);
  expect(loaded.version).toBe(inForce.version);
  expect(decisions(loaded)).toEqual(decisions(inForce));
});

const printed = (schema: GraphQLSchema) => printSchema(lexicographicSortSchema(schema));

it('joins the subgraphs’ SDL to what composition makes of it', () => {
  const composed = Supergraph.build(readSupergraph()).apiSchema().toGraphQLJSSchema();
  expect(printed(policyInForce().schema)).toBe(printed(composed));
});

it('plans on the schemas that Apollo makes and checks', () => {
  const { schema, supergraph } = createPlanner(readSupergraph());
  const checked = Supergraph.build(readSupergraph());
  expect(printed(schema)).toBe(printed(checked.apiSchema().toGraphQLJSSchema()));
  expect(printed(supergraph)).toBe(printed(checked.schema.toGraphQLJSSchema()));
  expect(validateSchema(schema)).toEqual([]);
});
