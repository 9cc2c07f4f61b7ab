import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { type CallerKind, kindOf } from './agencies.js';
import { consentRules } from './consent.rules.js';
import { contractFolder, type SubgraphName } from './contract.js';
import { guidanceRules } from './guidance.rules.js';
import { profileRules } from './profile.rules.js';
import { settlementRules } from './settlement.rules.js';
import { type Decision, decide, type Rule, type Rules } from './shield.js';

/** Everything that decides which fields a caller may see. Never changed; another policy is another object. */
export interface Policy {
  /** Content hash of the rule files. */
  readonly version: string;
  /** The rules of each room. */
  readonly rules: Readonly<Record<SubgraphName, Rules>>;
  /** The decision on any coordinate of the supergraph. */
  decide(coordinate: string, caller: CallerKind): Decision;
}

/**
 * The policy of four rule files. A field that several subgraphs answer, such as the key of an entity, may be asked of
 * any of them, so all their rules must grant it.
 */
export function policyOf(rules: Policy['rules'], version: string): Policy {
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
  return {
    version,
    rules,
    decide(coordinate, caller) {
      const kind = kindOf(caller);
      const ofKind = known.get(kind) ?? new Map<string, Decision>();
      known.set(kind, ofKind);
      const decision = ofKind.get(coordinate) ?? decisionOn(coordinate, caller);
      // Coordinates that nobody has ruled on may be a client's invention; they are not kept.
      if (rulesByCoordinate.has(coordinate)) ofKind.set(coordinate, decision);
      return decision;
    },
  };
}

const inForce = policyOf(
  {
    profile: profileRules,
    consent: consentRules,
    guidance: guidanceRules,
    settlement: settlementRules,
  },
  contentHash(),
);

/**
 * The policy in force. Ask once a request and use that one throughout; keep what is worked out from it by the policy
 * object itself, for it may be another at the next request.
 */
export function policyInForce(): Policy {
  return inForce;
}

/** Twelve hexadecimal digits over the rule files: the version in every refusal, disclosure and in `/health`. */
function contentHash(): string {
  const hash = createHash('sha256');
  const files = readdirSync(contractFolder).filter(
    (file) => file.endsWith('.rules.ts') || file === 'agencies.ts',
  );
  for (const file of files.sort()) hash.update(readFileSync(new URL(file, contractFolder)));
  return hash.digest('hex').slice(0, 12);
}
