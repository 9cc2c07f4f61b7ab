import { check, contractFolder, type Mistake, PolicyMistakes } from '@kompass/schema';
import { loadPolicy } from '@kompass/schema/load-policy';
import { type PolicySources, sourcesIn } from '@kompass/schema/written-policy';

/** A change to one file of the policy: the first occurrence of a text becomes another. */
export type Edit = readonly [file: string, from: string, to: string];

/** The policy's files with some changes made to them. */
export function edited(...edits: readonly Edit[]): PolicySources {
  const sources = new Map(sourcesIn(contractFolder));
  for (const [file, from, to] of edits) {
    const text = sources.get(file);
    if (!text?.includes(from)) throw new Error(`${file} no longer holds: ${from}`);
    sources.set(file, text.replace(from, to));
  }
  return sources;
}

/** What start-up and `npm run policy -- check` would say of the policy with these changes. */
export function mistakesIn(sources: PolicySources): readonly Mistake[] {
  try {
    return check(loadPolicy(sources));
  } catch (error) {
    if (error instanceof PolicyMistakes) return error.mistakes;
    throw error;
  }
}

/** The line of a text in a file, as messages name it: `schema/profile.rules.ts:12`. */
export function placeIn(sources: PolicySources, file: string, text: string): string {
  const before = sources.get(file)?.split(text)[0] ?? '';
  return `schema/${file}:${before.split('\n').length}`;
}
