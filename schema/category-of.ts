import type { Category } from './categories.js';

/** How a line of a category can name fields, the most exact first. */
const forms: readonly ((type: string, field: string) => readonly string[])[] = [
  (type, field) => [`${type}.${field}`],
  (_type, field) => [`*.${field}`],
  (type) => [type],
  (type) => [...type].map((_letter, index) => `*${type.slice(index)}`),
];

/** The names of the categories that a field is in, by its most exact line; one, unless the lines are wrong. */
export function categoriesFitting(
  coordinate: string,
  categories: ReadonlyMap<string, Category>,
): readonly string[] {
  const [type = '', field = ''] = coordinate.split('.');
  for (const form of forms) {
    const written = form(type, field);
    const found = [...categories].filter(([, { holds }]) => holds.some((each) => written.includes(each)));
    if (found.length > 0) return found.map(([name]) => name);
  }
  return [];
}

/** Whether a line of a category names this field, more exact lines aside. */
export function fits(line: string, coordinate: string): boolean {
  const [type = '', field = ''] = coordinate.split('.');
  return forms.some((form) => form(type, field).includes(line));
}
