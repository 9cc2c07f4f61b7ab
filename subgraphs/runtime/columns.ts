import type { Selection } from './selection.js';

/** For each field of a type, the columns its answer is made from. */
export type Sources = Readonly<Record<string, readonly string[]>>;

/**
 * The columns that a selection needs, and no others.
 * @param always columns needed whatever is selected, such as those that rows are ordered by
 */
export function columnsFor(
  selection: Selection,
  sources: Sources,
  always: readonly string[] = [],
): Record<string, true> {
  const needed = Object.keys(selection).flatMap((field) => sources[field] ?? []);
  return Object.fromEntries([...always, ...needed].map((column) => [column, true]));
}

/** Sources of a type whose fields are columns of the same name. */
export function sameNames(...fields: readonly string[]): Sources {
  return Object.fromEntries(fields.map((field) => [field, [field]]));
}
