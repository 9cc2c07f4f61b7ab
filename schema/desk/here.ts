import { readdirSync, readFileSync } from 'node:fs';
import { contractFolder } from '../contract.js';
import type { Sentence } from '../letter.js';
import { loadPolicy } from '../load-policy.js';
import { sourcesIn, type WrittenPolicy } from '../written-policy.js';

/** The repository. */
export const repository = new URL('../', contractFolder);

/** The policy as its files are now, saved or not committed. */
export function policyHere(): WrittenPolicy {
  return loadPolicy(sourcesIn(contractFolder));
}

/** The information letter in force, as people are given it; consent has it. */
export function letterHere(): Sentence {
  const folder = new URL('subgraphs/consent/notices/', repository);
  const versions = readdirSync(folder).map((file) => Number.parseInt(file, 10));
  const text = (language: string) =>
    readFileSync(new URL(`${Math.max(...versions)}.${language}.md`, folder), 'utf8').replace(
      /\[\^\d+\]/g,
      '',
    );
  return { nb: text('nb'), en: text('en') };
}
