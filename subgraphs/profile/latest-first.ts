import type { Section } from './section.js';
import type { Items } from './tables.js';

/** When an item ended and began, as text or number that grows with time; what lasts has no end. */
type Span = readonly [end: string | number | null, start: string | number];

const spanOf: { readonly [S in Section]?: (item: Items[S]) => Span } = {
  EDUCATION: ({ endYear }) => [endYear, 0],
  WORK_EXPERIENCE: ({ from, to }) => [to, from],
};

/**
 * A section's items in the order that they are kept and answered in: education and work the latest first, for what comes
 * first counts most in the advice on settlement; everything else, and what is of the same time, as it was sent.
 */
export function latestFirst<S extends Section>(section: S, items: readonly Items[S][]): readonly Items[S][] {
  const span = spanOf[section];
  if (!span) return items;
  return [...items].sort((one, other) => {
    const [end, start] = span(one);
    const [otherEnd, otherStart] = span(other);
    return descending(end, otherEnd) || descending(start, otherStart);
  });
}

/** Dates are ISO 8601, which sorts as text does. */
function descending(one: Span[0], other: Span[0]): number {
  if (one === other) return 0;
  if (one === null || other === null) return one === null ? -1 : 1;
  return one > other ? -1 : 1;
}
