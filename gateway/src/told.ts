import { type Asked, type AskedField, isOfNobody } from '@kompass/schema';

// Which coordinates an answer can tell of whom: what the disclosure log may hold of an operation.

/** That there is such a person, where nothing else is told of them. */
export const personType = 'Person';

/** What an answer can tell of whomever it is about: not of the persons beneath, of whom it tells by themselves. */
export function toldOf(field: AskedField): string[] {
  if (field.denied || field.describes) return [];
  const { beneath } = field;
  if (!beneath || isOfNobody(beneath.of.name)) return [field.coordinate];
  return beneath.of.name === personType ? [] : beneath.selections.flatMap(toldIn);
}

export function toldIn(each: Asked['selections'][number]): string[] {
  return each.kind === 'field' ? toldOf(each) : each.beneath.selections.flatMap(toldIn);
}

/** Everything that an answer can tell of anybody. */
export function coordinatesOf({ of, selections }: Asked): string[] {
  return selections.flatMap((each) =>
    each.kind === 'fragment'
      ? coordinatesOf(each.beneath)
      : [
          ...(isOfNobody(of.name) ? [] : toldOf(each)),
          ...each.filteredBy,
          ...(each.beneath ? coordinatesOf(each.beneath) : []),
        ],
  );
}
