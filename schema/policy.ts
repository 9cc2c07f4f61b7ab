import { type CallerKind, kindOf, type Purpose, purposesOf } from './agencies.js';
import type { SubgraphName } from './contract.js';
import { type Reading, readingOf } from './reading.js';
import { type Decision, decide, type Rule, type Rules } from './shield.js';

/** Everything that decides which fields a caller may see. Never changed; another policy is another object. */
export interface Policy {
  /** Content hash of the rules and of what people were told of them. */
  readonly version: string;
  /** The rules of each room. */
  readonly rules: Readonly<Record<SubgraphName, Rules>>;
  /** What filters and orders read, which is held against the rules too. */
  readonly reading: Reading;
  /** The decision on any coordinate of the supergraph. */
  decide(coordinate: string, caller: CallerKind): Decision;
  /** For what else a caller may see a coordinate, of the purposes that this very caller may state. */
  otherPurposes(coordinate: string, caller: CallerKind): readonly Purpose[];
}

/**
 * The policy of four rule files. A field that several subgraphs answer, such as the key of an entity, may be asked of
 * any of them, so all their rules must grant it.
 * @param told what filters and orders read, and lists tell
 */
export function policyOf(
  rules: Policy['rules'],
  told: Pick<Reading, 'reads' | 'lists'>,
  version: string,
): Policy {
  const rulesByCoordinate = new Map<string, Rule[]>();
  for (const room of Object.values(rules))
    for (const [type, fields] of Object.entries(room))
      for (const [field, rule] of Object.entries(fields)) {
        const coordinate = `${type}.${field}`;
        rulesByCoordinate.set(coordinate, [...(rulesByCoordinate.get(coordinate) ?? []), rule]);
      }
  const decisionOn = (coordinate: string, caller: CallerKind): Decision => {
    const decisions = (rulesByCoordinate.get(coordinate) ?? []).map((rule) => decide(rule, caller));
    if (decisions.length === 0 || decisions.includes('deny')) return 'deny';
    return decisions.includes('row') ? 'row' : 'allow';
  };
  const known = new Map<string, Map<string, Decision>>();
  const decideOnce: Policy['decide'] = (coordinate, caller) => {
    const kind = kindOf(caller);
    const ofKind = known.get(kind) ?? new Map<string, Decision>();
    const kept = ofKind.get(coordinate);
    if (kept) return kept;
    const decision = decisionOn(coordinate, caller);
    // Coordinates that nobody has ruled on may be a client's invention; they are not kept.
    if (rulesByCoordinate.has(coordinate)) known.set(kind, ofKind.set(coordinate, decision));
    return decision;
  };
  return {
    version,
    rules,
    reading: readingOf(told),
    decide: decideOnce,
    otherPurposes: (coordinate, { party, clearances, purpose: stated }) =>
      purposesOf(party, clearances).filter(
        (purpose) => purpose !== stated && decideOnce(coordinate, { party, clearances, purpose }) === 'allow',
      ),
  };
}
