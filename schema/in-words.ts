import type { Caller } from './agencies.js';
import { meaningOf, type Rule } from './shield.js';
import type { WrittenPolicy } from './written-policy.js';

/** A party and what it is here for, as messages tell it. */
export function callerInWords({ party, purpose, clearances }: Caller): string {
  return `${[party, ...clearances].join(' ')} for ${purpose}`;
}

/** What a rule is called. */
export function nameOf(policy: WrittenPolicy, rule: Rule): string {
  const meaning = meaningOf(rule);
  if (meaning.kind === 'word') return meaning.name;
  return (
    [...policy.vocabulary.words].find(([, word]) => word === rule)?.[0] ??
    policy.groups.find((group) => group.rule === rule)?.name ??
    `anyone(${meaning.of.map((each) => nameOf(policy, each)).join(', ')})`
  );
}

/** The words that a rule comes down to. */
export function wordsIn(rule: Rule): readonly Rule[] {
  const meaning = meaningOf(rule);
  return meaning.kind === 'word' ? [rule] : [...new Set(meaning.of.flatMap(wordsIn))];
}
