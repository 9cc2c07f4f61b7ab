import { readdirSync, readFileSync } from 'node:fs';
import { contractFolder } from './contract.js';
import type { Sentence } from './letter.js';

/** The information letter in force, as people are given it; consent has it. */
export function letterGiven(): Sentence {
  const folder = new URL('../subgraphs/consent/notices/', contractFolder);
  const versions = readdirSync(folder).map((file) => Number.parseInt(file, 10));
  const text = (language: string) =>
    readFileSync(new URL(`${Math.max(...versions)}.${language}.md`, folder), 'utf8');
  return { nb: text('nb'), en: text('en') };
}

/** A text in Markdown without the marks of its footnotes. */
export function withoutFootnotes(text: string): string {
  return text.replace(/\[\^\d+\]/g, '');
}

/** The sentences of a text in Markdown, without the marks of footnotes. */
export function sentencesIn(text: string): ReadonlySet<string> {
  return new Set(
    withoutFootnotes(text)
      .split('\n')
      .flatMap((line) => line.split(/(?<=[.?!]) (?=\p{Lu})/u)),
  );
}
