import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { consentRules } from './consent.rules.js';
import { guidanceRules } from './guidance.rules.js';
import { profileRules } from './profile.rules.js';
import { settlementRules } from './settlement.rules.js';
import { decide, type Policy, type Rule, type Rules } from './shield.js';

export const subgraphNames = ['profile', 'consent', 'guidance', 'settlement'] as const;
export type SubgraphName = (typeof subgraphNames)[number];

/** What one subgraph promises: its SDL, and who may see which of its fields. */
export interface Contract {
  readonly sdl: string;
  readonly rules: Rules;
}

/** Compiled to `dist/`; the SDL, the supergraph and the code lists lie beside the sources. */
export const contractFolder = new URL('../', import.meta.url);

const sdl = (name: SubgraphName): string => readFileSync(new URL(`${name}.graphql`, contractFolder), 'utf8');

export const contracts: Readonly<Record<SubgraphName, Contract>> = {
  profile: { sdl: sdl('profile'), rules: profileRules },
  consent: { sdl: sdl('consent'), rules: consentRules },
  guidance: { sdl: sdl('guidance'), rules: guidanceRules },
  settlement: { sdl: sdl('settlement'), rules: settlementRules },
};

/** @returns the composed supergraph SDL as checked in; `npm run compose` writes it. */
export function readSupergraph(): string {
  return readFileSync(new URL('supergraph.graphql', contractFolder), 'utf8');
}

/**
 * The rules of each field of the supergraph: those of every subgraph that can answer it. The key of an entity is
 * answered by several, and any of them may be asked, so all must grant.
 */
const rulesByCoordinate: ReadonlyMap<string, readonly Rule[]> = (() => {
  const merged = new Map<string, Rule[]>();
  for (const { rules } of Object.values(contracts))
    for (const [type, fields] of Object.entries(rules))
      for (const [field, rule] of Object.entries(fields)) {
        const coordinate = `${type}.${field}`;
        merged.set(coordinate, [...(merged.get(coordinate) ?? []), rule]);
      }
  return merged;
})();

/** The policy in force: the four rule files as one. */
export const policy: Policy = {
  version: contentHash(),
  decide(coordinate, caller) {
    const decisions = (rulesByCoordinate.get(coordinate) ?? []).map((rule) => decide(rule, caller));
    if (decisions.length === 0 || decisions.includes('deny')) return 'deny';
    return decisions.includes('row') ? 'row' : 'allow';
  },
};

/** Twelve hexadecimal digits over the rule files: the version in every refusal, disclosure and in `/health`. */
function contentHash(): string {
  const hash = createHash('sha256');
  const files = readdirSync(contractFolder).filter(
    (file) => file.endsWith('.rules.ts') || file === 'agencies.ts',
  );
  for (const file of files.sort()) hash.update(readFileSync(new URL(file, contractFolder)));
  return hash.digest('hex').slice(0, 12);
}
