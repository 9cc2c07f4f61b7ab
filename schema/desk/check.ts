import { check } from '../check.js';
import { type Mistake, PolicyMistakes } from '../mistake.js';
import { policyHere } from './here.js';
import type { Answer, Verb } from './verb.js';

export const checkVerb: Verb = {
  summary: 'everything that is wrong with the policy, by file and line',
  usage: `npm run policy -- check [--json]

Every field has a rule and every rule a field; no rule that can never matter; no deniable field that is non-null;
every word cites its law; every grant stands in the letter's promises, and every promise is granted.
Start-up refuses a policy for the same reasons.`,
  words: 0,
  options: {},
  run() {
    const policy = policyHere();
    const mistakes = check(policy);
    if (mistakes.length > 0) throw new PolicyMistakes(mistakes);
    const { version, categoriesOf, callerKinds, vocabulary } = policy;
    return {
      text: `Sound: ${categoriesOf.size} fields, ${vocabulary.words.size} words, ${callerKinds.length} kinds of callers. Policy ${version}.\n`,
      json: { version, mistakes: [] },
      problem: false,
    };
  },
};

/** What every verb answers of a policy that is not whole. */
export function mistakesAnswer(mistakes: readonly Mistake[]): Answer {
  const paragraphs = mistakes.map(
    ({ file, line, coordinate, says, remedy }) =>
      `${file}:${line}\n  ${coordinate ? `${coordinate} ${says}` : says}.\n  → ${sentence(remedy)}\n`,
  );
  const count = mistakes.length === 1 ? '1 mistake.' : `${mistakes.length} mistakes.`;
  return { text: `${paragraphs.join('\n')}\n${count}\n`, json: { mistakes }, problem: true };
}

function sentence(text: string): string {
  return `${text[0]?.toUpperCase()}${text.slice(1)}${/[.?]$/.test(text) ? '' : '.'}`;
}
