import { type Category, categories } from './categories.js';

/** The lines of a category that would name a field, the most exact form first. */
export function linesNaming(coordinate: string): readonly string[] {
  const [type = '', field = ''] = coordinate.split('.');
  return [coordinate, `*.${field}`, type];
}

/**
 * The names of the categories that each field is in, by its most exact line: one, unless the lines are wrong.
 * @returns by field, in the order given
 */
export function categorise(
  coordinates: readonly string[],
  categories: ReadonlyMap<string, Category>,
): ReadonlyMap<string, readonly string[]> {
  const byLine = new Map<string, string[]>();
  for (const [name, { holds }] of categories)
    for (const line of holds) byLine.set(line, [...(byLine.get(line) ?? []), name]);
  return new Map(
    coordinates.map((coordinate) => {
      const found = linesNaming(coordinate)
        .map((line) => byLine.get(line) ?? [])
        .find((names) => names.length > 0);
      return [coordinate, [...new Set(found)]];
    }),
  );
}

const published: ReadonlySet<string> = new Set(
  categories.published.holds.map((line) => line.slice(0, line.indexOf('.'))),
);

/** Whether objects of a type are about nobody, such as municipalities: only that one is named tells something. */
export function isOfNobody(type: string): boolean {
  return published.has(type);
}
